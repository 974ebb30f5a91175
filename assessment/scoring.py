"""Points as a pure function of facts and a rulebook's rows. Nothing here queries; the same input gives the same lines.

All is counted within one calendar year: ``upto`` is the first day of the last month that counts.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from assessment.models import Grade, Item, Prerequisite
from common.dates import next_month

NOTHING = Decimal(0)
CENT = Decimal("0.01")
HUNDRED = Decimal("100.00")
_QUOTA_FULL = {"month": "本月定额已满", "quarter": "本季度定额已满", "year": "全年定额已满"}


class Counted(Protocol):
    """What counting asks of a fact, or of a month's facts taken together."""

    @property
    def key(self) -> str: ...
    @property
    def measure(self) -> str: ...
    @property
    def occurred_on(self) -> dt.date: ...
    @property
    def quantity(self) -> int: ...


@dataclass(frozen=True)
class Award:
    """What one fact earned in one item, with the reason when it earned less than its due."""

    key: str
    occurred_on: dt.date
    quantity: int
    points: Decimal
    reason: str


@dataclass(frozen=True)
class Line:
    """An item in one of its periods: the first to the twelfth month, the first to the fourth quarter, or the year."""

    item: Item
    period: int
    count: int
    points: Decimal
    capped: bool
    reason: str
    awards: tuple[Award, ...]

    @property
    def period_name(self) -> str:
        return {"month": f"{self.period}月", "quarter": f"第{self.period}季度"}.get(self.item.every, "全年")

    @property
    def keys(self) -> tuple[str, ...]:
        """The sources of the facts that earned something."""
        return tuple(award.key for award in self.awards if award.points)


@dataclass(frozen=True)
class Standing:
    """Where a member stands in the year so far. ``percent`` and ``grade`` are empty while nothing could be had."""

    points: Decimal
    attainable: Decimal
    percent: Decimal | None
    grade: str
    unmet: tuple[str, ...]


def lines(items: Iterable[Item], facts: Iterable[Counted], upto: dt.date) -> list[Line]:
    """The lines of every item, each period that has begun in its place.

    Give only items whose measure has a source. The facts may come in any order, and be those of one member only.
    """
    first, end = upto.replace(month=1, day=1), next_month(upto)
    piles: dict[str, list[Counted]] = {}
    for fact in facts:
        if first <= fact.occurred_on < end:
            piles.setdefault(fact.measure, []).append(fact)
    for pile in piles.values():
        pile.sort(key=lambda fact: (fact.occurred_on, fact.key))
    return [line for item in items for line in _lines_of(item, piles.get(item.measure, []), upto.month)]


def _lines_of(item: Item, facts: Sequence[Counted], month: int) -> list[Line]:
    piles: list[list[Counted]] = [[] for _ in range(_period(item, month))]
    for fact in facts:
        piles[_period(item, fact.occurred_on.month) - 1].append(fact)
    made: list[Line] = []
    left = item.cap
    for period, pile in enumerate(piles, start=1):
        made.append(_line(item, period, pile, left))
        left -= made[-1].points
    return made


def _line(item: Item, period: int, facts: Iterable[Counted], left: Decimal) -> Line:
    """One period. ``left`` is what the year's cap still allows."""
    count, awards = 0, []
    for fact in facts:
        before, after = _worth(item, count), _worth(item, count + fact.quantity)
        points = min(after, left) - min(before, left)
        reason = _reason(item, count, fact.quantity, points, over=after > left)
        awards.append(Award(fact.key, fact.occurred_on, fact.quantity, points, reason))
        count += fact.quantity
    due = _worth(item, count)
    capped = due > left
    reason = _over_cap(item) if capped else _short_of(item, count)
    return Line(item, period, count, min(due, left), capped, reason, tuple(awards))


def _worth(item: Item, count: int) -> Decimal:
    """What a count earns in one period, before the year's cap."""
    if item.kind == Item.Kind.PER_UNIT:
        return item.points * count
    return (item.points * min(count, item.required) / item.required).quantize(CENT, ROUND_HALF_UP)


def _reason(item: Item, before: int, quantity: int, points: Decimal, *, over: bool) -> str:
    if item.kind == Item.Kind.QUOTA and before >= item.required:
        return f"{_QUOTA_FULL[item.every]},不再计分"
    if over:
        return f"{_over_cap(item)},只计{plain(points)}分" if points else f"{_over_cap(item)},不再计分"
    if item.kind == Item.Kind.QUOTA and before + quantity > item.required:
        return f"{_QUOTA_FULL[item.every]},只计其中{item.required - before}"
    return ""


def _over_cap(item: Item) -> str:
    return f"超过全年封顶{plain(item.cap)}分"


def _short_of(item: Item, count: int) -> str:
    short = item.kind == Item.Kind.QUOTA and count < item.required
    return f"应完成{item.required},已完成{count}" if short else ""


def _period(item: Item, month: int) -> int:
    if item.every == Item.Every.MONTH:
        return month
    return (month + 2) // 3 if item.every == Item.Every.QUARTER else 1


def total(of: Iterable[Line]) -> Decimal:
    return sum((line.points for line in of), NOTHING)


def month_points(year: Iterable[Line], month: dt.date) -> Decimal:
    """The year's points at the end of ``month`` less those at the end of the month before; in January, less nothing.

    ``year`` are the lines up to ``month``: that difference is what its own facts earned in them, for earlier facts are
    counted first.
    """
    return sum((a.points for line in year for a in line.awards if a.occurred_on.month == month.month), NOTHING)


def attainable(items: Iterable[Item], month: int, *, first: int = 1) -> Decimal:
    """The points that could be had up to ``month``, by who has held a seat since the month ``first`` of the year.

    What is asked each month or quarter is due as it begins; what is asked of the year, by twelfths.
    """
    return sum((_attainable(item, month, first) for item in items), NOTHING)


def _attainable(item: Item, month: int, first: int) -> Decimal:
    if item.kind == Item.Kind.QUOTA and item.every != Item.Every.YEAR:
        return min(item.points * (_period(item, month) - _period(item, first) + 1), item.cap)
    most = min(item.points, item.cap) if item.kind == Item.Kind.QUOTA else item.cap
    return (most * (month - first + 1) / 12).quantize(CENT, ROUND_HALF_UP)


def standing(
    year: Iterable[Line],
    *,
    could_be: Decimal,
    counts: dict[str, int],
    grades: Iterable[Grade],
    prerequisites: Iterable[Prerequisite],
    month: int,
) -> Standing:
    """Points, their share of what could be had, and the grade.

    ``counts`` are the year's quantities by measure, for the prerequisites; those have their ``ceiling`` loaded.
    The share is rounded to two decimals before it meets the thresholds, so that the figure printed is the one used.
    """
    points = total(year)
    if not could_be:
        return Standing(points, could_be, None, "", ())
    percent = min((points * HUNDRED / could_be).quantize(CENT, ROUND_HALF_UP), HUNDRED)
    reached = next((g for g in sorted(grades, key=lambda g: -g.from_percent) if percent >= g.from_percent), None)
    unmet = []
    for one in prerequisites:
        done = counts.get(one.measure, 0)
        if month < one.from_month or done >= one.required:
            continue
        unmet.append(f"{one.name}全年至少{one.required},已完成{done},等次最高为{one.ceiling.name}")
        if reached and one.ceiling.from_percent < reached.from_percent:
            reached = one.ceiling
    return Standing(points, could_be, percent, reached.name if reached else "", tuple(unmet))


def plain(number: Decimal) -> str:
    """16.00 → 16, 7.50 → 7.5"""
    return f"{number.normalize():f}"
