"""Visits for the tests, on the day of the cast."""

import datetime as dt
from typing import Any

from accounts.models import User
from studios.models import VisitLog
from studios.services import MatterEntry, VisitEntry, file, save_draft
from tests.cast import NOW, Cast

TODAY = NOW.date()
MARCH = dt.date(2026, 3, 1)
LAST_MONTH = dt.date(2026, 2, 26)


def entry(day: dt.date = TODAY, way: str = "visit", **fields: Any) -> VisitEntry:
    return VisitEntry(occurred_on=day, way=way, **fields)


def matter(text: str = "路灯不亮", **fields: Any) -> MatterEntry:
    return MatterEntry(text, **fields)


def filed(cast: Cast, user: User, day: dt.date = TODAY, **fields: Any) -> VisitLog:
    return file(member=cast.person(user), entry=entry(day, **fields), by=user, now=NOW)


def draft(cast: Cast, user: User, day: dt.date = TODAY, **fields: Any) -> VisitLog:
    return save_draft(member=cast.person(user), entry=entry(day, **fields), by=user, now=NOW)
