"""What is empty in a month, or waits at its end: for each kind of gap the rows that are one.

Nothing here ranks: studios stand by number, people by strokes.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from common.dates import month_start
from deadlines.calendar import Calendar, month_end
from deadlines.queries import the_calendar
from members.models import Member, Seat
from members.models.people import MemberQuerySet
from referrals.models import Referral
from studios import rules
from studios.models import DutyShift, GapNotice, GapSetting, Matter, Residency, ShiftTurn, Studio, VisitEvent, VisitLog
from studios.models.duty import ShiftQuerySet, TurnQuerySet
from studios.models.matters import MatterQuerySet
from studios.models.studios import ResidencyQuerySet, StudioQuerySet
from studios.models.visits import VisitQuerySet
from studios.states import FILED
from studios.states import matters as raised
from studios.states import shifts as duty

Rows = TypeVar("Rows", bound=QuerySet[Any])
BY_STROKES = ("member__stroke_key", "member__birth_month", "member_id")


def gap_setting(today: dt.date) -> GapSetting:
    """The one row; its defaults, from the present month on, while nobody has saved one. One query."""
    return GapSetting.objects.first() or GapSetting(pk=1, first_month=month_start(today))


@dataclass(frozen=True)
class When:
    """A month as it stands today. Entries sent in before ``unchecked_since`` have waited too long to be checked."""

    month: dt.date
    today: dt.date
    unchecked_since: dt.datetime

    @property
    def last(self) -> dt.date:
        """The last day that counts: today, or the month's last where it is over."""
        return min(month_end(self.month), self.today)

    @property
    def over(self) -> bool:
        return month_start(self.today) > self.month


def when(month: dt.date, today: dt.date, setting: GapSetting, calendar: Calendar) -> When:
    """No query. The day of sending in is not counted: sent in on Monday, one day is Tuesday, and over at its end."""
    first = calendar.add_working_days(today, -setting.unchecked_after)
    return When(month, today, timezone.make_aware(dt.datetime.combine(first, dt.time.min)))


def month_now(month: dt.date, today: dt.date) -> When:
    """Four queries, for the settings row and the calendar."""
    return when(month, today, gap_setting(today), the_calendar())


@dataclass(frozen=True)
class Scope:
    """Whose gaps are asked for. ``whole``: of the studios asked for none is left out, so what stands in none counts.

    ``told``: only of studios whose convener was told of that kind of gap in this month.
    """

    studios: StudioQuerySet
    whole: bool = False
    told: dt.date | None = None

    def of(self, gap: str) -> StudioQuerySet:
        if self.told is None:
            return self.studios
        told = GapNotice.objects.of_month(self.told).filter(studio=OuterRef("pk"), gap=gap)
        return self.studios.filter(Exists(told))

    def limit(self, rows: Rows, gap: str, studio: str = "studio") -> Rows:
        """Rows whose studio is asked for; of the whole office those of no studio, or of a closed one, too."""
        if self.whole and self.told is None:
            return rows
        return rows.filter(**{f"{studio}__in": self.of(gap)})


def own_scope(user: User) -> Scope:
    """The standing studios that the user runs."""
    return Scope(Studio.objects.run_by(user).standing())


def office_scope(user: User, month: dt.date, filters: dict[str, Any] | None = None) -> Scope:
    """The standing studios of the office's pages, by area, kind and studio; who hears last sees what was told."""
    studios = Studio.objects.standing()
    chosen = {name: value for name, value in (filters or {}).items() if name in ("area", "kind", "pk") and value}
    if not rules.can_see_gaps(user):
        return Scope(studios.none())
    told = None if rules.sees_gaps_first(user) else month
    return Scope(studios.filter(**chosen), whole=not chosen, told=told)


def outside(rows: Rows, studio: str = "studio") -> Rows:
    """What stands in no studio, or in one that is closed."""
    return rows.filter(Q(**{f"{studio}__isnull": True}) | Q(**{f"{studio}__closed_on__isnull": False}))


def _seated(at: When, member: str = "member") -> Exists:
    """Who held a seat on the last day that counts: nobody is asked for what fell outside their time."""
    return Exists(Seat.objects.on(at.last).filter(member=OuterRef(member)))


def _whole_month(scope: Scope, gap: str, at: When) -> StudioQuerySet:
    """Who opened within the month, or later, is asked for nothing of it."""
    return scope.of(gap).open_by(at.month)


def no_entry(scope: Scope, at: When) -> StudioQuerySet:
    visits = VisitLog.objects.filed().in_month(at.month).filter(studio=OuterRef("pk"))
    return _whole_month(scope, "no_entry", at).exclude(Exists(visits))


def no_shift(scope: Scope, at: When) -> StudioQuerySet:
    held = DutyShift.objects.in_month(at.month).filter(studio=OuterRef("pk"), state=duty.HELD)
    return _whole_month(scope, "no_shift", at).exclude(Exists(held))


def no_outcome(scope: Scope, at: When) -> ShiftQuerySet:
    found = DutyShift.objects.without_outcome(at.today).filter(day__lte=at.last)
    return scope.limit(found, "no_outcome")


def turns_past(at: When) -> TurnQuerySet:
    """Places of members in announced shifts of the month whose day is over."""
    shifts = DutyShift.objects.in_month(at.month).announced().filter(day__lt=at.today)
    return ShiftTurn.objects.standing().filter(shift__in=shifts, member__isnull=False)


def not_come(scope: Scope, at: When) -> TurnQuerySet:
    """The turns of members who came to none: a member may have several."""
    past = turns_past(at)
    came = past.filter(member=OuterRef("member"), state__in=duty.CAME)
    return scope.limit(past, "not_come", "shift__studio").filter(_seated(at)).exclude(Exists(came))


def residents(at: When) -> ResidencyQuerySet:
    """Members in studios on the last day that counts; a member may be in several, in several parts."""
    return Residency.objects.on(at.last).filter(_seated(at), member__isnull=False)


def silent(scope: Scope, at: When) -> ResidencyQuerySet:
    visits = VisitLog.objects.filed().in_month(at.month).filter(member=OuterRef("member"))
    found = scope.limit(residents(at), "silent").exclude(Exists(visits))
    return found.filter(studio__closed_on__isnull=True)


def silent_outside(at: When) -> MemberQuerySet:
    """Members of no standing studio without an entry: nobody runs a studio who would tell them."""
    placed = residents(at).filter(member=OuterRef("pk"), studio__closed_on__isnull=True)
    visits = VisitLog.objects.filed().in_month(at.month).filter(member=OuterRef("pk"))
    return Member.objects.filter(_seated(at, "pk")).exclude(Exists(placed)).exclude(Exists(visits)).by_strokes()


def without_turn(scope: Scope, at: When) -> ResidencyQuerySet:
    """Members whom the month's roster of their studio names nowhere. No gap of theirs: turns go round."""
    shifts = DutyShift.objects.in_month(at.month).announced()
    named = ShiftTurn.objects.standing().filter(shift__in=shifts, member=OuterRef("member"))
    rostered = Exists(shifts.filter(studio=OuterRef("studio")))
    return residents(at).filter(rostered, studio__in=scope.studios).exclude(Exists(named))


def unchecked(scope: Scope, at: When) -> VisitQuerySet:
    """Sent in, or corrected, too long ago."""
    fresh = VisitEvent.objects.filter(visit=OuterRef("pk"), to_state=FILED, at__gte=at.unchecked_since)
    found = VisitLog.objects.to_check().filter(occurred_on__lte=at.last, recorded_at__lt=at.unchecked_since)
    return scope.limit(found, "unchecked").exclude(Exists(fresh))


def _raised(at: When) -> MatterQuerySet:
    return Matter.objects.filter(visit__occurred_on__lte=at.last)


def late_result(scope: Scope, at: When) -> MatterQuerySet:
    """Nothing final is known, and a clock of the matter itself has run out."""
    found = _raised(at).filter(state__in=raised.AT_WORK).late(at.today)
    return scope.limit(found, "late_result", "visit__studio")


def no_echo(scope: Scope, at: When) -> MatterQuerySet:
    return scope.limit(_raised(at).filter(state=raised.ANSWERED), "no_echo", "visit__studio")


def late_referral(scope: Scope, at: When) -> MatterQuerySet:
    """A unit's clock has run out; a matter with two such units is one."""
    late = Referral.objects.late(at.today).filter(subject=OuterRef("subject"))
    found = _raised(at).filter(state__in=raised.LIVE).with_subject().filter(Exists(late))
    return scope.limit(found, "late_referral", "visit__studio")
