"""Reads of visits and studios that join."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from common.dates import next_month
from members.models import Constituent, Member, Seat, Term, Tie
from members.models.constituents import ConstituentQuerySet
from studios import states
from studios.models import Matter, Residency, Studio, VisitEvent, VisitLog
from studios.models.studios import StudioQuerySet
from studios.models.visits import VisitQuerySet


@dataclass(frozen=True)
class Counts:
    """Visits, heads and matters of what was filed."""

    visits: int
    people: int
    matters: int


def counts_of(visits: VisitQuerySet) -> Counts:
    """What is filed among ``visits``, counted. Two queries."""
    filed = visits.filed().order_by()
    sums = filed.aggregate(visits=Count("pk"), people=Coalesce(Sum("headcount"), 0))
    return Counts(**sums, matters=Matter.objects.filter(visit__in=filed.values("pk")).count())


def studios_run_by(user: User) -> list[Studio]:
    """The standing studios this user runs as convener or liaison officer. One query."""
    return list(Studio.objects.run_by(user).standing().order_by("number"))


def parts_of(user: User) -> tuple[set[int], set[int]]:
    """The studios an account's holder is in, and those that they run; standing ones, by key. One query."""
    held = Residency.objects.open().held_by(user).filter(studio__closed_on__isnull=True)
    parts = list(held.values_list("studio_id", "part"))
    running = {Residency.Part.CONVENER, Residency.Part.LIAISON}
    return {studio for studio, _ in parts}, {studio for studio, part in parts if part in running}


def own_studios(member: Member) -> StudioQuerySet:
    """Where the member may put a visit."""
    return Studio.objects.of_member(member).standing().order_by("number")


def studios_to_choose(member: Member, now_in: int | None) -> StudioQuerySet:
    """The member's studios, and the one a visit of theirs stands in already."""
    mine = own_studios(member)
    return Studio.objects.filter(Q(pk__in=mine.values("pk")) | Q(pk=now_in)).order_by("number")


def last_place(member: Member) -> str:
    """Where the member's newest visit was: the next is often there too. One query."""
    visit = VisitLog.objects.filter(member=member).exclude(place="").order_by("-recorded_at", "-pk").first()
    return visit.place if visit else ""


def sent_as(member: Member, client_id: uuid.UUID) -> VisitLog | None:
    """What the member wrote in the form of this name, or None. One query."""
    return VisitLog.objects.filter(member=member, client_id=client_id).first()


def months_with_visits(visits: VisitQuerySet, *, and_also: dt.date) -> list[dt.date]:
    """First days of the months with a visit, and one more, newest first. One query."""
    months = set(visits.order_by().dates("occurred_on", "month")) | {and_also}
    return sorted(months, reverse=True)


def story_of(visit: VisitLog) -> list[VisitEvent]:
    """What happened to a visit, oldest first. One query."""
    return list(visit.events.select_related("by"))


def office_visits(user: User, filters: dict[str, Any]) -> VisitQuerySet:
    """The visits of the office list by its filters, drafts never. One query when read.

    ``filters``: month, way, sector, area, studio, outcome, q, state ("" filed, "withdrawn", "all"), order.
    """
    visits = VisitLog.objects.visible_to(user).submitted()
    if filters.get("state") != "all":
        visits = visits.filter(state=filters.get("state") or states.FILED)
    if month := filters.get("month"):
        visits = visits.in_month(month)
    for field, column in (("way", "way"), ("sector", "sector_name"), ("studio", "studio")):
        if filters.get(field):
            visits = visits.filter(**{column: filters[field]})
    if area := filters.get("area"):
        seats = Seat.objects.open().filter(member=OuterRef("member"), term=Term.objects.current(), area=area)
        visits = visits.filter(Exists(seats))
    if outcome := filters.get("outcome"):
        visits = visits.filter(Exists(Matter.objects.filter(visit=OuterRef("pk"), outcome=outcome)))
    if text := str(filters.get("q") or "").strip():
        raised = Exists(Matter.objects.filter(visit=OuterRef("pk"), text__contains=text))
        visits = visits.filter(Q(member__name__contains=text) | Q(place__contains=text) | raised)
    if filters.get("order") == "people":
        return visits.order_by("-headcount", "-occurred_on", "-pk")
    return visits.newest_first()


def sectors_seen(user: User) -> list[str]:
    """Sectors as the visits keep them, for the filter. One query."""
    names = VisitLog.objects.visible_to(user).submitted().exclude(sector_name="").order_by("sector_name")
    return list(names.values_list("sector_name", flat=True).distinct())


@dataclass(frozen=True)
class StudioMonth:
    """A studio in a month: its people by name, and what was filed in it."""

    studio: Studio
    conveners: list[str]
    liaisons: list[str]
    residents: list[str]
    visits: int
    people: int


def studios_in(month: dt.date) -> StudioQuerySet:
    """Standing studios with what was filed in a month, and their people, for ``in_month``. Two queries when read."""
    counted = Q(visits__state=states.FILED, visits__occurred_on__gte=month, visits__occurred_on__lt=next_month(month))
    return (
        Studio.objects.standing()
        .select_related("area")
        .annotate(
            visits_count=Count("visits", filter=counted),
            people_count=Coalesce(Sum("visits__headcount", filter=counted), 0),
        )
        .prefetch_related(Prefetch("residencies", queryset=_people_in_order()))
        .order_by("number")
    )


def in_month(studio: Studio) -> StudioMonth:
    """A studio of ``studios_in`` as pages show it. No query."""
    names: dict[str, list[str]] = {part: [] for part in Residency.Part}
    for one in studio.residencies.all():
        names[one.part].append(str(one.member or one.user))
    return StudioMonth(
        studio,
        names[Residency.Part.CONVENER],
        names[Residency.Part.LIAISON],
        names[Residency.Part.RESIDENT],
        studio.visits_count,  # type: ignore[attr-defined]
        studio.people_count,  # type: ignore[attr-defined]
    )


@dataclass(frozen=True)
class StudioPerson:
    """Somebody of a studio with their account; ``user`` is null for a member without one."""

    residency: Residency
    user: User | None


def accounts_in(studios: Iterable[Studio]) -> list[StudioPerson]:
    """Each person of the studios once, with their account, conveners first. One query."""
    people: dict[object, StudioPerson] = {}
    for one in _people_in_order().select_related("member__user").filter(studio__in=list(studios)):
        user = one.user or one.member.user
        people.setdefault(one.member_id or ("user", one.user_id), StudioPerson(one, user))
    return list(people.values())


def people_of(studios: Iterable[Studio]) -> list[Residency]:
    """Who is in the studios today: conveners, liaison officers, residents, each by strokes. One query."""
    return list(_people_in_order().filter(studio__in=list(studios)))


def _people_in_order() -> Any:
    """Conveners before liaison officers before residents: their codes happen to sort so."""
    return (
        Residency.objects.open()
        .select_related("member", "user")
        .order_by("part", "member__stroke_key", "member__birth_month", "pk")
    )


def constituents_of(studios: Iterable[Studio]) -> ConstituentQuerySet:
    """Whom the members in the studios keep contact with, by strokes, each with those ties as ``keepers``.

    Two queries. The members' own pages know no studio; who runs one sees their residents' constituents through here.
    """
    residents = Residency.objects.open().filter(studio__in=list(studios), member__isnull=False)
    members = Member.objects.filter(pk__in=residents.values("member"))
    ties = Tie.objects.open().filter(member__in=members).select_related("member").order_by("member__stroke_key", "pk")
    found = Constituent.objects.known().tied_to(members).select_related("village__area")
    return found.prefetch_related(Prefetch("ties", queryset=ties, to_attr="keepers")).by_strokes()


def members_among(people: Iterable[Residency]) -> list[Member]:
    """Each member once; liaison officers who are none left out."""
    return list({one.member.pk: one.member for one in people if one.member}.values())


def without_visit(people: Iterable[Residency], month: dt.date) -> list[Member]:
    """The members among ``people`` who filed no visit in the month, in any studio or none. One query."""
    members = members_among(people)
    active = set(
        VisitLog.objects.filed().in_month(month).filter(member__in=members).values_list("member_id", flat=True)
    )
    return [member for member in members if member.pk not in active]
