"""The points of one member, line by line and fact by fact."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from assessment.facts import Fact, Total, facts
from assessment.models import Item, Rulebook
from assessment.queries.months import standing_of
from assessment.queries.rulebooks import in_force, last_day, scored
from assessment.queries.sittings import Sitting, sittings
from assessment.scoring import Award, Line, Standing, attainable, lines, total


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
    year = list(facts(month.replace(month=1), last_day(month), members=[member]))
    accounts = [_account(item, year, month, sitting.first) for item in scored(book)]
    done = [Total(member, fact.measure, fact.occurred_on, fact.quantity, fact.key) for fact in year]
    return MemberMonth(
        sitting=sitting,
        rulebook=book,
        accounts=accounts,
        month_points=sum((one.month_points for one in accounts), Decimal(0)),
        standing=standing_of(book, scored(book), sitting, done, month),
    )


def _account(item: Item, year: list[Fact], month: dt.date, first: int) -> ItemAccount:
    made = lines([item], year, month)
    before = lines([item], year, month.replace(month=month.month - 1)) if month.month > 1 else []
    return ItemAccount(
        item=item,
        lines=[(line, entries_of([line], year)) for line in made],
        count=sum(line.count for line in made),
        month_points=total(made) - total(before),
        year_points=total(made),
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
