"""Reads of members that join."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Length

from accounts.models import User
from members.models import Member, Membership, Seat, Term
from members.models.people import SeatQuerySet


def roster(user: User, term: Term | None, filters: dict[str, Any]) -> SeatQuerySet:
    """The seats of ``term`` that ``user`` may see, by the filters of the office list. One query when read.

    ``filters``: q, sector, area, group, post, held ("" or "ended"), phone ("" or "none"), order.
    """
    seats = Seat.objects.of_members_visible_to(user).filter(term=term).select_related("member", "sector", "area")
    seats = seats.filter(ended_on__isnull=filters.get("held") != "ended")
    for field in ("sector", "area", "post"):
        if filters.get(field):
            seats = seats.filter(**{field: filters[field]})
    if group := filters.get("group"):
        seats = seats.filter(
            Exists(Membership.objects.filter(member=OuterRef("member"), group=group, until__isnull=True))
        )
    if filters.get("phone") == "none":
        seats = seats.filter(member__phone="")
    if text := filters.get("q"):
        seats = seats.filter(member__in=Member.objects.all().matching(text))
    return _ordered(seats, str(filters.get("order") or ""))


def _ordered(seats: SeatQuerySet, order: str) -> SeatQuerySet:
    strokes = ("member__stroke_key", "member__birth_month", "member_id")
    if order == "sector":
        return seats.order_by("sector__position", "sector__name", *strokes)
    if order == "number":  # numbers are text: the shorter is the smaller
        return seats.order_by(Length("number"), "number", *strokes)
    return seats.order_by(*strokes)
