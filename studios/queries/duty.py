"""Reads of duty: who may be put on, what a month's roster holds, what the calendar has changed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from deadlines.calendar import Calendar
from members.models import Member, Seat, Term
from studios import rules
from studios.models import (
    DutyFeed,
    DutyPattern,
    DutySetting,
    DutyShift,
    Residency,
    ShiftEvent,
    ShiftTurn,
    Studio,
    Swap,
    VisitLog,
)
from studios.models.duty import ShiftQuerySet
from studios.models.patterns import PatternQuerySet
from studios.rhythm import Planned, planned
from studios.rotation import Candidate
from studios.states import shifts as states

RUNS = [Residency.Part.CONVENER, Residency.Part.LIAISON]


def duty_setting() -> DutySetting:
    """The settings row, or its defaults before the seed. One query."""
    return DutySetting.objects.filter(pk=1).first() or DutySetting()


def runs_studio(user: User, studio: Studio) -> bool:
    """Whether the user runs it, or arranges duty for the office. One query at most."""
    return rules.can_edit_duty(user) or Studio.objects.run_by(user).filter(pk=studio.pk).exists()


def in_studio(user: User) -> bool:
    """Whether the user is in any standing studio. One query."""
    return Studio.objects.with_resident(user).standing().exists()


def members_on_duty(studio: Studio) -> QuerySet[Member]:
    """The members in the studio who hold a seat, each once, by strokes. Two queries when read."""
    here = Residency.objects.open().filter(studio=studio, member=OuterRef("pk"))
    found = Member.objects.in_term(Term.objects.current()).filter(Exists(here))
    return found.select_related("user").by_strokes()


def runners_of(studios: Iterable[Studio]) -> dict[int, list[Residency]]:
    """Studio → its liaison officers, then its conveners. One query."""
    held = Residency.objects.in_studios(studios).filter(part__in=RUNS)
    found: dict[int, list[Residency]] = {}
    for one in held.select_related("member__user", "user").order_by("-part", "pk"):
        found.setdefault(one.studio_id, []).append(one)
    return found


def with_people(shifts: ShiftQuerySet) -> ShiftQuerySet:
    """With the studio, and all turns in order as ``turns.all()``. One query more."""
    turns = ShiftTurn.objects.select_related("member__user", "user").by_strokes()
    return shifts.select_related("studio").prefetch_related(Prefetch("turns", queryset=turns))


def with_sectors(shifts: ShiftQuerySet) -> ShiftQuerySet:
    return with_people(shifts).prefetch_related("sectors")


def standing_turns(shift: DutyShift) -> list[ShiftTurn]:
    """Of a shift loaded ``with_people``: those that hold, without a query."""
    return [turn for turn in shift.turns.all() if turn.state not in states.GONE]


def patterns_of(studios: Iterable[Studio], today: dt.date) -> PatternQuerySet:
    return DutyPattern.objects.in_studios(studios).standing(today).select_related("studio").order_by("studio", "since")


# Rotation


def candidates(studio: Studio, today: dt.date) -> list[Candidate]:
    """Who takes turns in the studio, by strokes, with their turns of the last year and those planned. Four queries."""
    members = list(members_on_duty(studio))
    since: dict[int, dt.date | None] = {}
    for member, start in Residency.objects.open().filter(studio=studio).values_list("member", "since"):
        earlier = since.get(member, start)
        since[member] = min(earlier, start) if earlier and start else None
    found = {member.pk: Candidate(member.pk, since.get(member.pk)) for member in members}
    turns = ShiftTurn.objects.standing().exclude(shift__state=states.CANCELLED)
    turns = turns.filter(shift__studio=studio, shift__day__gt=today - dt.timedelta(days=365), member__in=found)
    for key, day in turns.values_list("member", "shift__day"):
        found[key].days.append(day)
    return list(found.values())


@dataclass(frozen=True)
class Share:
    """How many turns somebody has had in the last year, and has before them."""

    member: Member
    since: dt.date | None
    turns: int
    coming: int
    last: dt.date | None


def shares(studio: Studio, today: dt.date) -> list[Share]:
    """The counts by which the rotation goes, in its own order of people. Six queries."""
    members = {member.pk: member for member in members_on_duty(studio)}
    return [
        Share(
            members[one.key],
            one.since,
            sum(day <= today for day in one.days),
            sum(day > today for day in one.days),
            max((day for day in one.days if day <= today), default=None),
        )
        for one in candidates(studio, today)
        if one.key in members
    ]


def busy_elsewhere(studio: Studio, since: dt.date) -> dict[dt.date, set[int]]:
    """Day → members of the studio with a turn in another one. One query."""
    here = Residency.objects.open().filter(studio=studio, member=OuterRef("member"))
    turns = ShiftTurn.objects.standing().filter(Exists(here), shift__day__gte=since)
    turns = turns.exclude(shift__state=states.CANCELLED).exclude(shift__studio=studio)
    found: dict[dt.date, set[int]] = {}
    for day, member in turns.values_list("shift__day", "member"):
        found.setdefault(day, set()).add(member)
    return found


def colleagues_for(turn: ShiftTurn) -> QuerySet[Member]:
    """The members of the studio who have no place in the shift yet, by strokes. Two queries when read."""
    there = ShiftTurn.objects.standing().filter(shift=turn.shift_id, member=OuterRef("pk"))
    return members_on_duty(turn.shift.studio).exclude(Exists(there))


# The calendar


def expected(shift: DutyShift, calendar: Calendar) -> Planned:
    """Where the shift's pattern and the calendar put it now. ``shift.pattern`` must be loaded and not null."""
    pattern, named = shift.pattern, shift.planned_on
    if pattern is None or named is None:
        raise ValueError("a shift without pattern is expected nowhere")
    if pattern.dropped or (pattern.until and named > pattern.until):
        return Planned(named, None, "值班安排已经停用或改过")
    return planned(pattern, named, named, calendar)[0]


@dataclass(frozen=True)
class Unsettled:
    """A shift that stands where the calendar, as it now is, would not put it."""

    shift: DutyShift
    now: Planned


def unsettled(studios: Iterable[Studio], today: dt.date, calendar: Calendar) -> list[Unsettled]:
    """Shifts to come that people know of, or that were changed by hand, and whose day has to be decided. One query."""
    shifts = DutyShift.objects.in_studios(studios).coming(today).filter(pattern__isnull=False)
    known = Q(state=states.PUBLISHED) | Q(state=states.PLANNED, edited=True)
    found = shifts.filter(known).select_related("pattern", "studio").in_order()
    return [
        Unsettled(shift, now)
        for shift in found
        if (now := expected(shift, calendar)).day != shift.expected_on and now.day != shift.day
    ]


def months_with_shifts(shifts: ShiftQuerySet, *, and_also: dt.date) -> list[dt.date]:
    """First days of the months with a shift, and one more, newest first. One query."""
    return sorted({*shifts.order_by().dates("day", "month"), and_also}, reverse=True)


def roster(shifts: ShiftQuerySet, filters: dict[str, Any], today: dt.date) -> ShiftQuerySet:
    """Shifts by the filters of a roster, in order. One query when read.

    ``filters``: month, studio, state ("" all, a state, "gap": past ones without outcome).
    """
    if month := filters.get("month"):
        shifts = shifts.in_month(month)
    if studio := filters.get("studio"):
        shifts = shifts.filter(studio=studio)
    state = filters.get("state")
    shifts = shifts.without_outcome(today) if state == "gap" else shifts.filter(state=state) if state else shifts
    return shifts.in_order()


@dataclass(frozen=True)
class ShiftCounts:
    """Shifts of a roster by what became of them; ``gaps`` are past ones without outcome."""

    shifts: int
    planned: int
    held: int
    cancelled: int
    gaps: int


def counts_of_shifts(shifts: ShiftQuerySet, today: dt.date) -> ShiftCounts:
    """One query."""
    gap = Q(state=states.PUBLISHED, day__lt=today)
    counted = {name: Count("pk", filter=Q(state=name)) for name in (states.PLANNED, states.HELD, states.CANCELLED)}
    return ShiftCounts(**shifts.order_by().aggregate(shifts=Count("pk"), gaps=Count("pk", filter=gap), **counted))


# One's own


def own_shifts(user: User) -> ShiftQuerySet:
    """The shifts in which the user has a place. Three queries when read."""
    return with_people(DutyShift.objects.of_user(user))


def next_turn_of(member: Member, today: dt.date) -> ShiftTurn | None:
    """The member's next turn in a published shift, with it and its studio, or None. One query."""
    return _to_come(today).filter(member=member).first()


def next_turns(today: dt.date) -> dict[int, ShiftTurn]:
    """Member → their next turn, as ``next_turn_of``, of everybody who has one. One query."""
    found: dict[int, ShiftTurn] = {}
    for turn in _to_come(today).filter(member__isnull=False):
        found.setdefault(turn.member_id or 0, turn)
    return found


def _to_come(today: dt.date) -> "QuerySet[ShiftTurn]":
    """Turns in published shifts, with them and their studios, the soonest first."""
    turns = ShiftTurn.objects.standing().filter(shift__state=states.PUBLISHED, shift__day__gte=today)
    return turns.select_related("shift__studio").order_by("shift__day", "shift__starts")


def feed_of(user: User) -> DutyFeed | None:
    return DutyFeed.objects.of_user(user).first()


def is_removed(pk: int) -> bool:
    """No shift has this key: only unpublished ones go, when a pattern changes; all others stay for good. One query."""
    return not DutyShift.objects.filter(pk=pk).exists()


def story_of_shift(shift: DutyShift) -> list[ShiftEvent]:
    """What happened to a shift, oldest first. One query."""
    return list(shift.events.select_related("by"))


def swaps_of_shift(shift: DutyShift) -> list[Swap]:
    """The running swaps of a shift. One query."""
    return list(Swap.objects.running().filter(turn__shift=shift).with_people())


def entries_of(shift: DutyShift) -> list[VisitLog]:
    """What stands in the log from a shift. Three queries."""
    return list(VisitLog.objects.filed().filter(shift=shift).with_details().newest_first())


def has_outcome(shift: DutyShift) -> bool:
    """An entry that stands, or what was done instead. One query at most."""
    return shift.no_visitors or VisitLog.objects.filed().filter(shift=shift).exists()


def seats_of(members: Iterable[Member]) -> dict[int, Seat]:
    """Member → the open seat of the term, with its sector, for a printed roster. Two queries."""
    seats = Seat.objects.open().filter(member__in=list(members), term=Term.objects.current())
    return {seat.member_id: seat for seat in seats.select_related("sector")}
