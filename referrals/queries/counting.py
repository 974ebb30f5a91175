"""Sums over referrals: what is to be done, and how a unit kept its time."""

import datetime as dt
from dataclasses import dataclass, fields

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from accounts.models import Unit, UnitPost, User
from deadlines import states as clocks
from referrals import states
from referrals.models import Referral
from referrals.models.referrals import ReferralQuerySet

_WITH_UNIT = Q(state__in=states.WITH_UNIT)
_RUNNING = _WITH_UNIT & Q(deadline__state=clocks.OPEN)
_HEARD = Q(state__in=states.HEARD)


@dataclass(frozen=True)
class Counts:
    """How many are open, by what is to be done: the unit's side, then that of whoever sent them."""

    waiting: int
    hand: int
    for_head: int
    soon: int
    late: int
    asked_back: int
    review: int

    @property
    def any(self) -> int:
        """Whether there is anything to do for either side."""
        return self.waiting + self.hand + self.asked_back + self.review


def counts_for(found: ReferralQuerySet, today: dt.date) -> Counts:
    """One query."""
    later = _RUNNING & Q(deadline__due_on__gte=today)
    sums = found.order_by().aggregate(
        waiting=Count("pk", filter=Q(state=states.WAITING)),
        hand=Count("pk", filter=Q(state__in=[*states.IN_HAND, states.FOR_HEAD])),
        for_head=Count("pk", filter=Q(state=states.FOR_HEAD)),
        soon=Count("pk", filter=later & (Q(deadline__due_on=today) | Q(deadline__reached__isnull=False))),
        late=Count("pk", filter=_RUNNING & Q(deadline__due_on__lt=today)),
        asked_back=Count("pk", filter=Q(state=states.ASKED_BACK)),
        review=Count("pk", filter=Q(state__in=states.IN)),
    )
    return Counts(**sums)


def waiting_for_sender(user: User) -> tuple[int, int]:
    """How many of those the user sent are open, and how many of them wait for the user. One query."""
    sums = (
        Referral.objects.sent_by(user)
        .order_by()
        .aggregate(
            live=Count("pk", filter=Q(state__in=states.LIVE)),
            asks=Count("pk", filter=Q(state__in=[*states.IN, states.ASKED_BACK])),
        )
    )
    return sums["live"], sums["asks"]


@dataclass(frozen=True)
class Month:
    """What came in a month, by the day it was sent, and what became of it by ``today``.

    ``came`` without what was withdrawn; in_time + late + running + overdue + returned make it up.
    """

    month: dt.date | None
    came: int = 0
    in_time: int = 0
    late: int = 0
    running: int = 0
    overdue: int = 0
    returned: int = 0

    @property
    def rate(self) -> str:
        """按期率: answered in time, of those answered or overdue; 80%, — when there is none."""
        due = self.in_time + self.late + self.overdue
        return f"{round(100 * self.in_time / due)}%" if due else "—"


def months_of(found: ReferralQuerySet, year: int, today: dt.date) -> list[Month]:
    """What ``found`` got in each month of a year that had any. One query."""
    kept = found.filter(sent_at__year=year).exclude(state=states.WITHDRAWN).order_by()
    in_time = _HEARD & (Q(deadline__isnull=True) | Q(answered_on__lte=F("deadline__due_on")))
    overdue = _RUNNING & Q(deadline__due_on__lt=today)
    months = (
        kept.annotate(month=TruncMonth("sent_at", tzinfo=timezone.get_current_timezone()))
        .values("month")
        .annotate(
            came=Count("pk"),
            in_time=Count("pk", filter=in_time),
            heard=Count("pk", filter=_HEARD),
            open=Count("pk", filter=_WITH_UNIT),
            overdue=Count("pk", filter=overdue),
            returned=Count("pk", filter=Q(state=states.RETURNED)),
        )
    )
    return [
        Month(
            month=timezone.localdate(row["month"]),
            came=row["came"],
            in_time=row["in_time"],
            late=row["heard"] - row["in_time"],
            running=row["open"] - row["overdue"],
            overdue=row["overdue"],
            returned=row["returned"],
        )
        for row in months.order_by("month")
    ]


def totals_of(months: list[Month]) -> Month:
    """The months of a year summed."""
    names = [field.name for field in fields(Month) if field.name != "month"]
    return Month(month=None, **{name: sum(getattr(one, name) for one in months) for name in names})


def units_headed_by(user: User) -> list[Unit]:
    """The units whose head the user is. One query."""
    heads = UnitPost.objects.open().held_by(user).filter(part=UnitPost.Part.HEAD)
    return list(Unit.objects.filter(pk__in=heads.values("unit")).by_name())
