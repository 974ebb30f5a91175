"""Gaps counted: by studio for the office, in all for first pages."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from accounts.models import User
from studios import rules
from studios.models import GapNotice, Studio
from studios.queries.gaps import (
    Scope,
    When,
    late_referral,
    late_result,
    month_now,
    no_echo,
    no_entry,
    no_outcome,
    no_shift,
    not_come,
    office_scope,
    own_scope,
    silent,
    silent_outside,
    unchecked,
)
from studios.states import gaps
from studios.states.gaps import GAPS, Gap

# Gap → its rows, the way from a row to its studio, and what is counted once.
ROWS: dict[str, tuple[Callable[[Scope, When], QuerySet[Any]], str, str]] = {
    gaps.NO_ENTRY: (no_entry, "pk", "pk"),
    gaps.NO_SHIFT: (no_shift, "pk", "pk"),
    gaps.NOT_COME: (not_come, "shift__studio", "member"),
    gaps.SILENT: (silent, "studio", "member"),
    gaps.NO_OUTCOME: (no_outcome, "studio", "pk"),
    gaps.UNCHECKED: (unchecked, "studio", "pk"),
    gaps.LATE_RESULT: (late_result, "visit__studio", "pk"),
    gaps.NO_ECHO: (no_echo, "visit__studio", "pk"),
    gaps.LATE_REFERRAL: (late_referral, "visit__studio", "pk"),
}
Counted = dict[str, Counter[int | None]]


def count_gaps(scope: Scope, at: When) -> Counted:
    """Gap → studio → how many. An aggregate a gap, and of the whole office one for members of no studio."""
    counted: Counted = {}
    for gap, (rows, studio, what) in ROWS.items():
        sums = rows(scope, at).order_by().values_list(studio).annotate(Count(what, distinct=True))
        counted[gap] = Counter(dict(sums))
    if scope.whole and scope.told is None:
        counted[gaps.SILENT][None] += silent_outside(at).count()
    return counted


@dataclass(frozen=True)
class Number:
    """A gap with how many of it there are."""

    gap: Gap
    count: int


def numbers(counted: Counted, scope: Scope, at: When) -> list[Number]:
    """Each gap in all, in the order of the pages. A query for each that counts people: who is in two studios is one."""
    return [
        Number(gap, _people(gap.code, counted, scope, at) if gap.unit == "人" else counted[gap.code].total())
        for gap in GAPS.values()
    ]


def _people(gap: str, counted: Counted, scope: Scope, at: When) -> int:
    rows, _, what = ROWS[gap]
    placed: int = rows(scope, at).order_by().aggregate(n=Count(what, distinct=True))["n"]
    return placed + counted[gap][None]


def own_numbers(user: User, month: dt.date, today: dt.date) -> list[Number]:
    """What is empty in the studios the user runs, without what is not."""
    return [one for one in _in_all(own_scope(user), month_now(month, today)) if one.count]


def office_numbers(user: User, month: dt.date, today: dt.date) -> list[Number]:
    """Each gap of the whole office, as far as the user may hear of it."""
    return _in_all(office_scope(user, month), month_now(month, today))


def _in_all(scope: Scope, at: When) -> list[Number]:
    return numbers(count_gaps(scope, at), scope, at)


@dataclass(frozen=True)
class Cell:
    """A gap in a studio; ``known`` is false where who looks may not hear of it yet, or where it is not asked for."""

    gap: Gap
    count: int
    known: bool = True


@dataclass(frozen=True)
class Line:
    """A studio's month: a cell for each gap, and how far word has gone. ``studio`` is None for what is in none."""

    studio: Studio | None
    cells: list[Cell]
    told: "Told | None" = None

    @property
    def empty(self) -> bool:
        return any(cell.count for cell in self.cells)


@dataclass(frozen=True)
class Told:
    """Of a studio's month: when the convener, the office, the leaders were first told; ``reached`` conveners."""

    reached: int
    convener: dt.datetime
    office: dt.datetime | None
    leader: dt.datetime | None


@dataclass(frozen=True)
class Board:
    at: When
    lines: list[Line]
    total: list[Number]


def gap_board(user: User, month: dt.date, today: dt.date, filters: dict[str, Any]) -> Board:
    """The month of every studio asked for, by number. As many queries as there are gaps, and eleven."""
    at, scope = month_now(month, today), office_scope(user, month, filters)
    counted = count_gaps(scope, at)
    notices = list(GapNotice.objects.visible_to(user).of_month(month).order_by("convener_at"))
    heard = None if rules.sees_gaps_first(user) else {(one.studio_id, one.gap) for one in notices}
    told = _told(notices)
    studios = list(scope.studios.select_related("area").order_by("number"))
    whole = set(scope.studios.open_by(at.month).values_list("pk", flat=True))
    lines = [_line(one, counted, told.get(one.pk), heard, whole=one.pk in whole) for one in studios]
    if scope.whole and scope.told is None:
        standing = {studio.pk for studio in studios}
        rest: Counted = {
            gap: Counter({None: sum(n for pk, n in found.items() if pk not in standing)})
            for gap, found in counted.items()
        }
        lines.append(_line(None, rest, None, None))
    return Board(at, [one for one in lines if one.empty or filters.get("show") != "empty"], numbers(counted, scope, at))


def _line(
    studio: Studio | None,
    counted: Counted,
    told: Told | None,
    heard: set[tuple[int, str]] | None,
    *,
    whole: bool = True,
) -> Line:
    """``whole``: it was open all the month, so that it is asked whether it is empty."""
    key = studio.pk if studio else None
    cells = []
    for gap in GAPS.values():
        known = heard is None or (key or 0, gap.code) in heard
        cells.append(Cell(gap, counted[gap.code][key], known and (whole or not gap.of_studio)))
    return Line(studio, cells, told)


def told_of(user: User, month: dt.date) -> dict[int, Told]:
    """Studio → how far word of its month has gone, as far as the user may see. One query."""
    return _told(list(GapNotice.objects.visible_to(user).of_month(month).order_by("convener_at")))


def _told(notices: list[GapNotice]) -> dict[int, Told]:
    """By studio, the first of each step."""
    found: dict[int, Told] = {}
    for one in notices:
        now = found.get(one.studio_id)
        found[one.studio_id] = Told(
            max(one.reached, now.reached if now else 0),
            now.convener if now else one.convener_at,
            _first(now.office if now else None, one.office_at),
            _first(now.leader if now else None, one.leader_at),
        )
    return found


def _first(*moments: dt.datetime | None) -> dt.datetime | None:
    return min((moment for moment in moments if moment), default=None)
