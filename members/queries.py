"""Reads of members that join."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Length

from accounts.models import User
from members.models import Area, Constituent, Group, Member, Membership, Representative, Seat, Term, Tie, Village
from members.models.constituents import ConstituentQuerySet, TieQuerySet
from members.models.people import SeatQuerySet
from members.models.representatives import RepresentativeQuerySet, open_of


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


def member_of(user: User) -> Member | None:
    """The member this account belongs to, or None. One query."""
    return Member.objects.of_user(user).first()


def keepers_among_staff() -> QuerySet[User]:
    """The accounts of staff without a seat who may keep contact themselves, by the right that their role gives."""
    right = Q(groups__permissions__codename="keep_ties", groups__permissions__content_type__app_label="members")
    allowed = User.objects.filter(right, is_active=True)
    members = Member.objects.filter(user__isnull=False)
    staff: QuerySet[User] = User.objects.filter(pk__in=allowed.values("pk")).exclude(pk__in=members.values("user"))
    return staff


def area_of(member: Member) -> Area | None:
    """The area of the member's seat, or None. One query."""
    seat = Seat.objects.open().filter(member=member).select_related("area").order_by("-term__number").first()
    return seat.area if seat else None


def villages_near(area: Area | None) -> QuerySet[Village]:
    """Every village, those of ``area`` first, then area by area."""
    own_first = Case(When(area=area, then=Value(0)), default=Value(1))
    return Village.objects.select_related("area").order_by(own_first, "area__position", "area__name", "name")


def open_seats(term: Term) -> SeatQuerySet:
    """Everybody who sits in ``term``, for the command line and jobs, which see all."""
    return Seat.objects.filter(term=term).open()


def for_ledger(seats: SeatQuerySet) -> SeatQuerySet:
    """Seats by sector, then by strokes, with the member's open committees as ``member.committees``. Two queries."""
    committees = Membership.objects.filter(group__kind=Group.Kind.COMMITTEE, until__isnull=True).select_related("group")
    return _ordered(seats.select_related("member", "sector", "area"), "sector").prefetch_related(
        Prefetch("member__memberships", queryset=committees.order_by("group__name"), to_attr="committees")
    )


NOTICED_DAYS = 30  # long enough for a member to call once more, short enough to be acted upon


def due_people(user: User, today: dt.date) -> ConstituentQuerySet:
    """Those whose name and number go within the next days unless somebody contacts them."""
    return Constituent.objects.visible_to(user).due_by(today + dt.timedelta(days=NOTICED_DAYS))


def my_people(user: User) -> ConstituentQuerySet:
    """Whom the user keeps contact with, by strokes, each with the user's own tie as ``own_ties``. Two queries.

    ``in_pool``: they are a representative today.
    """
    own = Prefetch("ties", queryset=Tie.objects.open().held_by(user), to_attr="own_ties")
    people = Constituent.objects.of_user(user).select_related("village__area").annotate(in_pool=open_of())
    return people.prefetch_related(own).by_strokes()


def people(user: User, filters: dict[str, Any], today: dt.date) -> ConstituentQuerySet:
    """The constituents of the office list by its filters, for ``with_keepers``. One query when read.

    ``filters``: q, area, village, member, state ("" known, "due", "alone", "nameless"), order ("" by strokes,
    "contacted" who was left alone the longest, "newest").
    """
    found = Constituent.objects.visible_to(user).select_related("village__area")
    state = filters.get("state")
    found = found.filter(anonymised_at__isnull=False) if state == "nameless" else found.known()
    if state == "due":
        found = found.filter(pk__in=due_people(user, today).values("pk"))
    if state == "alone":
        found = found.exclude(Exists(Tie.objects.open().filter(constituent=OuterRef("pk"))))
    if text := str(filters.get("q") or "").strip():
        found = found.filter(name__contains=text)
    if area := filters.get("area"):
        found = found.filter(village__area=area)
    if village := str(filters.get("village") or "").strip():
        found = found.filter(village__name__contains=village)
    if member := str(filters.get("member") or "").strip():
        found = found.tied_to(Member.objects.all().matching(member))
    by_contact = {"contacted": ("contacted_on", "stroke_key", "pk"), "newest": ("-contacted_on", "stroke_key", "pk")}
    order = by_contact.get(str(filters.get("order") or ""))
    return found.order_by(*order) if order else found.by_strokes()


def with_keepers(found: ConstituentQuerySet) -> ConstituentQuerySet:
    """Each with its open ties as ``keepers``. One query more."""
    ties = Tie.objects.open().select_related("member", "user").order_by("since", "pk")
    return found.prefetch_related(Prefetch("ties", queryset=ties, to_attr="keepers"))


def ties_of(member: Member) -> list[Tie]:
    """With whom a member keeps and kept contact, those that stand before those that ended. One query."""
    return sorted(Tie.objects.of_member(member).with_ends(), key=lambda tie: tie.until is not None)


def ties_to(member: Member) -> TieQuerySet:
    """Who keeps contact with a member today. One query when read."""
    return Tie.objects.open().to_member(member).with_ends()


def own_ties(user: User) -> TieQuerySet:
    """The villages and members that a user keeps contact with today. One query when read."""
    return Tie.objects.open().held_by(user).to_villages_and_members().with_ends()


def representatives(user: User, filters: dict[str, Any]) -> RepresentativeQuerySet:
    """The pool by the filters of its list, by strokes. One query when read.

    ``filters``: q (name or skill), area, village, state ("" in the pool, "ended").
    """
    found = Representative.objects.visible_to(user).filter(until__isnull=filters.get("state") != "ended")
    if text := str(filters.get("q") or "").strip():
        found = found.filter(Q(constituent__name__contains=text) | Q(skills__contains=text))
    if area := filters.get("area"):
        found = found.filter(Q(constituent__village__area=area) | Q(village__area=area))
    if village := str(filters.get("village") or "").strip():
        found = found.filter(Q(constituent__village__name__contains=village) | Q(village__name__contains=village))
    return found.select_related("constituent__village__area", "village__area").by_strokes()


CANDIDATES = 20


def candidates(user: User, name: str) -> ConstituentQuerySet:
    """Constituents by a part of their name who may come into the pool; the first of them. One query when read."""
    known = Constituent.objects.visible_to(user).known().filter(name__contains=name).exclude(open_of())
    return known.select_related("village__area").by_strokes()[:CANDIDATES]


@dataclass(frozen=True)
class Change:
    """One row of a constituent's history, in words: no number is ever among them."""

    at: dt.datetime
    who: str
    what: str


def story_of_constituent(constituent: Constituent) -> list[Change]:
    """What was written and put right, oldest first. Two queries."""
    rows = list(constituent.history.select_related("village").order_by("history_date", "history_id"))
    users = User.objects.filter(pk__in={row.history_user_id for row in rows})
    names = dict(users.values_list("pk", "name"))
    return [
        Change(row.history_date, names.get(row.history_user_id, ""), _in_words(before, row))
        for before, row in zip([None, *rows], rows, strict=False)
    ]


def _in_words(before: Any, row: Any) -> str:
    if before is None:
        return "登记"
    if row.anonymised_at:
        return f"匿名:{row.history_change_reason}"
    told = [
        f"姓名 {before.name} 改为 {row.name}" if before.name != row.name else "",
        "电话" if before.phone != row.phone else "",
        f"村(社区) {before.village or '—'} 改为 {row.village or '—'}" if before.village_id != row.village_id else "",
    ]
    return f"更正:{';'.join(filter(None, told))}" if any(told) else "又联系了一次"
