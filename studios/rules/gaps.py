"""Who is shown what is still empty, and when who is told: the convener before the office, the office before leaders.

Pure: neither queries nor looks at the clock.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Protocol

from common.dates import month_start

if TYPE_CHECKING:
    from accounts.models import User
    from deadlines.calendar import Calendar

SEE, SEE_FIRST = "studios.see_gaps", "studios.see_gaps_first"
HEAR, HEAR_LAST = "studios.hear_of_gaps", "studios.hear_of_gaps_last"
EXPORT, SET = "studios.export_gaps", "studios.set_gaps"


class Days(Protocol):
    """The numbers of the settings row: a day of the month, and working days after the step before."""

    convener_day: int
    office_after: int
    leader_after: int


def can_see_gaps(user: User) -> bool:
    return user.has_perm(SEE)


def sees_gaps_first(user: User) -> bool:
    """Who need not wait until the convener was told: who does the work, not who looks on from above."""
    return user.has_perm(SEE_FIRST)


def can_export_gaps(user: User) -> bool:
    return user.has_perm(EXPORT)


def can_set_gaps(user: User) -> bool:
    return user.has_perm(SET)


def convener_day(month: dt.date, days: Days, calendar: Calendar) -> dt.date:
    """When those who run a studio are told of its month: the day named, or the first working day after it."""
    return calendar.first_working_day(month.replace(day=days.convener_day))


def office_day(told_on: dt.date, days: Days, calendar: Calendar) -> dt.date:
    """Counted from the day the convener *was* told, so that a late run makes everybody above wait as long."""
    return calendar.add_working_days(told_on, days.office_after)


def leader_day(told_on: dt.date, days: Days, calendar: Calendar) -> dt.date:
    """Counted from the day the office was told."""
    return calendar.add_working_days(told_on, days.leader_after)


def month_to_tell(today: dt.date, days: Days, calendar: Calendar) -> dt.date:
    """The newest month whose day has come. A run that was missed catches up with that month, not with older ones."""
    this_month = month_start(today)
    if today >= convener_day(this_month, days, calendar):
        return this_month
    return month_start(this_month - dt.timedelta(days=1))
