"""A shift: added by hand, changed, published, cancelled, left where it is."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from deadlines.queries import the_calendar
from deadlines.services import close_about
from members.models import Member, Sector
from studios import rules
from studios.models import DutyShift, ShiftTurn, Studio
from studios.queries.duty import expected, members_on_duty
from studios.services import duty_notices as notices
from studios.services.shift_steps import (
    DutyRefused,
    hold_shift,
    hold_studio,
    lapse_swaps,
    move_shift,
    note,
    require_revision,
    set_turn,
)
from studios.states import NotAllowed
from studios.states import shifts as states

OUTCOME = "shift_outcome"  # the kind of deadline by which a past shift wants its outcome


@dataclass(frozen=True)
class ShiftValues:
    """A shift as written: the columns of its own row, who is to come, which sectors it concerns."""

    day: dt.date
    starts: dt.time
    ends: dt.time
    place: str = ""
    theme: str = ""
    guests: str = ""
    members: tuple[Member, ...] = ()
    sectors: tuple[Sector, ...] = field(default=())

    def fields(self) -> dict[str, Any]:
        own = ("day", "starts", "ends", "place", "theme", "guests")
        return {name: getattr(self, name) for name in own}


def subject_of(shift: DutyShift) -> str:
    return f"studios.dutyshift:{shift.pk}"


@transaction.atomic
def add_shift(
    *, studio: Studio, values: ShiftValues, by: User | None, now: dt.datetime, via: str = "page"
) -> DutyShift:
    """An extra shift without pattern, unpublished; sent twice, made once. Locks the studio. Raises DutyRefused."""
    held = hold_studio(studio)
    if values.day < timezone.localdate(now):
        raise DutyRefused("日期已经过去,请填今天或以后。")
    _refuse_strangers(held, values.members)
    same = DutyShift.objects.filter(studio=held, pattern=None, day=values.day, starts=values.starts).standing().first()
    if same and all(getattr(same, name) == value for name, value in values.fields().items()):
        return same
    made = DutyShift(studio=held, needed=max(len(values.members), 1), edited=True, changed_at=now, **values.fields())
    _save_apart(made)
    made.sectors.set(values.sectors)
    ShiftTurn.objects.bulk_create(ShiftTurn(shift=made, member=member) for member in values.members)
    note(made, "make", by=by, now=now, via=via, about="加一班", moved=("", states.PLANNED))
    return made


def _save_apart(shift: DutyShift) -> None:
    try:
        with transaction.atomic():
            shift.save(force_insert=True)
    except IntegrityError:
        raise _Taken(shift.day, shift.starts) from None


class _Taken(DutyRefused):
    def __init__(self, day: dt.date, starts: dt.time) -> None:
        super().__init__(f"{day.month}月{day.day}日{starts:%-H:%M}已经有一班,请换一个时间,或去改那一班。")


@transaction.atomic
def change_shift(
    *, shift: DutyShift, values: ShiftValues, revision: int, by: User | None, now: dt.datetime, via: str = "page"
) -> DutyShift:
    """Day, hours, place, theme, sectors, guests, people, as loaded at ``revision``; without a change, no event.

    Of a published one, who comes, goes or stays is told. A swap ends without effect when the time is another, or when
    one of its two comes or goes. Locks the studio where the time is another, and the shift. Raises DutyRefused,
    ShiftStale, NotAllowed.
    """
    if (values.day, values.starts) != (shift.day, shift.starts):
        hold_studio(shift.studio)
    held = hold_shift(shift)
    before = list(held.turns.standing().select_related("member__user", "user").by_strokes())
    changed = _differences(held, values, before)
    if not changed:
        return held
    if not rules.can_change(held, runs=True, now=now):
        raise NotAllowed(_why_not(held))
    require_revision(held, revision)
    if values.day < timezone.localdate(now) and values.day != held.day:
        raise DutyRefused("改到的日期已经过去,请填今天或以后。")
    _move_apart(held, values, changed, by=by, now=now, via=via)
    held.sectors.set(values.sectors)
    come, go = _reman(held, before, values.members)
    moved = bool({"日期", "时间"} & set(changed))
    why = "这一班的时间改了" if moved else "值班的人改了"
    swapping = {turn.member_id for turn in (*come, *go) if turn.member_id}
    lapsed = []
    if moved or swapping:
        lapsed = lapse_swaps(held, why=why, by=by, now=now, via=via, people=() if moved else swapping)
    if held.state == states.PUBLISHED:
        stay = [turn for turn in before if turn not in go]
        said = [one for one in changed if one != "值班人"]
        notices.tell_changed(held, stay=stay, come=come, go=go, changed=said, by=by, now=now)
        notices.tell_lapsed(lapsed, why=why, by=by, now=now)
    return held


def _why_not(shift: DutyShift) -> str:
    if shift.state == states.PUBLISHED:
        return "这一班已经开始,安排不能再改。谁到了、做了什么,请在“登记到岗和成果”里记。"
    return f"这一班{states.SHIFTS[shift.state]},不能再改。"


WORDS = {"day": "日期", "starts": "时间", "ends": "时间", "place": "地点", "theme": "主题", "guests": "另请人员"}


def _differences(shift: DutyShift, values: ShiftValues, turns: list[ShiftTurn]) -> list[str]:
    """What of a shift the values change, in words. One query."""
    found = [WORDS[name] for name, value in values.fields().items() if getattr(shift, name) != value]
    if set(shift.sectors.all()) != set(values.sectors):
        found.append("有关界别")
    if {turn.member_id for turn in turns if turn.member_id} != {member.pk for member in values.members}:
        found.append("值班人")
    return list(dict.fromkeys(found))


def _move_apart(
    shift: DutyShift, values: ShiftValues, changed: list[str], *, by: User | None, now: dt.datetime, via: str
) -> None:
    fields = values.fields()
    if values.day != shift.day:
        calendar = the_calendar()
        fields["provisional"] = not calendar.knows(values.day, values.day)
        fields["expected_on"] = expected(shift, calendar).day if shift.pattern else None
    try:
        with transaction.atomic():
            move_shift(shift, "change", by=by, now=now, via=via, why="、".join(changed), edited=True, **fields)
    except IntegrityError:
        raise _Taken(values.day, values.starts) from None


def _reman(
    shift: DutyShift, before: list[ShiftTurn], members: Iterable[Member]
) -> tuple[list[ShiftTurn], list[ShiftTurn]]:
    """Who comes and who goes. In an unpublished shift who goes leaves no trace; in another they are taken out."""
    wanted = {member.pk: member for member in members}
    go = [turn for turn in before if turn.member_id and turn.member_id not in wanted]
    new = [member for pk, member in wanted.items() if pk not in {turn.member_id for turn in before}]
    _refuse_strangers(shift.studio, new)
    if shift.state == states.PLANNED:
        ShiftTurn.objects.filter(pk__in=[turn.pk for turn in go], swaps=None).delete()
    for turn in ShiftTurn.objects.filter(pk__in=[turn.pk for turn in go]):
        set_turn(turn, states.DROPPED)
    come = [ShiftTurn(shift=shift, member=member) for member in new]
    ShiftTurn.objects.bulk_create(come)
    return come, go


def _refuse_strangers(studio: Studio, members: Iterable[Member]) -> None:
    here = set(members_on_duty(studio))
    if strangers := [member.name for member in members if member not in here]:
        raise DutyRefused(f"{'、'.join(strangers)}现在不在本室,请重新选人。")


@dataclass(frozen=True)
class Published:
    """How many were published; which were not, for nobody is put on."""

    count: int
    without_people: tuple[DutyShift, ...]


@transaction.atomic
def publish_shifts(*, shifts: Iterable[DutyShift], by: User | None, now: dt.datetime, via: str = "page") -> Published:
    """Those of the shifts that are unpublished and have people; each person is told once for all of theirs to come.

    Published before, nothing is done again. Locks them in the order of their keys.
    """
    keys = sorted(shift.pk for shift in shifts)
    held = DutyShift.objects.select_for_update(of=("self",)).select_related("studio", "pattern")
    waiting = list(held.filter(pk__in=keys).planned().order_by("pk"))
    turns = ShiftTurn.objects.standing().filter(shift__in=waiting).select_related("member__user", "user")
    people: dict[int, list[ShiftTurn]] = {}
    for turn in turns:
        people.setdefault(turn.shift_id, []).append(turn)
    done = sorted((shift for shift in waiting if shift.pk in people), key=lambda shift: (shift.day, shift.starts))
    told: list[ShiftTurn] = []
    for shift in done:
        move_shift(shift, "publish", by=by, now=now, via=via)
        for turn in people[shift.pk]:
            turn.shift = shift
        if not rules.has_begun(shift, now):
            told += people[shift.pk]
    notices.tell_published(told, now=now)
    return Published(len(done), tuple(shift for shift in waiting if shift.pk not in people))


@transaction.atomic
def cancel_shift(*, shift: DutyShift, why: str, by: User | None, now: dt.datetime, via: str = "page") -> DutyShift:
    """It does not take place; who was to come is told, its deadline is cancelled, its swaps end without effect.

    Sent twice with the same words, it is cancelled once. Locks the shift. Raises DutyRefused, NotAllowed.
    """
    held = hold_shift(shift)
    if held.state == states.CANCELLED and held.events.filter(action="cancel", by=by, why=why[:200]).exists():
        return held
    was, begun = held.state, rules.has_begun(held, now)
    move_shift(held, "cancel", by=by, now=now, via=via, why=why)
    lapsed = lapse_swaps(held, why="这一班取消了", by=by, now=now, via=via)
    close_about(subject=subject_of(held), action="cancel", kind=OUTCOME, by=by, now=now, why=f"值班取消:{why}", via=via)
    if was == states.PUBLISHED and not begun:
        turns = list(held.turns.standing().select_related("member__user", "user"))
        notices.tell_cancelled(held, turns, why=why, by=by, now=now)
        notices.tell_lapsed(lapsed, why="这一班取消了", by=by, now=now)
    return held


@transaction.atomic
def keep_day(*, shift: DutyShift, by: User | None, now: dt.datetime, via: str = "page") -> DutyShift:
    """It stays on its day, whatever the calendar now says; nobody asks again until the calendar says something else.

    Locks the shift. Raises NotAllowed when it is held or cancelled.
    """
    held = hold_shift(shift)
    if held.state not in (states.PLANNED, states.PUBLISHED):
        raise NotAllowed(_why_not(held))
    says = expected(held, the_calendar()) if held.pattern else None
    if says is None or says.day == held.expected_on:
        return held
    DutyShift.objects.filter(pk=held.pk).update(expected_on=says.day, edited=True)
    note(held, "keep", by=by, now=now, via=via, why=says.why)
    return held
