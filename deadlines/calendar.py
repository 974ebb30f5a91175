"""Working days. Pure: knows neither database nor clock; what it stands on is handed to it."""

import calendar as months
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from common.dates import weekday

if TYPE_CHECKING:
    from deadlines.models import Deadline, Limit

ONE_DAY = dt.timedelta(days=1)
MOST_IDLE = 366  # days in a row without a working day, after which a calendar is wrong rather than long


class NoWorkingDays(Exception):
    """A year of the calendar has no working day, so nothing could ever fall due; the message is Chinese."""


@dataclass(frozen=True)
class Due:
    """The last day of a limit, and whether a notice yet to come may still move it (暂定)."""

    on: dt.date
    provisional: bool = False


@dataclass(frozen=True)
class Calendar:
    """Days off and make-up days by name, and the years whose notice is in.

    In a year without notice weekdays work but for the statutory days, and what is counted there is provisional.
    """

    off: Mapping[dt.date, str] = field(default_factory=dict)
    work: Mapping[dt.date, str] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def is_working(self, day: dt.date) -> bool:
        """A make-up day works whatever else the day is called."""
        return day in self.work or (day.weekday() < 5 and not self._off_name(day))

    def name_of(self, day: dt.date) -> str:
        """Why the day is no working day, or works though it is a weekend; empty for a plain working day."""
        if day in self.work:
            return f"{self.work[day]}调休上班"
        return self._off_name(day) or (weekday(day) if day.weekday() > 4 else "")

    def holiday(self, day: dt.date) -> str:
        """The name of a day off; empty for a plain weekend, for a working day and for a make-up day."""
        return "" if day in self.work else self._off_name(day)

    def _off_name(self, day: dt.date) -> str:
        name = self.off.get(day, "")
        return name if name or day.year in self.years else statutory_days(day.year).get(day, "")

    def knows(self, first: dt.date, last: dt.date) -> bool:
        """Whether the notice of every year between two days, both included, is in."""
        return all(year in self.years for year in range(min(first, last).year, max(first, last).year + 1))

    def reach(self, today: dt.date) -> dt.date | None:
        """The last day that is certain, counted from today's year on; None when not even this year's notice is in."""
        year = today.year
        while year in self.years:
            year += 1
        return dt.date(year - 1, 12, 31) if year > today.year else None

    def add_working_days(self, start: dt.date, n: int) -> dt.date:
        """The nth working day after ``start``, which is not counted; before it when ``n`` is negative.

        Raises NoWorkingDays when a whole year has none.
        """
        step, left, idle, day = (ONE_DAY if n > 0 else -ONE_DAY), abs(n), 0, start
        while left:
            day += step
            working = self.is_working(day)
            left -= working
            idle = 0 if working else idle + 1
            _refuse_idle(idle, day)
        return day

    def working_days_between(self, first: dt.date, last: dt.date) -> int:
        """Working days after ``first`` up to and with ``last``; as many below zero when ``last`` is the earlier."""
        if last < first:
            return -self.working_days_between(last, first)
        return sum(self.is_working(day) for day in days_after(first, last))

    def first_working_day(self, day: dt.date) -> dt.date:
        """The day itself when it works, or the next that does (顺延)."""
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def last_working_day(self, day: dt.date) -> dt.date:
        """The day itself when it works, or the one before that does."""
        return day if self.is_working(day) else self.add_working_days(day, -1)

    def settle(self, day: dt.date, *, rolls: bool, backward: bool = False) -> Due:
        """A day that was named rather than counted, moved to a working day when it ``rolls``."""
        if not rolls:
            return Due(day)
        moved = self.last_working_day(day) if backward else self.first_working_day(day)
        return Due(moved, provisional=not self.knows(day, moved))

    def last_day(self, limit: "Limit", start: dt.date) -> Due:
        """Until when a limit runs that begins on ``start``: to 24:00 of that day. A backward limit ends before it."""
        if limit.fixed_on:
            return self.settle(limit.fixed_on, rolls=limit.rolls)
        value = limit.value or 0
        amount = -value if limit.backward else value
        if limit.count == "working":
            day = self.add_working_days(start, amount)
            nearest = start + (ONE_DAY if amount > 0 else -ONE_DAY)
            return Due(day, provisional=not self.knows(nearest, day))
        day = add_months(start, amount) if limit.count == "months" else start + dt.timedelta(days=amount)
        return self.settle(day, rolls=limit.rolls, backward=limit.backward)

    def due_of(self, deadline: "Deadline") -> Due:
        """A deadline's last day as the calendar is: named at the opening or by an extension, else counted.

        No query when its ``limit`` is loaded.
        """
        limit = deadline.limit
        if deadline.extended_to:
            return self.settle(deadline.extended_to, rolls=bool(limit and limit.rolls))
        if deadline.named_on:
            return Due(deadline.named_on)
        if limit is None:
            raise ValueError("a deadline has a limit or a named day")
        return self.last_day(limit, deadline.started_on)


def refuse_empty(calendar: Calendar, year: int) -> None:
    """Raises NoWorkingDays when no day of the year works."""
    if not any(calendar.is_working(dt.date(year, 1, 1) + n * ONE_DAY) for n in range(365)):
        raise NoWorkingDays(f"{year}年一个工作日也没有,不能这样排。请核对放假的日子。")


def _refuse_idle(idle: int, day: dt.date) -> None:
    if idle > MOST_IDLE:
        raise NoWorkingDays(f"工作日历里到{day.year}年为止连续一年没有工作日,算不出期限。请核对放假的日子。")


def days_after(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Each day after ``first`` up to and with ``last``."""
    for n in range(1, (last - first).days + 1):
        yield first + n * ONE_DAY


def add_months(day: dt.date, n: int) -> dt.date:
    """The same day of the month ``n`` months on, or the month's last where it is shorter: 31 January + 3 → 30 April."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    return dt.date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def month_end(day: dt.date) -> dt.date:
    """The last day of the month."""
    return day.replace(day=months.monthrange(day.year, day.month)[1])


def _statutory_name(name: str) -> str:
    return name.split("(")[0].split("（")[0]


@lru_cache(maxsize=64)
def statutory_days(year: int) -> Mapping[dt.date, str]:
    """The days that the law itself names, for a year whose notice is not in; none where the library knows no law.

    What the library may know of swapped days is left out: half a notice is worse than none.
    """
    import holidays  # a quarter of a second to import, and needed only past the last notice

    found = holidays.country_holidays("CN", years=year, language="zh_CN")
    return {day: _statutory_name(name) for day, name in found.items() if day.year == year and "调休" not in name}
