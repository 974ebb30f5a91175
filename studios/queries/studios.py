"""Reads of studios and their people that join."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from common.dates import next_month
from members.models import Constituent, Member, Tie
from members.models.constituents import ConstituentQuerySet
from studios import states
from studios.models import Residency, Studio, VisitLog
from studios.models.studios import StudioQuerySet


def studios_run_by(user: User) -> list[Studio]:
    """The standing studios this user runs as convener or liaison officer. One query."""
    return list(Studio.objects.run_by(user).standing().order_by("number"))


def running_keys(user: User) -> set[int]:
    """The keys of the studios this user runs, for ``rules``. One query."""
    return set(Studio.objects.run_by(user).values_list("pk", flat=True))


def parts_of(user: User) -> tuple[set[int], set[int]]:
    """The studios an account's holder is in, and those that they run; standing ones, by key. One query."""
    held = Residency.objects.open().held_by(user).filter(studio__closed_on__isnull=True)
    parts = list(held.values_list("studio_id", "part"))
    running = {Residency.Part.CONVENER, Residency.Part.LIAISON}
    return {studio for studio, _ in parts}, {studio for studio, part in parts if part in running}


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
    counted = Q(
        visits__state__in=states.STANDING, visits__occurred_on__gte=month, visits__occurred_on__lt=next_month(month)
    )
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
