"""The one place where the legs are joined."""

import datetime as dt
from collections.abc import Collection, Iterator
from itertools import groupby
from operator import attrgetter

from django.db.models import Sum, TextField
from django.db.models.functions import Cast, Substr

from assessment.facts.columns import COLUMNS, Fact, Leg, Total, Where
from assessment.facts.measures import MEASURES

CHUNK = 2000


def legs(where: Where) -> list[Leg]:
    """One queryset for each measure that has a source."""
    return [measure.leg(where) for measure in MEASURES.values() if measure.leg]


def facts(
    first: dt.date, last: dt.date, *, members: Collection[int] | None = None, unchecked: bool = False
) -> Iterator[Fact]:
    """Facts in order of member, day, measure and source, in chunks from one query; from none for no members."""
    if members is not None and not members:
        return
    head, *rest = legs(Where(first, last, members, unchecked))
    order = ("fact_member_id", "fact_occurred_on", "fact_measure", "fact_key")
    for row in head.union(*rest, all=True).order_by(*order).iterator(chunk_size=CHUNK):
        yield Fact(**dict(zip(COLUMNS, row, strict=True)))


def facts_by_member(
    first: dt.date, last: dt.date, *, members: Collection[int], unchecked: bool = False
) -> dict[int, list[Fact]]:
    """The facts of these members, each in order. One query."""
    by_member = groupby(facts(first, last, members=members, unchecked=unchecked), key=attrgetter("member_id"))
    return {member: list(theirs) for member, theirs in by_member if member is not None}


def totals(first: dt.date, last: dt.date, *, unchecked: bool = False) -> dict[int, list[Total]]:
    """Quantities by member, measure and month: what items need that depend on no order within a month. One query.

    The database adds up, so that a year of a province is read as a few rows for each member.
    """
    by_month = ("fact_member_id", "fact_measure", "fact_month")
    month = Substr(Cast("fact_occurred_on", TextField()), 1, 7)  # 2026-03; Django's TruncMonth is slow on SQLite
    head, *rest = (
        leg.annotate(fact_month=month).values_list(*by_month).annotate(fact_total=Sum("fact_quantity")).order_by()
        for leg in legs(Where(first, last, unchecked=unchecked))
    )
    found: dict[int, list[Total]] = {}
    days: dict[str, dt.date] = {}
    for member_id, measure, text, total in head.union(*rest, all=True).iterator(chunk_size=CHUNK):
        day = days.setdefault(text, dt.date.fromisoformat(f"{text}-01"))
        found.setdefault(member_id, []).append(Total(member_id, measure, day, total))
    return found
