"""Reads that join apps: what each door shows first."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Sum

from accounts.models import UnitPost, User
from accounts.queries import colleagues_in_units, own_posts
from assessment.models import Rulebook
from common.dates import month_start
from deadlines.models import Deadline
from deadlines.queries import Counts, Reach, counts_for, reach, the_calendar
from members.models import Member, Seat, Term
from members.models.people import SeatQuerySet
from members.queries import due_people, member_of, my_people, roster
from notices.models import Delivery
from referrals.models import Referral
from referrals.queries import Counts as ReferralCounts
from referrals.queries import Row as ReferralRow
from referrals.queries import as_rows as referral_rows
from referrals.queries import counts_for as referral_counts
from referrals.queries import waiting_for_sender
from studios.models import Residency, ShiftTurn, Studio, Swap, VisitLog
from studios.models.visits import VisitQuerySet
from studios.queries import (
    Number,
    logs_as_staff,
    next_turn_of,
    office_numbers,
    own_numbers,
    reported_count,
    studios_run_by,
    to_check_by,
    to_do_count,
)

FIRST = 10  # of what a unit has to do, on its first page
_ACCOUNT = {
    "": Q(member__user__isnull=True),
    "unused": Q(member__user__isnull=False, member__user__last_login__isnull=True),
    "used": Q(member__user__last_login__isnull=False),
    "all": Q(),
}


@dataclass(frozen=True)
class OfficeBoard:
    """What the dashboard counts. ``gaps``: still empty this month; for who hears last, as far as the convener knows."""

    term: Term | None
    members: int
    visits: int
    people: int
    visits_before: int
    studios: int
    unconfirmed: Rulebook | None
    unchecked: int
    people_due: int
    undelivered: int
    referrals: ReferralCounts
    deadlines: Counts
    calendar: Reach
    reported: int
    gaps: list[Number]


def office_dashboard(user: User, today: dt.date) -> OfficeBoard:
    """Thirty-two queries, whatever the numbers."""
    month = month_start(today)
    term = Term.objects.current()
    seats = Seat.objects.of_members_visible_to(user).open().filter(term=term)
    visits = VisitLog.objects.visible_to(user).filed()
    this_month = visits.in_month(month)
    figures = this_month.aggregate(visits=Count("pk"), people=Sum("headcount"))
    before = month_start(month - dt.timedelta(days=1))
    return OfficeBoard(
        term=term,
        members=seats.count(),
        visits=figures["visits"],
        people=figures["people"] or 0,
        visits_before=visits.in_month(before).count(),
        studios=Studio.objects.standing().count(),
        unconfirmed=Rulebook.objects.on(today).filter(confirmed_at__isnull=True).first(),
        unchecked=visits.to_check().count(),
        people_due=due_people(user, today).count(),
        undelivered=Delivery.objects.visible_to(user).failed().count(),
        referrals=referral_counts(Referral.objects.visible_to(user), today),
        deadlines=counts_for(Deadline.objects.visible_to(user), today),
        calendar=reach(today),
        reported=reported_count(user),
        gaps=office_numbers(user, month, today),
    )


@dataclass(frozen=True)
class MemberBoard:
    """A member's first page; ``member`` is null for staff without a seat. ``logs``: they write a log of their own.

    ``sent`` is how much of what they handed to units is open, ``asks`` how much of it waits for them. ``swaps_asked``
    wait for their answer, ``swaps_agreed`` for who runs the studio to confirm.
    """

    member: Member | None
    drafts: VisitQuerySet
    month_visits: int
    month_people: int
    year_visits: int
    year_people: int
    year_receptions: int
    last: VisitLog | None
    people: int
    studios: list[Studio]
    deadlines: Counts
    gaps: list[Number]
    logs: bool
    to_check: int
    returned: VisitQuerySet
    sent: int
    asks: int
    turn: ShiftTurn | None
    matters_to_do: int
    swaps_asked: int
    swaps_agreed: int


def member_home(user: User, today: dt.date) -> MemberBoard | None:
    """None for who is no member, of no studio and not of the office. 11 queries, 17 more for who runs a studio."""
    member, studios = member_of(user), studios_run_by(user)
    logs = bool(member) or logs_as_staff(user)
    if not logs and not studios:
        return None
    own = VisitLog.objects.of_user(user)
    filed = own.filed().filter(occurred_on__gte=today.replace(month=1, day=1))
    this_month = Q(occurred_on__gte=month_start(today))
    sent, asks = waiting_for_sender(user)
    coming = Swap.objects.filter(turn__shift__day__gte=today)
    sums = filed.aggregate(
        year_visits=Count("pk"),
        year_people=Sum("headcount"),
        year_receptions=Count("pk", filter=Q(way=VisitLog.Way.RECEPTION)),
        month_visits=Count("pk", filter=this_month),
        month_people=Sum("headcount", filter=this_month),
    )
    return MemberBoard(
        member=member,
        drafts=own.drafts().newest_first(),
        last=own.filed().newest_first().first(),
        people=my_people(user).count(),
        studios=studios,
        deadlines=counts_for(Deadline.objects.to_do_by(user), today),
        gaps=own_numbers(user, month_start(today), today) if studios else [],
        logs=logs,
        to_check=to_check_by(user).count() if studios else 0,
        returned=own.returned().newest_first(),
        sent=sent,
        asks=asks,
        turn=next_turn_of(member, today) if member else None,
        matters_to_do=to_do_count(user) if studios else 0,
        swaps_asked=coming.to_answer(user).count(),
        swaps_agreed=coming.agreed().in_studios(studios).count() if studios else 0,
        **{name: value or 0 for name, value in sums.items()},
    )


def members_for_accounts(user: User, filters: dict[str, Any]) -> SeatQuerySet:
    """Open seats of the term by whether their members can sign in; each with ``shared``. Two queries when read.

    ``filters``: account ("" none, "unused", "used", "all"), studio, and q, sector, area of the office list.
    ``shared``: another member has the same phone.
    """
    seats = roster(user, Term.objects.current(), {name: filters.get(name) for name in ("q", "sector", "area")})
    seats = seats.filter(_ACCOUNT[filters.get("account") or ""]).select_related("member__user")
    if studio := filters.get("studio"):
        seats = seats.filter(Exists(Residency.objects.open().filter(member=OuterRef("member"), studio=studio)))
    twin = Member.objects.filter(phone=OuterRef("member__phone")).exclude(pk=OuterRef("member")).exclude(phone="")
    return seats.annotate(shared=Exists(twin))


def studios_of(members: list[Member]) -> dict[int, tuple[int, str]]:
    """Member → number and name of their studio, the first where there are several. One query."""
    held = Residency.objects.open().filter(member__in=members, studio__closed_on__isnull=True)
    rows = held.order_by("-studio__number").values_list("member_id", "studio__number", "studio__name")
    return {member: (number, name) for member, number, name in rows}


@dataclass(frozen=True)
class UnitBoard:
    """What a unit has to do first: what was handed to it, by the day due, and how much of what."""

    posts: list[UnitPost]
    counts: ReferralCounts
    first: list[ReferralRow]
    deadlines: Counts

    @property
    def heads(self) -> bool:
        return any(post.part == UnitPost.Part.HEAD for post in self.posts)


def unit_home(user: User, today: dt.date) -> UnitBoard | None:
    """None for who holds no post. Eight queries."""
    posts = own_posts(user)
    if not posts:
        return None
    mine = Referral.objects.of_units_of(user)
    first = mine.with_unit().soonest_first().with_details()[:FIRST]
    return UnitBoard(
        posts=posts,
        counts=referral_counts(mine, today),
        first=referral_rows(first, the_calendar(), today),
        deadlines=counts_for(Deadline.objects.to_do_by(user).exclude(subject__startswith="referrals."), today),
    )


@dataclass(frozen=True)
class OwnUnit:
    """A unit of this user, and everybody who has an account for it."""

    post: UnitPost
    people: list[UnitPost]


def own_units(user: User) -> list[OwnUnit]:
    """The units behind the unit door; empty for who holds no post. Two queries."""
    colleagues = colleagues_in_units(user)
    return [OwnUnit(post, [one for one in colleagues if one.unit_id == post.unit_id]) for post in own_posts(user)]
