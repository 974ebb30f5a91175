"""What becomes of what people said: handed to units, reported, bundled, settled; told to them, and not always well."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable

from django.utils import timezone

from accounts.models import Unit, User
from liaison.demo.diary import moment
from liaison.demo.referrals import UnitDesk
from liaison.demo.words import CANNOT, DOING, DONE, TOLD, UNIT_OF
from liaison.demo.world import County
from referrals.models import Referral
from studios.models import Matter, MatterFeedback, MatterReport, Studio, VisitLog
from studios.services import VisitEntry
from studios.services.matters import (
    Result,
    Telling,
    answer_report,
    assign,
    bundle,
    change_outcome,
    record_result,
    refer_matter,
    reopen,
    report_matter,
    take_report_back,
    tell,
    tell_town,
    unbundle,
    withdraw_referral,
)
from studios.states import STANDING
from studios.states import matters as states

Outcome, Level, Content = Matter.Outcome, MatterReport.Level, MatterFeedback.Content
OPEN, DOING_STATE, ANSWERED, CLOSED = states.OPEN, states.DOING, states.ANSWERED, states.CLOSED
HEARD = {Content.SATISFIED: 52, Content.MOSTLY: 28, Content.UNSATISFIED: 7, Content.UNSAID: 13}
DAY = dt.timedelta(days=1)
LYING = 35  # days after which somebody asks
Step = Callable[[Matter, dt.datetime], object]


class Matters:
    def __init__(self, county: County) -> None:
        self.county = county
        self.chance = county.chance("matters")
        self.desk = UnitDesk(county, self.answered, self.returned, self.result)
        county.after_filing.append(self.filed)

    def plan(self) -> None:
        for month in self.county.months:
            self.county.diary.on(moment(month.replace(day=28), 15), self._bundle_all)
            self.county.diary.on(moment(month.replace(day=18), 14), self._catch_up)
        self.desk.plan()
        self.county.diary.on(self.county.ago(3), self._refer_for_today)

    def on(self, at: dt.datetime, matter: Matter, act: Step, *when: str) -> None:
        """``act`` on the matter as it stands then, if it is in one of these states; later while its log is returned."""

        def later(now: dt.datetime) -> None:
            rows = Matter.objects.select_related("visit__studio", "category", "village")
            found = rows.filter(pk=matter.pk, state__in=when).first()
            if found and found.visit.state in STANDING:
                act(found, now)
            elif found:
                self.county.diary.on(self.county.workday(now, 3), later)

        self.county.diary.on(at, later)

    def by(self, matter: Matter) -> User:
        studio = matter.visit.studio
        return self.county.runner(studio) if studio else self.county.clerk

    def filed(self, visit: VisitLog, entry: VisitEntry, now: dt.datetime) -> None:
        """Most go their way within days; some are left lying, so that there is somebody to remind."""
        for matter in Matter.objects.filter(visit=visit).order_by("position"):
            soon, chance = self.county.workday(now, self.chance.randint(2, 5)), self.chance.random()
            if matter.state == ANSWERED:
                self._plan_telling(matter, now)
            elif matter.outcome == Outcome.REFERRED and chance < 0.88:
                self.on(soon, matter, self.refer, OPEN)
            elif matter.outcome == Outcome.REPORTED and chance < 0.9:
                self.on(soon, matter, self._report, OPEN)
            elif matter.outcome in (Outcome.REFERRED, Outcome.REPORTED, Outcome.TOPIC, Outcome.OPINION):
                self._plan_own(matter, now)
            if chance > 0.95:
                self.on(soon + DAY, matter, self._assign, OPEN, ANSWERED)
            if matter.outcome == Outcome.NOTED and chance < 0.05:
                self.on(soon, matter, self._take_up, CLOSED)

    def _plan_own(self, matter: Matter, now: dt.datetime) -> None:
        """Nobody else has it: the studio finds out itself, late as often as not."""
        if self.chance.random() < 0.6:
            self.on(self.county.workday(now, self.chance.randint(8, 30)), matter, self._find_out, OPEN)

    # To units

    def refer(self, matter: Matter, now: dt.datetime, unit: Unit | None = None) -> None:
        if Referral.objects.about(matter.key).live().exists():
            return
        lead = unit or self._unit(matter)
        others = [one for one in self.county.units if one != lead]
        joint = [self.chance.choice(others)] if self.chance.random() < 0.15 else []
        village = matter.village or self.chance.choice(self.county.villages)
        category = matter.category.name if matter.category else "群众反映"
        refer_matter(
            matter=matter, title=f"{village.name}{category}问题", text=f"{matter.text}。请核实办理,并答复工作室。",
            lead=lead, joint=joint, urgent=self.chance.random() < 0.08, revision=matter.revision, by=self.by(matter),
            now=now,
        )  # fmt: skip
        for referral in Referral.objects.about(matter.key).live().select_related("unit").order_by("pk"):
            self.desk.receive(referral, now)
        if self.chance.random() < 0.03:
            self.on(self.county.workday(now, 1), matter, self._take_back, OPEN)

    def _refer_for_today(self, now: dt.datetime) -> None:
        """Whenever somebody looks, an answer lies with a unit's head, others and a return with who asked."""
        headed, *others = self.desk.headed_and_others()
        open_ones = Matter.objects.filter(outcome=Outcome.REFERRED, state=OPEN, merged=None, visit__state__in=STANDING)
        rows = open_ones.select_related("visit__studio", "category", "village").order_by("-pk")
        free = (one for one in rows if self._free(one))
        for matter, lead, joint in zip(free, [headed, *others], [others, [], []], strict=False):
            refer_matter(
                matter=matter, title="群众反映的问题", text=f"{matter.text}。请到现场核实。", lead=lead, joint=joint,
                revision=matter.revision, by=self.by(matter), now=now,
            )  # fmt: skip
            for referral in Referral.objects.about(matter.key).live().order_by("pk"):
                self.desk.answer_for_today(referral, back=joint[-1:] == [referral.unit])

    def _unit(self, matter: Matter) -> Unit:
        names = UNIT_OF.get(matter.category.name if matter.category else "", ["水利局"])
        found = [unit for unit in self.county.units if unit.short_name in names]
        return self.chance.choice(found)

    def _take_back(self, matter: Matter, now: dt.datetime) -> None:
        for referral in Referral.objects.about(matter.key).live().order_by("pk"):
            if referral.state in ("waiting", "signed"):
                by = self.by(matter)
                withdraw_referral(matter=matter, referral=referral, why="已在现场协调", by=by, now=now)
        self.on(self.county.workday(now, 2), matter, self._find_out, OPEN)

    def returned(self, matter: Matter, now: dt.datetime, unit: Unit) -> None:
        """A unit gave it back: it goes to the one it named."""
        self.on(self.county.workday(now, 1), matter, lambda one, at: self.refer(one, at, unit), OPEN)

    def answered(self, matter: Matter, now: dt.datetime) -> None:
        """A result is known."""
        found = Matter.objects.get(pk=matter.pk)
        if found.state == states.DOING:
            self._go_on(found, now)
        else:
            self._plan_telling(found, now)
            for follower in found.merged.filter(state=ANSWERED):
                self._plan_telling(follower, now)

    # Upwards

    def _report(self, matter: Matter, now: dt.datetime) -> None:
        if Referral.objects.about(matter.key).live().exists():
            return
        by = self.by(matter)
        said = {"text": "牵涉几个部门,请协调", "revision": matter.revision, "now": now}
        report_matter(matter=matter, level=Level.OFFICE, desk="政协办公室", by=by, **said)
        what, soon = self.chance.random(), self.county.workday(now, self.chance.randint(2, 6))
        if what < 0.06:
            self.on(soon, matter, self._take_report_back, OPEN)
        elif what < 0.4:
            self.on(soon, matter, self._pass_on, OPEN)
        elif what < 0.9:
            self.on(soon, matter, self._answer_report, OPEN)

    def _take_report_back(self, matter: Matter, now: dt.datetime) -> None:
        if not self._waits(matter):
            return
        take_report_back(matter=matter, why="镇里已经协调", revision=matter.revision, by=self.by(matter), now=now)
        self.on(self.county.workday(now, 3), matter, self._find_out, OPEN)

    def _pass_on(self, matter: Matter, now: dt.datetime) -> None:
        if not self._waits(matter):
            return
        level = self.chance.choice([Level.PARTY, Level.GOVERNMENT])
        desk = "县委办" if level == Level.PARTY else "县政府办"
        report_matter(
            matter=matter, level=level, desk=desk, text="请牵头协调有关部门", revision=matter.revision,
            by=self.county.clerk, now=now,
        )  # fmt: skip
        if self.chance.random() < 0.8:
            self.on(self.county.workday(now, self.chance.randint(3, 9)), matter, self._answer_report, OPEN)

    def _answer_report(self, matter: Matter, now: dt.datetime) -> None:
        if not self._waits(matter):
            return
        result = self.result(now) if self.chance.random() < 0.85 else None
        answer_report(
            matter=matter, text="已召集有关部门会商" if result else "请工作室先与镇里对接", on=timezone.localdate(now),
            result=result, revision=matter.revision, by=self.county.clerk, now=now,
        )  # fmt: skip
        if result:
            self.answered(matter, now)
        else:
            self.on(self.county.workday(now, 5), matter, self._find_out, OPEN)

    # By itself

    def result(self, now: dt.datetime, kind: str = "") -> Result:
        kind = kind or self.chance.choices(["done", "doing", "cannot"], [66, 19, 15])[0]
        day = timezone.localdate(now)
        if kind != "doing":
            return Result(kind, self.chance.choice(DONE if kind == "done" else CANNOT), day)
        chief = self.county.leaders[self.chance.randrange(len(self.county.leaders))]
        user, name = chief.user, chief.name
        if chief == self.county.leaders[0]:  # instead of one of them the chairman who signs in
            user = self.county.staff["zhuxi"]
            name = user.name
        return Result(kind, self.chance.choice(DOING), day, user, name, day + DAY * 30)

    def _waits(self, matter: Matter) -> bool:
        """Whether a level above has still to answer."""
        return matter.reports.filter(state=states.REPORT_WAITING).exists()

    def _free(self, matter: Matter) -> bool:
        return not self._waits(matter) and not Referral.objects.about(matter.key).live().exists()

    def _find_out(self, matter: Matter, now: dt.datetime, kind: str = "") -> None:
        if self._free(matter):
            result = self.result(now, kind)
            record_result(matter=matter, result=result, revision=matter.revision, by=self.by(matter), now=now)
            self.answered(matter, now)

    def _go_on(self, matter: Matter, now: dt.datetime) -> None:
        """正在办: often a word between, and most often it is done in the end."""
        if self.chance.random() < 0.4:
            self.on(self.county.workday(now, 4), matter, self._tell, DOING_STATE)
        if self.chance.random() < 0.8:
            done = self.chance.choices(["done", "cannot"], [85, 15])[0]
            at = self.county.workday(now, self.chance.randint(12, 25))
            self.on(at, matter, lambda one, then: self._find_out(one, then, done), DOING_STATE)

    def _assign(self, matter: Matter, now: dt.datetime) -> None:
        officer = self.by(matter)
        if matter.responsible_id != officer.pk:
            assign(matter=matter, responsible=officer, revision=matter.revision, by=officer, now=now)

    def _take_up(self, matter: Matter, now: dt.datetime) -> None:
        """What was only recorded is taken up after all."""
        change_outcome(
            matter=matter, outcome=Outcome.OPINION, told=False, why="有代表性,拟整理上报", revision=matter.revision,
            by=self.by(matter), now=now,
        )  # fmt: skip

    # To people's ears

    def _plan_telling(self, matter: Matter, now: dt.datetime) -> None:
        if self.chance.random() < 0.9:
            self.on(self.county.workday(now, self.chance.randint(1, 12)), matter, self._tell, ANSWERED)

    def _tell(self, matter: Matter, now: dt.datetime) -> None:
        if matter.state == ANSWERED and matter.feedbacks.filter(final=True, round=matter.reopened).exists():
            return
        day = timezone.localdate(now)
        content = self.chance.choices(list(HEARD), list(HEARD.values()))[0]
        owes = matter.state == ANSWERED and matter.result == Matter.Result.DONE and not matter.town_told_on
        town = self._town(matter) if owes and self.chance.random() < 0.8 else ""
        way = self.chance.choice(MatterFeedback.Way.values)
        whom = MatterFeedback.Whom.PUBLIC if way == MatterFeedback.Way.BOARD else MatterFeedback.Whom.SELF
        telling = Telling(
            day, way, whom, self.by(matter).name, self.chance.choice(TOLD), content, "", town, day if town else None
        )
        tell(matter=matter, telling=telling, revision=matter.revision, by=self.by(matter), now=now)
        if owes and not town and self.chance.random() < 0.7:
            self.on(self.county.workday(now, 3), matter, self._tell_town, ANSWERED)
        grumbled = matter.state == ANSWERED and content == Content.UNSATISFIED  # not at a word between
        if grumbled and matter.reopened == 0 and self.chance.random() < 0.8:
            self.on(self.county.workday(now, 5), matter, self._reopen, CLOSED)

    def _town(self, matter: Matter) -> str:
        return f"{matter.village.area.name}{matter.village.name}" if matter.village else "镇政府"

    def _tell_town(self, matter: Matter, now: dt.datetime) -> None:
        day = timezone.localdate(now)
        if matter.result == Matter.Result.DONE and not matter.town_told_on:
            tell_town(
                matter=matter, town=self._town(matter), on=day, revision=matter.revision, by=self.by(matter), now=now
            )

    def _reopen(self, matter: Matter, now: dt.datetime) -> None:
        reopen(matter=matter, why="问题又出现了,群众不满意", revision=matter.revision, by=self.by(matter), now=now)
        self.on(self.county.workday(now, 8), matter, self._find_out, OPEN)

    def _catch_up(self, now: dt.datetime) -> None:
        """The office goes through what has been lying for long: nearly all of it moves."""
        long_ago = timezone.localdate(now) - DAY * LYING
        rows = Matter.objects.live().filter(visit__occurred_on__lt=long_ago, visit__state__in=STANDING)
        for matter in rows.select_related("visit__studio", "visit__member__user", "category", "village").order_by("pk"):
            if self.chance.random() < 0.9:
                self._move_on(matter, now)

    def _move_on(self, matter: Matter, now: dt.datetime) -> None:
        at = self.county.workday(now, self.chance.randint(0, 4))
        live = list(Referral.objects.about(matter.key).live().select_related("unit").order_by("pk"))
        if live:
            for referral in live:
                self.desk.urge(referral, now)
        elif self._waits(matter):
            self.on(at, matter, self._answer_report, OPEN)
        elif matter.state == ANSWERED:
            self.on(at, matter, self._tell, ANSWERED)
            self.on(at + DAY, matter, self._tell_town, ANSWERED)
        else:
            done = self.chance.choices(["done", "cannot"], [75, 25])[0]
            self.on(at, matter, lambda one, then: self._find_out(one, then, done), OPEN, DOING_STATE)

    # Many as one

    def _bundle_all(self, now: dt.datetime) -> None:
        """月度梳理: in each studio the open ones of one kind are dealt with together."""
        alike: dict[tuple[Studio, str], list[Matter]] = defaultdict(list)
        rows = Matter.objects.filter(state=OPEN, category__isnull=False, merged=None, visit__studio__isnull=False)
        rows = rows.filter(visit__state__in=STANDING)
        for matter in rows.select_related("visit__studio", "category", "village").order_by("pk"):
            if self._free(matter):
                alike[matter.visit.studio, matter.category.name].append(matter)
        for (studio, name), found in alike.items():
            if len(found) > 1:
                self._bundle(studio, name, found, now)

    def _bundle(self, studio: Studio, name: str, found: list[Matter], now: dt.datetime) -> None:
        first, by = found[0], self.county.runner(studio)
        title = f"{studio.name.removesuffix('委员工作室')}{name}问题"
        bundle(matters=[one.pk for one in found], lead=first.pk, title=title, outcome=Outcome.REFERRED, by=by, now=now)
        if self.chance.random() < 0.15:
            self.on(now + DAY, first, self._set_apart, OPEN)
        else:
            self.on(self.county.workday(now, 2), first, self.refer, OPEN)

    def _set_apart(self, matter: Matter, now: dt.datetime) -> None:
        unbundle(matter=matter, revision=matter.revision, by=self.by(matter), now=now)
        self.on(self.county.workday(now, 3), matter, self._find_out, OPEN)
