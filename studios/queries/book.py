"""Reads for a studio's own record: its people with their seats, what they are good at, who has left."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import User
from common.text import squeeze
from members.models import Member, Seat, Term
from studios.models import Residency, Studio, StudioEvent
from studios.models.studios import ResidencyQuerySet, StudioQuerySet


@dataclass(frozen=True)
class RoomPerson:
    """Somebody of a studio; ``seat`` is null for staff, and for a member who sits no more (``left``)."""

    residency: Residency
    seat: Seat | None

    @property
    def name(self) -> str:
        return str(self.residency.member or self.residency.user)

    @property
    def left(self) -> bool:
        return self.residency.member is not None and self.seat is None


def records(studios: StudioQuerySet) -> StudioQuerySet:
    """With all that a record shows; one more query, for the sectors."""
    return studios.select_related("area", "parent", "leader", "group").prefetch_related("sectors").order_by("number")


def room_people(studio: Studio) -> list[RoomPerson]:
    """Who is in a studio today, conveners first, each with the seat they hold. Three queries."""
    return people_by_studio([studio])[studio.pk]


def people_by_studio(studios: Iterable[Studio]) -> dict[int, list[RoomPerson]]:
    """The same of several studios, none left out. Three queries."""
    rooms = list(studios)
    held = list(Residency.objects.in_studios(rooms).select_related("member", "user").by_part())
    seats = seats_of(one.member for one in held if one.member)
    people: dict[int, list[RoomPerson]] = {room.pk: [] for room in rooms}
    for one in held:
        people[one.studio_id].append(RoomPerson(one, seats.get(one.member_id or 0)))
    return people


def seats_of(members: Iterable[Member]) -> dict[int, Seat]:
    """Member → the open seat in the newest term. Two queries."""
    open_seats = Seat.objects.open().filter(term=Term.objects.current(), member__in=list(members))
    return {seat.member_id: seat for seat in open_seats.select_related("sector", "area")}


def who_left() -> ResidencyQuerySet:
    """People in a studio who hold no seat any more: the office ends their residency, or enters a new seat."""
    seated = Seat.objects.open().filter(member=OuterRef("member"), term=Term.objects.current())
    return Residency.objects.in_standing().filter(~Exists(seated), member__isnull=False)


def left_by_studio() -> dict[int, int]:
    """Studio → how many in it have left the CPPCC. Two queries."""
    counted = who_left().order_by().values("studio").annotate(n=Count("pk"))
    return {row["studio"]: row["n"] for row in counted}


def former_people(studio: Studio) -> list[Residency]:
    """Who was in a studio, the last to leave first. One query."""
    return list(
        Residency.objects.ended().filter(studio=studio).select_related("member", "user").order_by("-until", "-pk")[:50]
    )


def story_of_studio(studio: Studio) -> list[StudioEvent]:
    """What happened to it, the newest first. One query."""
    return list(studio.events.select_related("by")[:30])


def officers_called(text: str) -> list[User]:
    """Active accounts of people who are no members, by name, user name or phone as typed. One query."""
    typed = squeeze(text)
    if not typed:
        return []
    called = Q(name=text.strip()) | Q(name=typed) | Q(username=typed) | Q(phone=typed.removeprefix("+86"))
    is_member = Member.objects.filter(user=OuterRef("pk"))
    return list(User.objects.filter(called, ~Exists(is_member), is_active=True).order_by("pk")[:5])
