"""What a visit is written from, why one is refused, and how its parts are stored."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from members.models import Member, Seat
from studios.models import Matter, Purpose, Studio, VisitLog


class VisitRefused(Exception):
    """The visit cannot be written so; the message is Chinese and says how to mend it."""


class MonthClosed(VisitRefused):
    """The month of the visit, or the one it should move to, is closed."""


class WrongDay(VisitRefused):
    """No visit of this member can have been on that day."""


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


@dataclass(frozen=True)
class VisitEntry:
    """A visit as written. Only the day, the way and the heads are needed; nothing raised is complete too."""

    occurred_on: dt.date
    way: str
    headcount: int = 1
    people: str = ""
    place: str = ""
    summary: str = ""
    studio: Studio | None = None
    purposes: tuple[Purpose, ...] = ()
    matters: tuple[MatterEntry, ...] = ()

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
        }


def stands(visit: VisitLog, entry: VisitEntry) -> bool:
    """Whether exactly this is stored already. Three queries at most."""
    matters = tuple(MatterEntry(m.text, m.answer, m.outcome, m.told) for m in visit.matters.all())
    return (
        all(getattr(visit, name) == value for name, value in entry.fields().items())
        and set(visit.purposes.all()) == set(entry.purposes)
        and matters == entry.matters
    )


def write_parts(visit: VisitLog, entry: VisitEntry) -> None:
    """Store purposes and matters. A matter keeps its key by its place in the visit, so that what points to it stays."""
    visit.purposes.set(entry.purposes)
    Matter.objects.bulk_create(
        [
            Matter(visit=visit, position=n, text=m.text, answer=m.answer, outcome=m.outcome, told=m.told)
            for n, m in enumerate(entry.matters, start=1)
        ],
        update_conflicts=True,
        unique_fields=["visit", "position"],
        update_fields=["text", "answer", "outcome", "told"],
    )
    Matter.objects.filter(visit=visit, position__gt=len(entry.matters)).delete()


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
