"""The rows behind a number of gaps, as pages list them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from accounts.models import User
from members.models import Member
from studios.models import DutyShift, Matter, Studio, VisitLog
from studios.queries.gap_counts import ROWS
from studios.queries.gaps import Scope, When, outside, own_scope, silent_outside, without_turn
from studios.states import gaps
from studios.states import shifts as duty
from studios.states.gaps import GAPS, Gap


@dataclass(frozen=True)
class Found:
    """One row of a list: whose, what, since when; ``noun`` and ``pk`` name the thing it opens."""

    studio: int | None
    studio_name: str
    what: str
    detail: str
    day: dt.date | None
    noun: str
    pk: int


def gap_rows(gap: str, scope: Scope, at: When, *, in_none: bool = False) -> Any:
    """A QuerySet of a gap in order, for ``as_found``; one query. ``in_none``: what is in no standing studio."""
    rows, studio, _ = ROWS[gap]
    if in_none:
        if not scope.whole or scope.told or (GAPS[gap].of_month and gap != gaps.SILENT):
            return Studio.objects.none()
        return silent_outside(at) if gap == gaps.SILENT else _ordered(gap, outside(rows(scope, at), studio))
    return _ordered(gap, rows(scope, at))


def _ordered(gap: str, rows: Any) -> Any:
    if gap in (gaps.NO_ENTRY, gaps.NO_SHIFT):
        return rows.order_by("number")
    if gap == gaps.NOT_COME:
        absent, expected = (Count("pk", filter=Q(state=state)) for state in (duty.ABSENT, duty.EXPECTED))
        return _people(rows, "shift__studio").annotate(absent=absent, expected=expected)
    if gap == gaps.SILENT:
        return _people(rows, "studio").annotate(parts=Count("pk"))
    if gap == gaps.UNCHECKED:
        return rows.select_related("studio", "member", "user").order_by("occurred_on", "pk")
    if gap in (gaps.LATE_RESULT, gaps.NO_ECHO, gaps.LATE_REFERRAL):
        return rows.select_related("visit__studio", "category").order_by("visit__occurred_on", "pk")
    return rows.select_related("studio").order_by("day", "starts", "studio__number", "pk")


def _people(rows: Any, studio: str) -> Any:
    """Each member of each studio once, by the studio's number, then by strokes."""
    order = ("studio_number", "strokes", "member__birth_month", "member_pk")
    return rows.values(
        "member__birth_month",
        studio_pk=F(studio),
        studio_number=F(f"{studio}__number"),
        studio_name=F(f"{studio}__name"),
        member_pk=F("member"),
        who=F("member__name"),
        strokes=F("member__stroke_key"),
    ).order_by(*order)


def as_found(rows: Iterable[Any]) -> Iterator[Found]:
    """Rows of ``gap_rows`` as pages show them. No query."""
    for row in rows:
        if isinstance(row, Studio):
            yield Found(row.pk, row.name, "", "", None, "studio", row.pk)
        elif isinstance(row, Member):
            yield Found(None, "", row.name, "", None, "member", row.pk)
        elif isinstance(row, DutyShift):
            yield _of(row, f"{row.starts:%H:%M}至{row.ends:%H:%M}", row.theme, row.day, "shift")
        elif isinstance(row, VisitLog):
            detail = " ".join(filter(None, [row.get_way_display(), row.place]))
            yield _of(row, str(row.member or row.user), detail, row.occurred_on, "visit")
        elif isinstance(row, Matter):
            about = row.title or str(row.category or "")
            yield _of(row.visit, row.number, about, row.visit.occurred_on, "matter", row.pk)
        else:
            came = _turns(row.get("absent", 0), row.get("expected", 0))
            yield Found(row["studio_pk"], row["studio_name"], row["who"], came, None, "member", row["member_pk"])


def _of(row: Any, what: str, detail: str, day: dt.date, noun: str, pk: int = 0) -> Found:
    return Found(row.studio_id, row.studio.name if row.studio else "", what, detail, day, noun, pk or row.pk)


def _turns(absent: int, expected: int) -> str:
    told = [f"缺席{absent}次" if absent else "", f"到岗没有登记{expected}次" if expected else ""]
    return "、".join(filter(None, told))


@dataclass(frozen=True)
class Section:
    """One kind of gap in one studio, with its rows."""

    gap: Gap
    found: list[Found]


@dataclass(frozen=True)
class StudioGaps:
    """What is empty in a studio. ``resting`` were not on the month's roster: no gap, told beside."""

    studio: Studio
    sections: list[Section]
    resting: list[Found]


def own_gaps(user: User, at: When) -> list[StudioGaps]:
    """Every gap of the studios the user runs, row by row, studios by number. A query a gap, and two."""
    scope = own_scope(user)
    found: dict[tuple[int | None, str], list[Found]] = defaultdict(list)
    for gap in GAPS:
        for one in as_found(gap_rows(gap, scope, at)):
            found[one.studio, gap].append(one)
    resting = _people(without_turn(scope, at), "studio").annotate(parts=Count("pk"))
    for one in as_found(resting):
        found[one.studio, ""].append(one)
    return [
        StudioGaps(
            studio,
            [Section(gap, rows) for gap in GAPS.values() if (rows := found[studio.pk, gap.code])],
            found[studio.pk, ""],
        )
        for studio in scope.studios.order_by("number")
    ]
