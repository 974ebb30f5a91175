import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Concat, LPad

DIGITS = 19  # of the largest key


@dataclass(frozen=True)
class Fact:
    """Something a member, or a collective, did that an assessment may count.

    ``occurred_on`` decides the month, ``known_at`` is when the office learned of it. ``quantity`` is whole, in the
    smallest unit of its measure. ``key`` names the source row; with ``measure`` it is unique. ``text`` says what
    happened without naming a constituent.

    Visits fill neither ``collective``, ``role`` nor ``level`` yet, and are never shared: ``position`` and ``sharers``
    stay 1.
    """

    key: str
    member_id: int | None
    collective: str
    occurred_on: dt.date
    known_at: dt.datetime
    measure: str
    class_: str
    role: str
    level: str
    status: str
    quantity: int
    position: int
    sharers: int
    link: str
    text: str


@dataclass(frozen=True)
class Total:
    """All facts of one member, one measure and one month, taken together; dated on the month's first day."""

    member_id: int
    measure: str
    occurred_on: dt.date
    quantity: int
    key: str = ""


Leg = QuerySet[Any, Any]


@dataclass(frozen=True)
class Where:
    """Which facts are asked for: dated from ``first`` to ``last``, both included, of ``members`` or of everybody.

    Each leg filters by its own columns, so that the database can use its index. ``unchecked``: what waits to be checked
    counts too, as some rulebooks say.
    """

    first: dt.date
    last: dt.date
    members: Collection[int] | None = None
    unchecked: bool = False

    def q(self, row: str = "") -> Q:
        """The filter on the row that bears day and member, reached by ``row``."""
        dated = Q(**{f"{row}occurred_on__range": (self.first, self.last)})
        return dated if self.members is None else dated & Q(**{f"{row}member__in": self.members})


COLUMNS: dict[str, Any] = {
    "key": TextField(),
    "member_id": BigIntegerField(),
    "collective": TextField(),
    "occurred_on": DateField(),
    "known_at": DateTimeField(),
    "measure": CharField(max_length=20),
    "class_": TextField(),
    "role": TextField(),
    "level": TextField(),
    "status": TextField(),
    "quantity": IntegerField(),
    "position": IntegerField(),
    "sharers": IntegerField(),
    "link": TextField(),
    "text": TextField(),
}
_CONSTANT = {"collective": "", "role": "", "level": "", "quantity": 1, "position": 1, "sharers": 1}


def as_facts(rows: Leg, **columns: Any) -> Leg:
    """``rows`` as a leg of the union: every column in its place and cast, so that any leg may come first.

    A column not given keeps its constant. Columns are prefixed ``fact_``: the models have fields of the same names.
    """
    given = {**{name: Value(value) for name, value in _CONSTANT.items()}, **columns}
    cast = {f"fact_{name}": Cast(given[name], field) for name, field in COLUMNS.items()}
    leg: Leg = rows.order_by().annotate(**cast).values_list(*cast)
    return leg


def joined(*parts: Any) -> Concat:
    """Expressions and plain texts (``Value``) one after the other, each cast: PostgreSQL joins only equal types."""
    return Concat(*(Cast(part, TextField()) for part in parts), output_field=TextField())


def source_key(noun: str, pk: Any) -> Concat:
    """The source row as a key that sorts as its numbers do: of one day's facts the earlier row comes first."""
    return joined(Value(f"{noun}/"), LPad(Cast(pk, TextField()), DIGITS, Value("0")))
