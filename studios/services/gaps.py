"""Telling people what is still empty in a studio's month: the convener before the office, the office before leaders.

Each step is counted from the day the step before was really taken (``rules.gaps``), so that however late a run is,
nobody above hears on the day the convener does. What is mended meanwhile is told to nobody above.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from deadlines.calendar import Calendar
from deadlines.queries import the_calendar
from members.models import Member
from notices.services import NewNotice, Phone, notify_all
from studios.models import GapNotice, GapSetting, Residency, Studio
from studios.queries.gap_counts import Counted, count_gaps
from studios.queries.gaps import Scope, gap_setting, when
from studios.rules import gaps as rules
from studios.services import gap_texts as texts
from studios.states.gaps import GAPS

BY_ROLES = "django.contrib.auth.backends.ModelBackend"  # where rights come from; another backend locks
AT_ONE_TIME = 3  # months under way together: a telling takes less than two


@dataclass(frozen=True)
class ToldOfGaps:
    """How many were told in each step of a run."""

    conveners: int = 0
    office: int = 0
    leaders: int = 0


@transaction.atomic
def tell_gaps(*, now: dt.datetime) -> ToldOfGaps:
    """Take every step that is due; again on the same day, none. Only on working days.

    The settings row is held, so that of two runs at once the second finds the steps taken.
    """
    today = timezone.localdate(now)
    setting = GapSetting.objects.select_for_update().first() or gap_setting(today)
    calendar = the_calendar()
    if not calendar.is_working(today):
        return ToldOfGaps()
    run = _Run(now, today, setting, calendar)
    # those above first: what the convener is told of in this very run is not theirs yet
    leaders = run.tell_leaders()
    office = run.tell_office()
    return ToldOfGaps(run.tell_conveners(), office, leaders)


class _Run:
    """One run: what is due today, counted once a month."""

    def __init__(self, now: dt.datetime, today: dt.date, setting: GapSetting, calendar: Calendar) -> None:
        self.now, self.today, self.setting, self.calendar = now, today, setting, calendar
        self._counted: dict[dt.date, Counted] = {}

    def counted(self, month: dt.date) -> Counted:
        if month not in self._counted:
            at = when(month, self.today, self.setting, self.calendar)
            self._counted[month] = count_gaps(Scope(Studio.objects.standing()), at)
        return self._counted[month]

    def tell_conveners(self) -> int:
        """Who runs a studio of whose month they were told nothing yet."""
        month = rules.month_to_tell(self.today, self.setting, self.calendar)
        if month < self.setting.first_month:
            return 0
        told = set(GapNotice.objects.of_month(month).values_list("studio_id", flat=True))
        empty: dict[int, dict[str, int]] = defaultdict(dict)
        for gap in GAPS:
            for studio, count in self.counted(month)[gap].items():
                if studio is not None and studio not in told and count:
                    empty[studio][gap] = count
        return self._begin(month, empty)

    def _begin(self, month: dt.date, empty: dict[int, dict[str, int]]) -> int:
        studios = list(Studio.objects.standing().filter(pk__in=empty).order_by("number"))
        people = _who_runs(studios)
        GapNotice.objects.bulk_create(
            GapNotice(
                studio=studio, month=month, gap=gap, count=count, reached=len(people[studio.pk]), convener_at=self.now
            )
            for studio in studios
            for gap, count in empty[studio.pk].items()
        )
        links = self._links(month)
        later = rules.office_day(self.today, self.setting, self.calendar)
        return notify_all(
            notices=[
                NewNotice(
                    person,
                    f"gaps:{month:%Y-%m}:{studio.pk}:convener",
                    texts.subject_for_convener(studio, month),
                    texts.for_convener(studio, month, self.today, empty[studio.pk], later),
                    links[studio.pk],
                )
                for studio in studios
                for person in people[studio.pk]
            ],
            now=self.now,
        )

    def _links(self, month: dt.date) -> dict[int, str]:
        """Studio → where a notice of its month leads."""
        rows = GapNotice.objects.of_month(month).order_by("-pk").values_list("studio_id", "pk")
        return {studio: f"/go/studios.gapnotice/{pk}/" for studio, pk in rows}

    def tell_office(self) -> int:
        waiting = [
            one
            for one in GapNotice.objects.for_office().select_related("studio").order_by("month", "studio__number", "pk")
            if rules.office_day(timezone.localdate(one.convener_at), self.setting, self.calendar) <= self.today
        ]
        return self._pass_on(waiting, "office_at", rules.HEAR, texts.for_office)

    def tell_leaders(self) -> int:
        waiting = [
            one
            for one in GapNotice.objects.for_leaders()
            .select_related("studio")
            .order_by("month", "studio__number", "pk")
            if one.office_at
            and rules.leader_day(timezone.localdate(one.office_at), self.setting, self.calendar) <= self.today
        ]
        return self._pass_on(waiting, "leader_at", rules.HEAR_LAST, texts.for_leaders)

    def _pass_on(self, waiting: list[GapNotice], step: str, right: str, say: Callable[..., str]) -> int:
        """Tell those above of what is still empty, a notice a month each; the rest is mended."""
        still = [one for one in waiting if self.counted(one.month)[one.gap][one.studio_id]]
        mended = {one.pk for one in waiting} - {one.pk for one in still}
        GapNotice.objects.filter(pk__in=mended).update(mended_at=self.now)
        GapNotice.objects.filter(pk__in=[one.pk for one in still]).update(**{step: self.now})
        people = list(User.objects.with_perm(right, include_superusers=False, backend=BY_ROLES)) if still else []
        notices = []
        for month in sorted({one.month for one in still}):
            rows = [one for one in still if one.month == month]
            said = say(month, [(one, self.counted(month)[one.gap][one.studio_id]) for one in rows])
            key, link = f"gaps:{month:%Y-%m}:{step}:{self.today}", f"/go/studios.gapnotice/{rows[0].pk}/"
            notices += [NewNotice(user, key, texts.subject_above(month, rows), said, link) for user in people]
        return notify_all(notices=notices, now=self.now)


def _who_runs(studios: list[Studio]) -> dict[int, list[User | Phone]]:
    """Who runs each studio and can be told: by account, or by phone where a member has none. One query."""
    found: dict[int, dict[object, User | Phone]] = {studio.pk: {} for studio in studios}
    running = Residency.objects.in_studios(studios).running().select_related("user", "member__user")
    for one in running.filter(Q(user__isnull=True) | Q(user__is_active=True)):
        person = one.user or _reach(one.member)
        if person:
            found[one.studio_id][person] = person
    return {studio: list(people.values()) for studio, people in found.items()}


def _reach(member: Member | None) -> User | Phone | None:
    if member is None:
        return None
    if member.user:
        return member.user if member.user.is_active else None
    return Phone(member.phone) if member.phone else None
