"""Who held a seat in a month, and since when in its year."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from common.dates import next_month
from members.models import Seat


@dataclass(frozen=True)
class Sitting:
    """The seat by which a member is listed in a month: the one open at its end, else the last.

    ``first`` is the month of the year, 1 to 12, from which points could be had.
    """

    seat: Seat
    first: int


def sittings(month: dt.date, *, member: int | None = None) -> list[Sitting]:
    """Everybody who held a seat on any day of the month, 按姓氏笔画为序. One query.

    A seat of unknown first day began with its term; if that is unknown too, long ago.
    """
    year, end = month.replace(month=1), next_month(month)
    held = Seat.objects.select_related("member", "sector", "area", "term").filter(
        Q(started_on__isnull=True) | Q(started_on__lt=end), Q(ended_on__isnull=True) | Q(ended_on__gt=year)
    )
    if member is not None:
        held = held.filter(member=member)
    by_member: dict[int, list[Seat]] = {}
    for seat in held.by_strokes():
        if _began(seat) < min(end, _over(seat)) and _over(seat) > year:
            by_member.setdefault(seat.member_id, []).append(seat)
    return [_sitting(seats, year, end) for seats in by_member.values() if any(_over(seat) > month for seat in seats)]


def _sitting(seats: list[Seat], year: dt.date, end: dt.date) -> Sitting:
    last = max(seats, key=lambda seat: (min(_over(seat), end), *_age(seat)))
    began = min(_began(seat) for seat in seats)
    return Sitting(last, began.month if began > year else 1)


def _age(seat: Seat) -> tuple[int, dt.date, int]:
    return seat.term.number, _began(seat), seat.pk


def _began(seat: Seat) -> dt.date:
    return seat.started_on or seat.term.starts_on or dt.date.min


def _over(seat: Seat) -> dt.date:
    """The first day on which the seat was not held any more."""
    if seat.ended_on:
        return seat.ended_on
    return seat.term.ends_on + dt.timedelta(days=1) if seat.term.ends_on else dt.date.max
