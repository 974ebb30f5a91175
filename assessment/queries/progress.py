"""How far members and staff are with what is asked of them. The database adds up; none of it is a ranking."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from accounts.models import User
from assessment.models import Quota
from assessment.progress import Measure, Period, Progress, Tally, bounds, progress
from assessment.queries.quotas import quotas_in_force
from members.models import Member, Seat, Term, Tie
from members.models.people import SeatQuerySet
from members.queries import keepers_among_staff
from studios.models import Residency, Studio, VisitLog

MEDIATE = "mediate"  # the purpose of a visit that settles a quarrel, as seeded
LEADERS = (Seat.Post.CHAIR, Seat.Post.VICE_CHAIR, Seat.Post.SECRETARY)
PERIODS = (Period.MONTH, Period.QUARTER, Period.YEAR)


@dataclass(frozen=True)
class ProgressFilters:
    """Whom to list. ``behind``: who is behind with ``quota``, or with any when that is empty."""

    q: str = ""
    area: int | None = None
    sector: int | None = None
    studio: int | None = None
    who: str = ""
    quota: str = ""
    behind: bool = False


@dataclass(frozen=True)
class ProgressRow:
    """A member with their seat, or somebody of the staff (``seat`` is None), and their quotas by code."""

    name: str
    seat: Seat | None
    user: User | None
    items: list[Progress]

    @property
    def behind(self) -> list[Progress]:
        return [one for one in self.items if one.left]

    @property
    def missing(self) -> str:
        return ";".join(one.missing for one in self.behind)

    def behind_with(self, quotas: Collection[Quota]) -> bool:
        codes = {quota.code for quota in quotas}
        return any(one.quota.code in codes for one in self.behind)

    def cells(self, quotas: Collection[Quota]) -> list[Progress | None]:
        """One for each of ``quotas``; None where it is not asked of this person."""
        by_code = {one.quota.code: one for one in self.items}
        return [by_code.get(quota.code) for quota in quotas]


def progress_of_member(member: Member, day: dt.date) -> list[Progress]:
    """What is asked of one member and how far they are. Seven queries; nothing of who holds no seat."""
    seats = Seat.objects.open().filter(member=member, term=Term.objects.current())
    rows = _members_rows(seats, quotas_in_force(day), day)
    return rows[0].items if rows else []


def members_progress(
    user: User, day: dt.date, filters: ProgressFilters, asked: list[Quota]
) -> tuple[list[Quota], list[ProgressRow]]:
    """Those quotas of ``asked`` that are listed, and every member in office whom ``user`` may see, 按姓氏笔画为序.

    Six queries. With one quota chosen, only whom it concerns.
    """
    seats = _listed(Seat.objects.of_members_visible_to(user).open().filter(term=Term.objects.current()), filters)
    rows = _members_rows(seats, asked, day)
    chosen = [one for one in asked if one.code == filters.quota]
    if chosen:
        rows = [row for row in rows if any(row.cells(chosen))]
    listed = chosen or asked
    if filters.behind:
        rows = [row for row in rows if row.behind_with(listed)]
    return listed, rows


def staff_progress(day: dt.date) -> tuple[list[Quota], list[ProgressRow]]:
    """The quotas asked of staff, and everybody who takes part, by name. One query, three when any is in force."""
    quotas = [one for one in quotas_in_force(day) if one.who == Quota.Who.STAFF]
    return quotas, _staff_rows(keepers_among_staff(), quotas, day)


def studio_progress(studios: Collection[Studio], day: dt.date) -> list[ProgressRow]:
    """The members in these studios, for who runs them, 按姓氏笔画为序. Seven queries."""
    residents = Residency.objects.in_studios(studios).filter(member__isnull=False)
    seats = Seat.objects.open().filter(term=Term.objects.current(), member__in=residents.values("member"))
    return _members_rows(seats, quotas_in_force(day), day)


def everybody(day: dt.date) -> list[ProgressRow]:
    """Members in office and staff who take part, for the job. Nine queries, whatever the numbers."""
    quotas = quotas_in_force(day)
    seats = Seat.objects.open().filter(term=Term.objects.current())
    return [*_members_rows(seats, quotas, day), *_staff_rows(keepers_among_staff(), quotas, day)]


def _listed(seats: SeatQuerySet, filters: ProgressFilters) -> SeatQuerySet:
    if filters.sector:
        seats = seats.filter(sector=filters.sector)
    if filters.area:
        seats = seats.filter(area=filters.area)
    if filters.studio:
        held = Residency.objects.open().filter(member=OuterRef("member"), studio=filters.studio)
        seats = seats.filter(Exists(held))
    if filters.who == Quota.Who.LEADERS:
        seats = seats.filter(post__in=LEADERS)
    if filters.q:
        seats = seats.filter(member__in=Member.objects.all().matching(filters.q))
    return seats


def _members_rows(seats: SeatQuerySet, quotas: list[Quota], day: dt.date) -> list[ProgressRow]:
    """Five queries: seats, conveners, ties, visits, mediations."""
    held = list(seats.select_related("member__user", "sector", "area").by_strokes())
    conveners = _conveners()
    members = seats.values("member")
    tallies = _tallies(members, day)
    rows = []
    for seat in held:
        groups = {Quota.Who.MEMBERS}
        if seat.post in LEADERS:
            groups.add(Quota.Who.LEADERS)
        if seat.member_id in conveners:
            groups.add(Quota.Who.CONVENERS)
        asked = [quota for quota in quotas if quota.who in groups]
        tally = tallies.get(seat.member_id, Tally())
        rows.append(ProgressRow(seat.member.name, seat, seat.member.user, progress(asked, tally, day)))
    return rows


def _conveners() -> set[int]:
    """The members who convene a standing studio today. One query."""
    held = Residency.objects.open().filter(part=Residency.Part.CONVENER, studio__closed_on__isnull=True)
    return set(held.filter(member__isnull=False).values_list("member_id", flat=True))


def _staff_rows(staff: QuerySet[User], quotas: list[Quota], day: dt.date) -> list[ProgressRow]:
    asked = [quota for quota in quotas if quota.who == Quota.Who.STAFF]
    if not asked:
        return []
    people = list(staff.order_by("name", "pk"))
    tallies = _tied(Tie.objects.filter(user__in=people), "user_id", day)
    return [ProgressRow(one.name, None, one, progress(asked, tallies.get(one.pk, Tally()), day)) for one in people]


def _tallies(members: QuerySet[Any, Any], day: dt.date) -> dict[int, Tally]:
    """What each of ``members``, a query of keys, did; three queries. Only what is filed counts."""
    found = _tied(Tie.objects.filter(member__in=members), "member_id", day)
    spans = {period: bounds(period, day) for period in PERIODS}
    filed = VisitLog.objects.filed().filter(member__in=members, occurred_on__range=spans[Period.YEAR]).order_by()
    within = {period: Q(occurred_on__range=span) for period, span in spans.items()}
    sums = {
        **{f"{Measure.VISITS}_in_{period}": Count("pk", filter=q) for period, q in within.items()},
        **{f"{Measure.HEADCOUNT}_in_{period}": Sum("headcount", filter=q, default=0) for period, q in within.items()},
        **{
            f"{Measure.RECEPTIONS}_in_{period}": Count("pk", filter=q & Q(way=VisitLog.Way.RECEPTION))
            for period, q in within.items()
        },
    }
    settling = {f"{Measure.MEDIATIONS}_in_{period}": Count("pk", filter=q) for period, q in within.items()}
    counted: list[Any] = [
        *filed.values("member_id").annotate(**sums),
        *filed.filter(purposes__code=MEDIATE).values("member_id").annotate(**settling),
    ]
    for row in counted:
        tally = found.setdefault(row["member_id"], Tally())
        for name, number in row.items():
            if name != "member_id":
                measure, period = name.split("_in_")
                tally.visits[measure, period] = number
    return found


def _tied(ties: QuerySet[Tie], whose: str, day: dt.date) -> dict[int, Tally]:
    """Ties that stand on ``day``, by holder, kind and what they lead to. One query."""
    stand = ties.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day).order_by()
    counted = stand.values(whose, "kind").annotate(
        people=Count("constituent"), villages=Count("village"), others=Count("other")
    )
    found: dict[int, Tally] = {}
    for row in counted:
        tally = found.setdefault(row[whose], Tally())
        tally.ties[Measure.PEOPLE, row["kind"]] = row["people"]
        tally.ties[Measure.VILLAGES, row["kind"]] = row["villages"]
        tally.ties[Measure.MEMBERS, row["kind"]] = row["others"]
    return found
