"""Reads of members that join."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.db.models.functions import Length

from accounts.models import User
from members.models import Group, Member, Membership, Seat, Term
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


def open_seats(term: Term) -> SeatQuerySet:
    """Everybody who sits in ``term``, for the command line and jobs, which see all."""
    return Seat.objects.filter(term=term).open()


def for_ledger(seats: SeatQuerySet) -> SeatQuerySet:
    """Seats by sector, then by strokes, with the member's open committees as ``member.committees``. Two queries."""
    committees = Membership.objects.filter(group__kind=Group.Kind.COMMITTEE, until__isnull=True).select_related("group")
    return _ordered(seats.select_related("member", "sector", "area"), "sector").prefetch_related(
        Prefetch("member__memberships", queryset=committees.order_by("group__name"), to_attr="committees")
    )
