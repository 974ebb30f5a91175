"""Reads of visits that join."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from members.models import Member, Seat, Term
from studios import states
from studios.models import Matter, VisitEvent, VisitLog
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
