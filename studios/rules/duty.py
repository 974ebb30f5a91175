"""Who may do what with duty. Pure predicates over what the caller loaded; none of them queries.

``runs``: whether the user runs the studio of the shift, or arranges duty for the office.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone

from studios.states import shifts as states

if TYPE_CHECKING:
    from accounts.models import User
    from studios.models import DutyShift, ShiftTurn, Swap

EDIT_DUTY = "studios.edit_duty"


def can_edit_duty(user: User) -> bool:
    return user.has_perm(EDIT_DUTY)


def can_export_duty(user: User) -> bool:
    return user.has_perm("studios.export_duty")


def begins_at(shift: DutyShift) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(shift.day, shift.starts))


def has_begun(shift: DutyShift, now: dt.datetime) -> bool:
    return begins_at(shift) <= now


def is_over(shift: DutyShift, now: dt.datetime) -> bool:
    return timezone.make_aware(dt.datetime.combine(shift.day, shift.ends)) <= now


def can_change(shift: DutyShift, *, runs: bool, now: dt.datetime) -> bool:
    """Day, hours, people: until it begins; what was never published, whenever."""
    if shift.state == states.PLANNED:
        return runs
    return runs and shift.state == states.PUBLISHED and not has_begun(shift, now)


def can_publish(shift: DutyShift, *, runs: bool) -> bool:
    return runs and shift.state == states.PLANNED


def can_cancel(shift: DutyShift, *, runs: bool) -> bool:
    return runs and shift.state in (states.PLANNED, states.PUBLISHED)


def can_record(shift: DutyShift, *, runs: bool, now: dt.datetime) -> bool:
    """Who came, and the outcome: once it has begun; put right later too."""
    return runs and shift.state in (states.PUBLISHED, states.HELD) and has_begun(shift, now)


def is_holder(user: User, turn: ShiftTurn) -> bool:
    """Whose turn it is. ``turn.member`` must be loaded."""
    return _is(user, turn)


def is_colleague(user: User, swap: Swap) -> bool:
    """Who was asked to take the turn over. ``swap.member`` must be loaded."""
    return _is(user, swap)


def _is(user: User, place: ShiftTurn | Swap) -> bool:
    who = place.member.user_id if place.member else place.user_id
    return who is not None and who == user.pk


def can_ask_swap(user: User, turn: ShiftTurn, *, runs: bool, now: dt.datetime) -> bool:
    """The holder, or for them who runs the studio; of a published shift that has not begun."""
    shift = turn.shift
    open_yet = shift.state == states.PUBLISHED and not has_begun(shift, now) and turn.state == states.EXPECTED
    return open_yet and (runs or is_holder(user, turn))


def can_answer_swap(user: User, swap: Swap, *, now: dt.datetime) -> bool:
    """Agree or decline: the colleague alone."""
    return swap.state == states.ASKED and _open_yet(swap, now) and is_colleague(user, swap)


def can_confirm_swap(swap: Swap, *, runs: bool, now: dt.datetime) -> bool:
    return runs and swap.state == states.AGREED and _open_yet(swap, now)


def can_refuse_swap(swap: Swap, *, runs: bool, now: dt.datetime) -> bool:
    return runs and swap.state in states.RUNNING and _open_yet(swap, now)


def can_take_back_swap(user: User, swap: Swap, *, now: dt.datetime) -> bool:
    """The holder, and who asked for them."""
    mine = is_holder(user, swap.turn) or swap.asked_by_id == user.pk
    return mine and swap.state in states.RUNNING and _open_yet(swap, now)


def _open_yet(swap: Swap, now: dt.datetime) -> bool:
    shift = swap.turn.shift
    return shift.state == states.PUBLISHED and not has_begun(shift, now)
