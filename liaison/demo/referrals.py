"""The unit door of the demo county: units sign, give back, answer, late at times; a town without account on paper."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from accounts.models import Unit, UnitPost, User
from liaison.demo.diary import moment
from liaison.demo.words import CONTACT, DONE, GIVEN_BACK, REJECTED
from liaison.demo.world import County
from referrals import states
from referrals.models import Part, Referral
from referrals.queries import the_setting
from referrals.services import (
    Answer,
    Slip,
    allow_return,
    ask_back,
    change_setting,
    enter_paper,
    give_opinion,
    hand_back,
    save_answer_draft,
    sign,
    sign_off,
    submit_answer,
    take_back,
)
from studios.models import Matter
from studios.services.matters import Result, accept_return, approve_answer, refuse_return, reject_answer

Step = Callable[[Referral, dt.datetime], object]


class UnitDesk:
    """``answered`` hears of a matter's result, ``returned`` that a unit gave it back and which it named instead."""

    def __init__(
        self,
        county: County,
        answered: Callable[[Matter, dt.datetime], None],
        returned: Callable[[Matter, dt.datetime, Unit], None],
        result: Callable[[dt.datetime], Result],
    ) -> None:
        self.county = county
        self.chance = county.chance("units")
        self.answered, self.returned, self.result = answered, returned, result
        posts = UnitPost.objects.open().select_related("user", "unit")
        self.people: dict[tuple[int, str], User] = {(one.unit_id, one.part): one.user for one in posts}

    def plan(self) -> None:
        """In the seventh month the office begins to ask for the heads' word."""

        def ask_heads(now: dt.datetime) -> None:
            pattern = the_setting().number_pattern
            change_setting(head_signs_off=True, number_pattern=pattern, by=self.county.clerk, now=now)

        self.county.diary.on(moment(self.county.month(6).replace(day=2), 9), ask_heads)
        self.county.diary.on(self.county.ago(1, 16), self._reject_two)

    def _reject_two(self, now: dt.datetime) -> None:
        """Of what was answered last, one lies with who asked, and two have just gone back to their units."""
        answered = Referral.objects.filter(state=states.ANSWERED).select_related("unit", "sent_by").order_by("-pk")
        for referral in [one for one in answered if self.handler(one)][1:3]:
            matter, why = self.matter_of(referral), self.chance.choice(REJECTED)
            reject_answer(matter=matter, referral=referral, why=why, by=self.sender(referral), now=now)

    def headed_and_others(self) -> list[Unit]:
        """A unit that has a head, and two that have only somebody who handles."""
        units = [one for one in self.county.units if (one.pk, UnitPost.Part.HANDLER) in self.people]
        headed = [one for one in units if (one.pk, UnitPost.Part.HEAD) in self.people]
        return [headed[0], *[one for one in units if one not in headed][:2]]

    def answer_for_today(self, referral: Referral, *, back: bool) -> None:
        """Signed the day before yesterday, answered or asked back yesterday, and nobody has taken it further."""
        days, act = self.county.ago, self._send_back if back else self._give_answer
        self.on(days(2), referral, lambda one, now: sign(referral=one, by=self.handler(one), now=now), states.WAITING)
        self.on(days(1), referral, act, states.SIGNED)

    def on(self, at: dt.datetime, referral: Referral, act: Step, *when: str) -> None:
        """``act`` on the referral as it stands then, if it is in one of these states."""

        def later(now: dt.datetime) -> None:
            found = Referral.objects.select_related("unit").filter(pk=referral.pk, state__in=when).first()
            if found:
                act(found, now)

        self.county.diary.on(at, later)

    def after(self, now: dt.datetime, first: int, last: int) -> dt.datetime:
        return self.county.workday(now, self.chance.randint(first, last))

    def matter_of(self, referral: Referral) -> Matter:
        rows = Matter.objects.select_related("visit__studio", "visit__member__user", "visit__user")
        return rows.get(pk=int(referral.subject.split(":")[1]))

    def sender(self, referral: Referral) -> User:
        return referral.sent_by

    def handler(self, referral: Referral) -> User | None:
        return self.people.get((referral.unit_id, UnitPost.Part.HANDLER))

    def receive(self, referral: Referral, now: dt.datetime) -> None:
        if self.handler(referral) is None:
            if self.chance.random() < 0.8:
                self.on(self.after(now, 3, 14), referral, self._slip, states.WAITING)
        elif self.chance.random() < 0.93:
            late = self.chance.random() < 0.08
            self.on(self.after(now, 5, 7) if late else self.after(now, 0, 2), referral, self._sign, states.WAITING)

    def urge(self, referral: Referral, now: dt.datetime) -> None:
        """The office telephones: what lies with a unit, its head or who sent it moves within days."""
        on, soon = self.on, self.after(now, 0, 3)
        if self.handler(referral) is None:
            on(soon, referral, self._answer_slip, states.WAITING, *states.IN_HAND)
        else:
            on(soon, referral, self._sign, states.WAITING)
            on(soon, referral, self._answer, *states.IN_HAND)
            on(soon, referral, self._heads_word, states.FOR_HEAD)
        on(soon, referral, self._decide, states.ASKED_BACK)
        on(soon, referral, self._review, *states.IN)

    # Paper

    def _slip(self, referral: Referral, now: dt.datetime) -> None:
        day, what = timezone.localdate(now), self.chance.random()
        by = self.sender(referral)
        if what < 0.15:
            slip = Slip("ask_back", day, reason=GIVEN_BACK[0], suggested_unit=self._other(referral))
            self._enter(referral, slip, now)
            self.on(self.after(now, 1, 3), referral, self._decide, states.ASKED_BACK)
        elif what < 0.35:
            enter_paper(referral=referral, slip=Slip("sign", day), by=by, now=now)
            self.on(self.after(now, 4, 9), referral, self._answer_slip, states.SIGNED)
        else:
            self._answer_slip(referral, now)

    def _answer_slip(self, referral: Referral, now: dt.datetime) -> None:
        slip = Slip("answer", timezone.localdate(now), answer=self._words(referral))
        enter_paper(referral=referral, slip=slip, by=self.sender(referral), now=now)
        self.on(self.after(now, 0, 3), referral, self._review, *states.IN)

    def _enter(self, referral: Referral, slip: Slip, now: dt.datetime) -> None:
        enter_paper(referral=referral, slip=slip, by=self.county.clerk, now=now, override=True)

    # The unit's own people

    def _sign(self, referral: Referral, now: dt.datetime) -> None:
        handler = self.handler(referral)
        if self.chance.random() < 0.07 and timezone.localtime(referral.sent_at).date() >= self._days_before(now, 6):
            self._ask_back(referral, now)
            return
        sign(referral=referral, by=handler, now=now)
        if self.chance.random() < 0.05:
            self.on(self.after(now, 1, 3), referral, self._ask_back, states.SIGNED)
        if self.chance.random() < 0.15:
            self.on(self.after(now, 1, 4), referral, self._draft, states.SIGNED)
        if self.chance.random() < 0.95:
            late = self.chance.random() < 0.1
            at = self.after(now, 17, 24) if late else self.after(now, 4, 13)
            self.on(at, referral, self._answer, *states.IN_HAND)

    def _days_before(self, now: dt.datetime, days: int) -> dt.date:
        return self.county.calendar.add_working_days(timezone.localdate(now), -days)

    def _ask_back(self, referral: Referral, now: dt.datetime) -> None:
        if timezone.localdate(referral.sent_at) < self._days_before(now, 7):
            allow_return(referral=referral, why="分工调整,确实不归该单位", by=self.county.clerk, now=now)
        self._send_back(referral, now)
        if self.chance.random() < 0.92:
            self.on(self.after(now, 1, 3), referral, self._decide, states.ASKED_BACK)

    def _send_back(self, referral: Referral, now: dt.datetime) -> None:
        reason, other = self.chance.choice(GIVEN_BACK), self._other(referral)
        ask_back(referral=referral, reason=reason, by=self.handler(referral), now=now, suggested_unit=other)

    def _other(self, referral: Referral) -> Unit:
        return self.chance.choice([one for one in self.county.units if one.pk != referral.unit_id])

    def _words(self, referral: Referral) -> Answer:
        result = "" if referral.part == Part.JOINT else "done"
        head = self.people.get((referral.unit_id, UnitPost.Part.HEAD))
        name = head.name if head else "王主任"
        return Answer(self.chance.choice(DONE), result, name, name, CONTACT)

    def _draft(self, referral: Referral, now: dt.datetime) -> None:
        answer = Answer("已安排人到现场查看,正在核实。", "" if referral.part == Part.JOINT else "doing")
        by = self.handler(referral)
        save_answer_draft(referral=referral, answer=answer, revision=referral.revision, by=by, now=now)

    def _give_answer(self, referral: Referral, now: dt.datetime) -> Referral:
        said = {
            "referral": referral,
            "answer": self._words(referral),
            "revision": referral.revision,
            "by": self.handler(referral),
            "now": now,
        }
        return give_opinion(**said) if referral.part == Part.JOINT else submit_answer(**said)

    def _answer(self, referral: Referral, now: dt.datetime) -> None:
        done = self._give_answer(referral, now)
        if done.state == states.FOR_HEAD:
            if self.chance.random() < 0.1:
                self.on(now + dt.timedelta(minutes=40), referral, self._rewrite, states.FOR_HEAD)
            elif self.chance.random() < 0.9:
                self.on(self.after(now, 1, 2), referral, self._heads_word, states.FOR_HEAD)
        elif self.chance.random() < 0.92:
            self.on(self.after(now, 1, 4), referral, self._review, *states.IN)

    def _rewrite(self, referral: Referral, now: dt.datetime) -> None:
        """The handler sees something to put right before the head does."""
        take_back(referral=referral, by=self.handler(referral), now=now)
        self.on(now + dt.timedelta(hours=1), referral, self._answer, *states.IN_HAND)

    def _heads_word(self, referral: Referral, now: dt.datetime) -> None:
        head = self.people[referral.unit_id, UnitPost.Part.HEAD]
        if self.chance.random() < 0.15:
            hand_back(referral=referral, why="请写明什么时候完工", by=head, now=now)
            self.on(self.after(now, 1, 2), referral, self._answer, *states.IN_HAND)
            return
        sign_off(referral=referral, by=head, now=now)
        self.on(self.after(now, 1, 4), referral, self._review, *states.IN)

    # Who sent it

    def _decide(self, referral: Referral, now: dt.datetime) -> None:
        matter, by = self.matter_of(referral), self.sender(referral)
        said = {"matter": matter, "referral": referral, "by": by, "now": now}
        if referral.part == Part.JOINT or self.chance.random() < 0.7:
            accept_return(**said, why="同意,另行转办")
            if referral.part != Part.JOINT:
                self.returned(matter, now, self._other(referral))
            return
        refuse_return(**said, why="按三定方案,这件事由你单位牵头")
        if self.handler(referral):
            self.on(self.after(now, 1, 2), referral, self._sign, states.WAITING)
            self.on(self.after(now, 3, 8), referral, self._answer, states.SIGNED)
        else:
            self.on(self.after(now, 3, 8), referral, self._answer_slip, states.WAITING, states.SIGNED)

    def _review(self, referral: Referral, now: dt.datetime) -> None:
        matter, by = self.matter_of(referral), self.sender(referral)
        if self.chance.random() < 0.1:
            why = self.chance.choice(REJECTED)
            reject_answer(matter=matter, referral=referral, why=why, by=by, now=now)
            again = self._answer_slip if self.handler(referral) is None else self._answer
            self.on(self.after(now, 3, 8), referral, again, *states.IN_HAND)
            return
        result = None if referral.part == Part.JOINT else self.result(now)
        approve_answer(matter=matter, referral=referral, result=result, revision=matter.revision, by=by, now=now)
        if result:
            self.answered(matter, now)
