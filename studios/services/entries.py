"""What a visit is written from, why one is refused, and how its parts are stored."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from common.uploads import CleanFile
from members.models import Constituent, Member, Seat, Tie, Village
from members.services import ConstituentEntry
from studios.models import DutyShift, Matter, MatterCategory, Purpose, Studio, VisitLog, VisitPhoto


class VisitRefused(Exception):
    """The visit cannot be written so; the message is Chinese and says how to mend it."""


class MonthClosed(VisitRefused):
    """The month of the visit, or the one it should move to, is closed."""


class WrongDay(VisitRefused):
    """No visit of this member can have been on that day."""


class TooManyPhotos(VisitRefused):
    """More pictures than a visit may have."""


class NumberTaken(VisitRefused):
    """A constituent to be added has a number that is somebody's already. ``place``: which of those added."""

    def __init__(self, message: str, place: int) -> None:
        super().__init__(message)
        self.place = place


class NumberHidden(NumberTaken):
    """The same, where even whose it is must not be told: that somebody asked stands in the trail."""


class Stale(VisitRefused):
    """Somebody changed the visit meanwhile, or it was sent before with another text. ``stored`` is what stands now."""

    def __init__(self, message: str, stored: VisitLog | None) -> None:
        super().__init__(message)
        self.stored = stored


@dataclass(frozen=True)
class MatterEntry:
    text: str
    answer: str = ""
    outcome: str = Matter.Outcome.NOTED
    told: bool = False
    category: MatterCategory | None = None
    village: Village | None = None
    concerned: int | None = None
    asked_before: bool = False
    asked_whom: str = ""
    asked_when: str = ""
    asked_answer: str = ""


@dataclass(frozen=True)
class NewcomerEntry:
    """A constituent met for the first time, and how the author will keep contact."""

    person: ConstituentEntry
    kind: str = Tie.Kind.OTHER


@dataclass(frozen=True)
class PhotoEntry:
    file: CleanFile
    kind: str = VisitPhoto.Kind.PHOTO


@dataclass(frozen=True)
class VisitEntry:
    """A visit as written. Only the day, the way and the heads are needed; nothing raised is complete too.

    ``newcomers`` are constituents met and written down with the visit; ``photos`` are new ones, ``dropped`` the keys of
    those taken away. What is stored already and named in neither stays.
    """

    occurred_on: dt.date
    way: str
    headcount: int = 1
    people: str = ""
    place: str = ""
    summary: str = ""
    studio: Studio | None = None
    shift: DutyShift | None = None
    others: str = ""
    purposes: tuple[Purpose, ...] = ()
    companions: tuple[Member, ...] = ()
    constituents: tuple[Constituent, ...] = ()
    newcomers: tuple[NewcomerEntry, ...] = ()
    matters: tuple[MatterEntry, ...] = ()
    photos: tuple[PhotoEntry, ...] = ()
    dropped: frozenset[int] = frozenset()

    def fields(self) -> dict[str, Any]:
        """The columns of the visit's own row."""
        return {
            "occurred_on": self.occurred_on,
            "way": self.way,
            "headcount": self.headcount,
            "people": self.people,
            "place": self.place,
            "summary": self.summary,
            "studio": self.studio,
            "shift": self.shift,
            "others": self.others,
        }


def refuse_future(day: dt.date, now: dt.datetime) -> None:
    if day > timezone.localdate(now):
        raise WrongDay("日期还没有到,请改成走访当天的日期。")


def snapshot(member: Member | None, day: dt.date, now: dt.datetime) -> dict[str, str]:
    """Sector and post of the member on that day, as text; of staff neither. One query. Raises WrongDay."""
    refuse_future(day, now)
    if member is None:
        return {"sector_name": "", "post_name": ""}
    seat = Seat.objects.on(day).filter(member=member).select_related("sector", "term").order_by("-term__number").first()
    if seat is None:
        raise WrongDay(f"{day.month}月{day.day}日不在您的任职期间,请核对日期。任职日期有误的,请告诉办公室。")
    if seat.term.starts_on and day < seat.term.starts_on:
        raise WrongDay(f"{day.month}月{day.day}日在{seat.term}开始之前,请核对日期。")
    return words_of(seat)


def words_of(seat: Seat) -> dict[str, str]:
    """What a visit keeps of the seat held on its day."""
    return {"sector_name": seat.sector.name, "post_name": seat.get_post_display()}
