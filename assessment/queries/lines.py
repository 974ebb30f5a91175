"""The points of one member, line by line and fact by fact."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from assessment.facts import Fact, facts
from assessment.models import Item, Rulebook
from assessment.queries.months import standing_of
from assessment.queries.rulebooks import in_force, last_day, scored
from assessment.queries.sittings import Sitting, sittings
from assessment.scoring import Award, Line, Standing, attainable, lines, month_points, total


@dataclass(frozen=True)
class Entry:
    """A fact in an item, and what it earned there."""

    fact: Fact
    item: Item
    award: Award


@dataclass(frozen=True)
class ItemAccount:
    """An item in the year so far: its lines, each with the facts behind it in order."""

    item: Item
    lines: list[tuple[Line, list[Entry]]]
    count: int
    month_points: Decimal
    year_points: Decimal
    attainable: Decimal


@dataclass(frozen=True)
class MemberMonth:
    sitting: Sitting
    rulebook: Rulebook | None
    accounts: list[ItemAccount]
    month_points: Decimal
    standing: Standing | None


def member_month(member: int, month: dt.date) -> MemberMonth | None:
    """Every line and fact behind one member's points; None for who held no seat in the month. Seven queries."""
    seated = sittings(month, member=member)
    if not seated:
        return None
    sitting, book = seated[0], in_force(month)
    if book is None:
        return MemberMonth(sitting, None, [], Decimal(0), None)
    found = facts(month.replace(month=1), last_day(month), members=[member], unchecked=book.counts_unchecked)
    year, items = list(found), scored(book)
    made = lines(items, year, month)
    return MemberMonth(
        sitting=sitting,
        rulebook=book,
        accounts=[_account(item, made, year, month, sitting.first) for item in items],
        month_points=month_points(made, month),
        standing=standing_of(book, items, made, sitting, year, month),
    )


def _account(item: Item, made: list[Line], year: list[Fact], month: dt.date, first: int) -> ItemAccount:
    its_own = [line for line in made if line.item == item]
    return ItemAccount(
        item=item,
        lines=[(line, entries_of([line], year)) for line in its_own],
        count=sum(line.count for line in its_own),
        month_points=month_points(its_own, month),
        year_points=total(its_own),
        attainable=attainable([item], month.month, first=first),
    )


def entries_of(made: list[Line], among: list[Fact]) -> list[Entry]:
    """The awards of ``made`` with their facts, for those facts that are ``among`` these."""
    by_key = {(fact.measure, fact.key): fact for fact in among}
    return [
        Entry(by_key[line.item.measure, award.key], line.item, award)
        for line in made
        for award in line.awards
        if (line.item.measure, award.key) in by_key
    ]
