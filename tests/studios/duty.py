"""Duty for the tests, in the town studio: Fridays 9:00 to 11:30, from the day of the cast (a Friday) on.

Members there, by strokes: 丁一 (no account, a phone), 王召 (convener), 韩梅; of the river studio 李强.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import User
from members.models import Member
from notices.models import Notice
from studios.models import DutyPattern, DutyShift, Residency, ShiftTurn, Studio, Swap
from studios.services import (
    PatternValues,
    ShiftValues,
    add_shift,
    ask_swap,
    make_for,
    open_pattern,
    publish_shifts,
)
from tests.cast import NOW, Cast, seat, user

FRIDAY = dt.date(2026, 3, 27)
CLOCK = ZoneInfo("Asia/Shanghai")
FRIDAYS = PatternValues(rhythm="weekly", weekday=4, starts=dt.time(9), ends=dt.time(11, 30), people=1)


def at(day: str | dt.date, hour: float = 10) -> dt.datetime:
    on = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return dt.datetime.combine(on, dt.time(int(hour), round(hour % 1 * 60)), CLOCK)


def resident(cast: Cast, name: str, studio: Studio | None = None, *, account: bool = False, phone: str = "") -> Member:
    login = user(f"u{name}", name) if account else None
    member = seat(cast.term, name, "教育界", phone=phone, account=login).member
    Residency.objects.create(studio=studio or cast.town, member=member)
    return member


def fridays(cast: Cast, *, now: dt.datetime = NOW, **values) -> DutyPattern:
    made = PatternValues(**(vars(FRIDAYS) | values))
    return open_pattern(studio=cast.town, values=made, since=timezone.localdate(now), by=cast.convener, now=now)[0]


def shift(
    cast: Cast, *members: Member, day: dt.date = FRIDAY, studio: Studio | None = None, published: bool = True,
    now: dt.datetime = NOW, **values,
) -> DutyShift:  # fmt: skip
    """One by hand; of 韩梅 unless it is said whose."""
    own = {"starts": dt.time(9), "ends": dt.time(11, 30), "members": members or (cast.person(cast.member),)}
    made = add_shift(studio=studio or cast.town, values=ShiftValues(day=day, **own | values), by=cast.convener, now=now)
    if published:
        publish_shifts(shifts=[made], by=cast.convener, now=now)
        made.refresh_from_db()
    return made


def turn(made: DutyShift, who: User | Member) -> ShiftTurn:
    turns = ShiftTurn.objects.standing().select_related("shift__studio", "member__user", "user").filter(shift=made)
    return turns.get(member__user=who) if isinstance(who, User) else turns.get(member=who)


def asked(cast: Cast, made: DutyShift | None = None) -> Swap:
    """韩梅 asks 王召."""
    made = made or shift(cast)
    return ask_swap(
        turn=turn(made, cast.member), member=cast.person(cast.convener), why="出差", by=cast.member, now=NOW
    )


def people(made: DutyShift) -> list[str]:
    return [str(one) for one in ShiftTurn.objects.standing().filter(shift=made).by_strokes()]


def told(who: User | str) -> list[str]:
    """What somebody was told of duty, in no order; a phone for who has no account."""
    found = Notice.objects.filter(key__startswith="duty:").order_by("pk")
    mine = [one for one in found if (one.user == who if isinstance(who, User) else one.phone == who)]
    return [one.subject for one in mine]


def make(cast: Cast, now: dt.datetime = NOW):
    return make_for(studio=cast.town, by=None, now=now, via="job")
