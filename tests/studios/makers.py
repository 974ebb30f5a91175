"""Visits for the tests, on the day of the cast."""

import datetime as dt
import io
from typing import Any

from PIL import Image

from accounts.models import User
from common.uploads import PICTURES, CleanFile, clean_file
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


def picture(colour: str = "white", *, size: int = 40) -> CleanFile:
    return clean_file(picture_bytes(colour, size=size), f"{colour}.jpg", PICTURES)


def picture_bytes(colour: str = "white", *, size: int = 40) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(content, "JPEG")
    return content.getvalue()
