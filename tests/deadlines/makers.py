"""Calendars, limits and deadlines of these tests."""

import datetime as dt
from functools import cache
from typing import Any

from chinese_calendar import constants
from django.contrib.auth.models import Group

from accounts import roles
from accounts.models import User
from deadlines.calendar import Calendar
from deadlines.models import Deadline, Limit, Part, Party
from deadlines.services import open_deadline
from tests.cast import NOW, Cast

KIND = "referral"  # 15 working days, extended by 办公室 to 30


def at(day: str, hour: int = 9, minute: int = 0) -> dt.datetime:
    """A moment of Beijing time: ``at("2026-03-20", 18)``."""
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour, minute), tzinfo=NOW.tzinfo)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@cache
def known_calendar() -> Calendar:
    """2004 to 2026 as announced, without a database."""
    return Calendar(
        dict(constants.holidays), dict(constants.workdays), frozenset(day.year for day in constants.holidays)
    )


def limit(count: str = "working", value: int | None = 15, **fields: Any) -> Limit:
    """One that is not saved."""
    return Limit(code="x", name="某限", count=count, value=value, effective_from=day("2000-01-01"), **fields)


def group(role: roles.Role) -> Group:
    return Group.objects.get(name=role.name)


def usual_parties(cast: Cast) -> dict[Part, list[User | Group]]:
    """韩梅 handles it, 王召 heads; the office by its role; 钱主席 above them."""
    return {
        Part.RESPONSIBLE: [cast.member],
        Part.HEAD: [cast.convener],
        Part.OFFICE: [group(roles.GENERAL_OFFICE)],
        Part.LEADER: [cast.leader],
    }


def opened(cast: Cast, number: int = 1, **changes: Any) -> Deadline:
    """A running deadline of ``KIND``, opened on 2 March 2026 and due on the 23rd unless ``changes`` say otherwise."""
    now = changes.pop("now", at("2026-03-02", 10))
    fields: dict[str, Any] = {
        "kind": KIND,
        "subject": f"studios.matter:{number}",
        "label": f"路灯不亮的问题{number}",
        "started_on": now.date(),
        "parties": usual_parties(cast),
        "by": cast.clerk,
    }
    return open_deadline(**(fields | changes), now=now)


def many_due(count: int, people: list[User], now: dt.datetime, *, batch: int = 5_000) -> None:
    """So many deadlines that end on the day of ``now`` with every rung before it missed, spread over ``people``."""
    seen = Limit.objects.get(code=KIND)
    began = now - dt.timedelta(days=60)
    for first in range(0, count, batch):
        made = Deadline.objects.bulk_create(
            Deadline(
                kind=KIND,
                subject=f"many.thing:{number}",
                label=f"第{number}件",
                limit=seen,
                started_on=began.date(),
                named_on=now.date(),
                due_on=now.date(),
                leg_at=began,
                opened_at=began,
                next_at=now - dt.timedelta(days=8),
            )
            for number in range(first, min(first + batch, count))
        )
        Party.objects.bulk_create(
            Party(deadline=one, part="responsible", user=people[place % len(people)]) for place, one in enumerate(made)
        )
