"""Reads of the working calendar."""

import datetime as dt
from dataclasses import dataclass, field

from deadlines.announcement import Announcement
from deadlines.calendar import Calendar, statutory_days
from deadlines.models import DayOff, Deadline, MakeUpDay, YearNotice

ASKED_FROM = 11  # the State Council announces the next year's days off in the first days of November


def the_calendar() -> Calendar:
    """Every row of it. Three queries."""
    return Calendar(
        off=dict(DayOff.objects.order_by().values_list("date", "name")),
        work=dict(MakeUpDay.objects.order_by().values_list("date", "name")),
        years=frozenset(YearNotice.objects.order_by().values_list("year", flat=True)),
    )


@dataclass(frozen=True)
class Reach:
    """Until when the calendar is certain, and what hangs on the rest."""

    until: dt.date | None
    missing: int
    asked: bool
    provisional: int
    latest: dt.date | None

    @property
    def short(self) -> bool:
        """Whether it ends before the last of the open deadlines."""
        return bool(self.latest and (self.until is None or self.latest > self.until))


def reach(today: dt.date) -> Reach:
    """How far the notices reach from today's year on. Three queries."""
    years = frozenset(YearNotice.objects.order_by().values_list("year", flat=True))
    until = Calendar(years=years).reach(today)
    missing = until.year + 1 if until else today.year
    last = Deadline.objects.open().order_by("-due_on").values_list("due_on", flat=True).first()
    return Reach(
        until=until,
        missing=missing,
        asked=missing <= today.year or (missing == today.year + 1 and today.month >= ASKED_FROM),
        provisional=Deadline.objects.open().filter(provisional=True).count(),
        latest=last,
    )


@dataclass
class Festival:
    """A line of a year's page: days off under one name, and the weekends that work for them."""

    name: str
    source: str
    off: list[dt.date] = field(default_factory=list)
    work: list[dt.date] = field(default_factory=list)

    def first(self) -> dt.date:
        return (self.off or self.work)[0]


def festivals(year: int) -> list[Festival]:
    """What does not go by its weekday in a year, by name and source, in order. Two queries."""
    found: dict[tuple[str, str], Festival] = {}
    for model, days in ((DayOff, "off"), (MakeUpDay, "work")):
        for row in model.objects.in_year(year):
            one = found.setdefault((row.name, row.source), Festival(row.name, row.source))
            getattr(one, days).append(row.date)
    return sorted(found.values(), key=Festival.first)


@dataclass(frozen=True)
class Compared:
    """A day of a pasted notice beside what the calendar holds: 新增, 不变, 改名, 改为上班, 改为放假, 去掉."""

    date: dt.date
    name: str
    works: bool
    change: str


def compare(found: Announcement) -> list[Compared]:
    """Each day of the notice, and each that an earlier entry of the same notice had and this has not. Two queries."""
    new = {day: (name, False) for day, name in found.off.items()} | {
        day: (name, True) for day, name in found.work.items()
    }
    old = {}
    ours = set()
    for model, works in ((DayOff, False), (MakeUpDay, True)):
        for date, name, year in model.objects.order_by().values_list("date", "name", "notice__year"):
            if date in new or year == found.year:
                old[date] = (name, works)
            if year == found.year:
                ours.add(date)
    rows = [Compared(date, name, works, _change(old.get(date), name, works)) for date, (name, works) in new.items()]
    rows += [Compared(date, *old[date], "去掉") for date in ours - new.keys()]
    return sorted(rows, key=lambda row: row.date)


def _change(old: tuple[str, bool] | None, name: str, works: bool) -> str:
    if old is None:
        return "新增"
    if old[1] != works:
        return "改为上班" if works else "改为放假"
    return "不变" if old[0] == name else "改名"


def assumed_days(calendar: Calendar, year: int) -> list[tuple[dt.date, str]]:
    """The statutory days that a year without notice goes by; none when its notice is in. No query."""
    return [] if year in calendar.years else sorted(statutory_days(year).items())


def working_days_in(calendar: Calendar, year: int) -> int:
    """How many days of a year work. No query."""
    return calendar.working_days_between(dt.date(year - 1, 12, 31), dt.date(year, 12, 31))
