"""On which days a pattern has a shift. Pure: knows neither database nor clock (domain §5.2).

A weekly or nth pattern that names a weekend is at home there: for it only a day off of the State Council's notice is a
day off, and a plain Saturday is none. A pattern of a day of the month (10日、20日) wants a working day.
"""

import calendar as months
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from common.dates import WEEKDAYS, chinese_date
from deadlines.calendar import ONE_DAY, Calendar
from studios.models import DutyPattern

Rhythm, DayOff = DutyPattern.Rhythm, DutyPattern.DayOff

REACH = dt.timedelta(days=60)  # longer than any moving: what this long before may still fall into a range
LONGEST = 366  # days in a row without an ordinary weekend, after which a calendar is wrong rather than long
LAST = 5
ORDINALS = {1: "第一个", 2: "第二个", 3: "第三个", 4: "第四个", LAST: "最后一个"}


@dataclass(frozen=True)
class Planned:
    """A day that a pattern names, and the one its shift falls on: null when there is none, for the reason in words.

    ``provisional``: the year's notice is not in, and may move it (暂定).
    """

    planned_on: dt.date
    day: dt.date | None
    why: str = ""
    provisional: bool = False


def planned(pattern: DutyPattern, first: dt.date, last: dt.date, calendar: Calendar) -> list[Planned]:
    """What becomes of each day that the pattern names between two days, both included, in order.

    Two that fall on one day are one: that of the day itself, or else the one named first. Raises NoWorkingDays.
    """
    placed = [_placed(pattern, named, calendar) for named in named_days(pattern, first - REACH, last + REACH)]
    taken = {one.day for one in placed if one.day == one.planned_on}
    found = []
    for one in placed:
        day = one.day
        if day and day != one.planned_on and day in taken:
            one = Planned(one.planned_on, None, f"{one.why},与那一天的班合为一班", one.provisional)
        elif day:
            taken.add(day)
        if first <= one.planned_on <= last:
            found.append(one)
    return found


def named_days(pattern: DutyPattern, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The days between two that the pattern names while it holds, whatever the calendar says."""
    begin, end = max(first, pattern.since), min(last, pattern.until or last)
    if pattern.rhythm == Rhythm.WEEKLY:
        day = begin + ((pattern.weekday or 0) - begin.weekday()) % 7 * ONE_DAY
        while day <= end:
            yield day
            day += 7 * ONE_DAY
        return
    month = begin.replace(day=1)
    while month <= end:
        day = _in_month(pattern, month)
        if begin <= day <= end:
            yield day
        month = month.replace(day=months.monthrange(month.year, month.month)[1]) + ONE_DAY


def _in_month(pattern: DutyPattern, month: dt.date) -> dt.date:
    """The pattern's day of a month; 31 is its last. Every weekday comes at least four times."""
    length = months.monthrange(month.year, month.month)[1]
    if pattern.rhythm == Rhythm.MONTHLY:
        return month.replace(day=min(pattern.day or 1, length))
    weekday, nth = pattern.weekday or 0, pattern.nth or 1
    days = range(1 + (weekday - month.weekday()) % 7, length + 1, 7)
    return month.replace(day=days[-1] if nth == LAST else days[nth - 1])


def _placed(pattern: DutyPattern, day: dt.date, calendar: Calendar) -> Planned:
    choice, why = _met(pattern, day, calendar)
    if choice == DayOff.KEEP:
        moved: dt.date | None = day
        why = f"{why},照常值班" if why else ""
    elif choice == DayOff.SKIP:
        moved, why = None, f"{why},这一次不值班"
    else:
        moved = _rest_day_after(day, calendar) if _is_at_weekend(pattern) else calendar.first_working_day(day)
        why = f"{why},顺延到{chinese_date(moved)}"
    return Planned(day, moved, why, provisional=not calendar.knows(day, moved or day))


def _met(pattern: DutyPattern, day: dt.date, calendar: Calendar) -> tuple[str, str]:
    """What is to be done on a day, and what the calendar calls it where it is not an ordinary one."""
    if pattern.rhythm == Rhythm.MONTHLY:
        return (DayOff.KEEP, "") if calendar.is_working(day) else (pattern.day_off, f"逢{calendar.name_of(day)}")
    if day in calendar.work:
        return pattern.makeup, f"逢{calendar.name_of(day)}"
    name = calendar.holiday(day)
    return (pattern.day_off, f"逢{name}放假") if name else (DayOff.KEEP, "")


def _is_at_weekend(pattern: DutyPattern) -> bool:
    return pattern.weekday is not None and pattern.weekday > 4


def _rest_day_after(day: dt.date, calendar: Calendar) -> dt.date:
    """The next weekend day that neither works nor belongs to a holiday."""
    for n in range(1, LONGEST):
        after = day + n * ONE_DAY
        if after.weekday() > 4 and after not in calendar.work and not calendar.holiday(after):
            return after
    return calendar.add_working_days(day, 1)


def in_words(pattern: DutyPattern) -> str:
    """每周五 9:00至11:30; 每月10日 …; 每月第二个周三 …; 每月最后一个周六 …"""
    hours = f"{pattern.starts:%-H:%M}至{pattern.ends:%-H:%M}"
    weekday = f"周{WEEKDAYS[pattern.weekday or 0]}"
    if pattern.rhythm == Rhythm.WEEKLY:
        return f"每{weekday} {hours}"
    if pattern.rhythm == Rhythm.MONTHLY:
        return f"每月{pattern.day}日 {hours}"
    return f"每月{ORDINALS[pattern.nth or 1]}{weekday} {hours}"


def rules_in_words(pattern: DutyPattern) -> str:
    """What happens on days off: 逢放假顺延到下一个工作日;逢调休上班的周末照常值班。"""
    weekend = _is_at_weekend(pattern)
    moved = "顺延到下一个平常的休息日" if weekend else "顺延到下一个工作日"
    said = {DayOff.SKIP: "不值班", DayOff.MOVE: moved, DayOff.KEEP: "照常值班"}
    what = "逢放假或周末" if pattern.rhythm == Rhythm.MONTHLY else "逢国家放假"
    words = f"{what}{said[DayOff(pattern.day_off)]}"
    return f"{words};逢调休上班{said[DayOff(pattern.makeup)]}" if weekend else words
