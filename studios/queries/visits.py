"""Reads of visits that join."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from accounts.models import User
from members.models import Seat, Term
from studios import states
from studios.models import Matter, Purpose, VisitEvent, VisitLog
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


def months_with_visits(visits: VisitQuerySet, *, and_also: dt.date) -> list[dt.date]:
    """First days of the months with a visit, and one more, newest first. One query."""
    months = set(visits.order_by().dates("occurred_on", "month")) | {and_also}
    return sorted(months, reverse=True)


def on_paper(visits: VisitQuerySet, month: dt.date) -> VisitQuerySet:
    """A month of the log as it is printed, the oldest first. Ten queries at most, however many visits."""
    shown = visits.in_month(month).with_details().with_people()
    return shown.prefetch_related("matters__responsible", "matters__feedbacks").order_by("occurred_on", "pk")


def purposes() -> list[Purpose]:
    """What a visit may be for, in the office's order. One query."""
    return list(Purpose.objects.all())


def story_of(visit: VisitLog) -> list[VisitEvent]:
    """What happened to a visit, oldest first. One query."""
    return list(visit.events.select_related("by"))


def narrowed(visits: VisitQuerySet, filters: dict[str, Any]) -> VisitQuerySet:
    """By what every list can be narrowed by: state ("" all but withdrawn, "all"), way, purpose, category."""
    state = filters.get("state")
    if not state:
        visits = visits.exclude(state=states.WITHDRAWN)
    elif state != "all":
        visits = visits.filter(state=state)
    if way := filters.get("way"):
        visits = visits.filter(way=way)
    if purpose := filters.get("purpose"):
        visits = visits.filter(purposes=purpose)
    if category := filters.get("category"):
        visits = visits.filter(Exists(Matter.objects.filter(visit=OuterRef("pk"), category=category)))
    return visits


def unchecked_first(visits: VisitQuerySet) -> VisitQuerySet:
    """What waits to be checked, then the rest, each newest first."""
    waits = Case(When(state=states.FILED, then=Value(0)), default=Value(1))
    return visits.order_by(waits, "-occurred_on", "-pk")


def to_check_by(user: User) -> VisitQuerySet:
    """What waits for this user as one who runs a studio; never their own. Read or counted, one query."""
    own = VisitLog.objects.of_user(user).values("pk")
    return VisitLog.objects.in_studios_run_by(user).to_check().exclude(pk__in=own)


def office_visits(user: User, filters: dict[str, Any]) -> VisitQuerySet:
    """The visits of the office list by its filters, drafts never. One query when read.

    ``filters``: those of ``narrowed``, month, sector, area, studio, outcome, proxy, q, order.
    """
    visits = narrowed(VisitLog.objects.visible_to(user).submitted(), filters)
    if month := filters.get("month"):
        visits = visits.in_month(month)
    for field, column in (("sector", "sector_name"), ("studio", "studio")):
        if filters.get(field):
            visits = visits.filter(**{column: filters[field]})
    if proxy := filters.get("proxy"):
        visits = visits.filter(proxy=proxy == "proxy")
    if area := filters.get("area"):
        seats = Seat.objects.open().filter(member=OuterRef("member"), term=Term.objects.current(), area=area)
        visits = visits.filter(Exists(seats))
    if outcome := filters.get("outcome"):
        visits = visits.filter(Exists(Matter.objects.filter(visit=OuterRef("pk"), outcome=outcome)))
    if text := str(filters.get("q") or "").strip():
        raised = Exists(Matter.objects.filter(visit=OuterRef("pk"), text__contains=text))
        named = Q(member__name__contains=text) | Q(user__name__contains=text)
        visits = visits.filter(named | Q(place__contains=text) | raised)
    if filters.get("order") == "people":
        return visits.order_by("-headcount", "-occurred_on", "-pk")
    return visits.newest_first()


def sectors_seen(user: User) -> list[str]:
    """Sectors as the visits keep them, for the filter. One query."""
    names = VisitLog.objects.visible_to(user).submitted().exclude(sector_name="").order_by("sector_name")
    return list(names.values_list("sector_name", flat=True).distinct())
