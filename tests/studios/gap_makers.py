"""Months with something empty in them, for the tests of gaps. Today is the cast's 20 March 2026, a Friday."""

import datetime as dt
from typing import Any

from accounts.models import User
from members.models import Member
from studios.models import DutyShift, ShiftTurn, Studio, VisitEvent, VisitLog
from studios.queries import month_now
from studios.queries.gap_counts import count_gaps
from studios.queries.gap_lists import as_found, gap_rows
from studios.queries.gaps import Scope, When
from tests.cast import NOW, Cast

TODAY = NOW.date()
MARCH = dt.date(2026, 3, 1)
NINE, ELEVEN = dt.time(9), dt.time(11)


def day(number: int, month: int = 3) -> dt.date:
    return dt.date(2026, month, number)


def at(month: dt.date = MARCH, today: dt.date = TODAY) -> When:
    return month_now(month, today)


def everywhere() -> Scope:
    return Scope(Studio.objects.standing(), whole=True)


def count(gap: str, when: When | None = None) -> dict[str, int]:
    """Studio → how many, by name; "" for none."""
    names = {studio.pk: studio.name for studio in Studio.objects.all()}
    found = count_gaps(everywhere(), when or at())[gap]
    return {names.get(pk, ""): number for pk, number in found.items() if number}


def listed(gap: str, when: When | None = None) -> list[str]:
    """What the list behind a number shows."""
    return [one.what for one in as_found(gap_rows(gap, everywhere(), when or at()))]


def shift(studio: Studio, on: dt.date, state: str = "published", **fields: Any) -> DutyShift:
    return DutyShift.objects.create(
        **{"studio": studio, "day": on, "starts": NINE, "ends": ELEVEN, "state": state} | fields
    )


def turn(of: DutyShift, member: Member, state: str = "expected") -> ShiftTurn:
    times = {"arrived": {"arrived_at": NINE}, "left": {"arrived_at": NINE, "left_at": ELEVEN}}.get(state, {})
    return ShiftTurn.objects.create(shift=of, member=member, state=state, **times)


def entry(cast: Cast, user: User, on: dt.date, **fields: Any) -> VisitLog:
    """An entry as it lies in the table, sent in on its day at ten, with the event of it."""
    sent = dt.datetime.combine(on, NOW.timetz())
    values = {"member": cast.person(user), "occurred_on": on, "way": "visit", "state": "filed", "recorded_at": sent}
    values |= {"checked_at": sent} if fields.get("state") == "checked" else {}
    values |= {"returned_why": "补地点"} if fields.get("state") == "returned" else {}
    made = VisitLog.objects.create(**(values | fields))
    VisitEvent.objects.create(
        visit=made, at=made.recorded_at, by=user, via="page", action="file", from_state="draft", to_state="filed"
    )
    return made
