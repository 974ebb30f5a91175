"""Reads for the placing page: who is in no studio, and which studio would suit them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch

from accounts.models import User
from members.models import Member, Seat, Term
from members.models.people import SeatQuerySet
from studios.fitting import Fit, Person, Room, best, reasons
from studios.models import Residency, Studio
from studios.models.studios import StudioQuerySet


@dataclass(frozen=True)
class Candidate:
    """A member of the list: their seat, the studios they are in, and what suits them.

    ``reasons`` are those for the studio that was chosen; ``fits`` the best of all when none was.
    """

    seat: Seat
    studios: tuple[str, ...]
    reasons: tuple[str, ...]
    fits: tuple[Fit, ...]


def seats_to_place(user: User, filters: dict[str, Any]) -> SeatQuerySet:
    """Open seats of the newest term, by the filters of the page, by strokes; those in no studio unless all are asked.

    ``filters``: q, area, sector, who ("" in no studio, "all": whoever is not in ``studio`` yet), studio. Two queries
    when read.
    """
    seats = Seat.objects.of_members_visible_to(user).open().filter(term=Term.objects.current())
    if filters.get("who") != "all":
        seats = seats.filter(~Exists(Residency.objects.in_standing().filter(member=OuterRef("member"))))
    elif studio := filters.get("studio"):
        seats = seats.filter(~Exists(Residency.objects.in_studios([studio]).filter(member=OuterRef("member"))))
    for field in ("sector", "area"):
        if filters.get(field):
            seats = seats.filter(**{field: filters[field]})
    if text := str(filters.get("q") or "").strip():
        by_skill = Member.objects.filter(specialty__contains=text)
        seats = seats.filter(member__in=Member.objects.all().matching(text) | by_skill)
    return seats.select_related("member", "sector", "area").by_strokes()


def candidates(seats: SeatQuerySet, studios: list[Studio], chosen: Studio | None) -> list[Candidate]:
    """Those of the list, the best for the chosen studio first. One query for the seats, one for their studios."""
    rooms = {studio.pk: as_room(studio) for studio in studios}
    inside: dict[int, list[str]] = {}
    for one in Residency.objects.in_standing().filter(member__isnull=False).select_related("studio"):
        inside.setdefault(one.member_id or 0, []).append(one.studio.name)
    found = []
    for seat in seats:
        person = as_person(seat)
        why = reasons(person, rooms[chosen.pk]) if chosen else ()
        fits = () if chosen else tuple(best(person, rooms.values()))
        found.append(Candidate(seat, tuple(inside.get(seat.member_id, [])), why, fits))
    return sorted(found, key=lambda one: -len(one.reasons)) if chosen else found


def rooms_to_fill() -> StudioQuerySet:
    """Standing studios with sectors and people. Three queries when read."""
    people = Residency.objects.open().select_related("member", "user").by_part()
    return (
        Studio.objects.standing()
        .select_related("area")
        .prefetch_related("sectors", Prefetch("residencies", queryset=people, to_attr="people"))
        .order_by("number")
    )


def as_person(seat: Seat) -> Person:
    """``seat`` with its member, sector and area. No query."""
    return Person(
        area=seat.area_id,
        area_name=seat.area.name if seat.area else "",
        sector=seat.sector_id,
        sector_name=seat.sector.name,
        specialty=seat.member.specialty,
    )


def as_room(studio: Studio) -> Room:
    """``studio`` with its sectors read. No query."""
    sectors = list(studio.sectors.all())
    words = " ".join([studio.name, studio.brand, studio.kind, studio.host, *(sector.name for sector in sectors)])
    return Room(
        pk=studio.pk,
        number=studio.number,
        name=studio.name,
        area=studio.area_id,
        sectors=frozenset(sector.pk for sector in sectors),
        words=words,
    )
