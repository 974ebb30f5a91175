"""The month's table: what every member did, and where they stand."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from assessment.facts import Total, totals
from assessment.models import Item, Rulebook
from assessment.queries.rulebooks import in_force, last_day, scored
from assessment.queries.sittings import Sitting, sittings
from assessment.scoring import Counted, Line, Standing, attainable, lines, month_points, standing
from deadlines.models import Period
from members.models import Member, Seat
from studios.models import VisitLog

COUNTED = ("visits", "people", "receptions", "matters", "settled")


@dataclass(frozen=True)
class Filters:
    """Which members of a month to list, and in which order: ``sector`` (then strokes) or ``strokes``.

    There is none by points: the office keeps no ranking (国办函〔2026〕12号).
    """

    sector: int | None = None
    area: int | None = None
    grade: str = ""
    idle: bool = False
    q: str = ""
    order: str = "sector"


@dataclass(frozen=True)
class MonthRow:
    """A member in a month. ``counts`` are the month's by measure; ``year`` the year's facts up to its end, by month."""

    sitting: Sitting
    counts: dict[str, int]
    month_points: Decimal
    standing: Standing
    year: tuple[Total, ...]

    @property
    def seat(self) -> Seat:
        return self.sitting.seat


@dataclass(frozen=True)
class MonthTable:
    """A month under the rulebook in force at its end. ``totals`` add up the rows listed.

    ``absent`` are the month's counts of members who held no seat in it, and so have no row whatever the filters.
    ``unchecked`` are the month's visits that nobody has checked yet, and that therefore do not count.
    """

    month: dt.date
    rulebook: Rulebook | None
    period: Period | None
    rows: list[MonthRow]
    totals: dict[str, int]
    absent: dict[str, int]
    members: int
    unchecked: int = 0


def month_table(month: dt.date, filters: Filters | None = None) -> MonthTable:
    """Everybody who held a seat in ``month``. Nine queries, one more to search by name; none for each member.

    Without a rulebook in force no row is made.
    """
    filters = filters or Filters()
    book, period = in_force(month), period_of(month)
    seated = sittings(month)
    if book is None:
        return MonthTable(month, None, period, [], _sums([]), _sums([]), len(seated))
    year = totals(month.replace(month=1), last_day(month), unchecked=book.counts_unchecked)
    items = scored(book)
    rows = [_row(book, items, one, year.get(one.seat.member_id, []), month) for one in _listed(seated, filters)]
    rows = [row for row in rows if filters.grade in ("", row.standing.grade)]
    rows = [row for row in rows if not (filters.idle and row.counts["visits"])]
    here = {one.seat.member_id for one in seated}
    strangers = [_in_month(theirs, month) for member, theirs in year.items() if member not in here]
    sums, absent = _sums(row.counts for row in rows), _sums(strangers)
    return MonthTable(month, book, period, rows, sums, absent, len(seated), _unchecked(book, month))


def _unchecked(book: Rulebook, month: dt.date) -> int:
    if book.counts_unchecked:
        return 0
    return VisitLog.objects.to_check().in_month(month).filter(member__isnull=False).count()


def _listed(seated: list[Sitting], filters: Filters) -> list[Sitting]:
    """By seat and name; grade and idleness are known only once the rows are made."""
    found = seated
    if filters.sector:
        found = [one for one in found if one.seat.sector_id == filters.sector]
    if filters.area:
        found = [one for one in found if one.seat.area_id == filters.area]
    if filters.q:
        named = set(Member.objects.all().matching(filters.q).values_list("pk", flat=True))
        found = [one for one in found if one.seat.member_id in named]
    if filters.order == "strokes":
        return found
    return sorted(found, key=lambda one: (one.seat.sector.position, one.seat.sector.name))


def _row(book: Rulebook, items: list[Item], sitting: Sitting, year: list[Total], month: dt.date) -> MonthRow:
    made = lines(items, year, month)
    return MonthRow(
        sitting=sitting,
        counts=_in_month(year, month),
        month_points=month_points(made, month),
        standing=standing_of(book, items, made, sitting, year, month),
        year=tuple(year),
    )


def standing_of(
    book: Rulebook, items: list[Item], made: list[Line], sitting: Sitting, year: Iterable[Counted], month: dt.date
) -> Standing:
    """Where a member stands at the end of ``month``. No query on a rulebook read by ``rulebooks()``."""
    counts: dict[str, int] = {}
    for one in year:
        counts[one.measure] = counts.get(one.measure, 0) + one.quantity
    return standing(
        made,
        could_be=attainable(items, month.month, first=sitting.first),
        counts=counts,
        grades=book.grades.all(),
        prerequisites=book.prerequisites.all(),
        month=month.month,
    )


def _in_month(year: Iterable[Total], month: dt.date) -> dict[str, int]:
    counts = dict.fromkeys(COUNTED, 0)
    for one in year:
        if one.occurred_on == month and one.measure in counts:
            counts[one.measure] += one.quantity
    return counts


def _sums(rows: Iterable[dict[str, int]]) -> dict[str, int]:
    sums = dict.fromkeys(COUNTED, 0)
    for counts in rows:
        for measure in COUNTED:
            sums[measure] += counts[measure]
    return sums


def period_of(month: dt.date) -> Period | None:
    """The closing of a month; None while it is open. One query."""
    return Period.objects.filter(month=month).select_related("closed_by").first()


def newest_month(today: dt.date) -> dt.date:
    """The month to open first: this one, or while nobody has filed anything in it, the newest with a visit."""
    newest = VisitLog.objects.filed().filter(occurred_on__lte=today).order_by("-occurred_on").first()
    return (newest.occurred_on if newest else today).replace(day=1)


def open_months_before(month: dt.date) -> list[dt.date]:
    """Earlier months with filed visits that nobody has closed, in order. Two queries."""
    closed = Period.objects.closed_months()
    filled = VisitLog.objects.filed().filter(occurred_on__lt=month).dates("occurred_on", "month")
    return [day for day in filled if day not in closed]
