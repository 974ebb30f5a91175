"""How a shift, a turn and a swap move: the only places that write their states, each with a row of the story."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import F

from accounts.models import User
from studios.models import DutyShift, ShiftEvent, ShiftTurn, Studio, Swap
from studios.states import NotAllowed
from studios.states import shifts as states


class DutyRefused(Exception):
    """It cannot be done so; the message is Chinese and says how to mend it."""


class ShiftStale(DutyRefused):
    """Somebody changed the shift meanwhile. ``stored`` is what stands now."""

    def __init__(self, stored: DutyShift) -> None:
        super().__init__("这一班在您填写时已经改过。下面是现在的安排,核对后再按一次,就以您写的为准。")
        self.stored = stored


def hold_studio(studio: Studio) -> Studio:
    """The studio's row, locked: patterns change and shifts are made for it by one at a time."""
    return Studio.objects.select_for_update().get(pk=studio.pk)


def hold_shift(shift: DutyShift) -> DutyShift:
    """The shift as it stands, locked before its turns and swaps. Raises DutyRefused when it is gone."""
    held = DutyShift.objects.select_for_update(of=("self",)).select_related("studio", "pattern")
    found = held.filter(pk=shift.pk).first()
    if found is None:
        raise DutyRefused("这一班已经按新的值班安排撤掉了。请回到值班表看最新的安排。")
    return found


def hold_turn(turn: ShiftTurn) -> ShiftTurn:
    """The turn as it stands, with its shift locked."""
    shift = hold_shift(turn.shift)
    held = ShiftTurn.objects.select_for_update(of=("self",)).select_related("member__user", "user").get(pk=turn.pk)
    held.shift = shift
    return held


def hold_swap(swap: Swap) -> Swap:
    """The swap as it stands, its shift and turn locked before it."""
    turn = hold_turn(swap.turn)
    held = Swap.objects.select_for_update(of=("self",)).select_related("member__user", "user", "asked_by")
    found = held.get(pk=swap.pk)
    found.turn = turn
    return found


def require_revision(shift: DutyShift, revision: int | None) -> None:
    if shift.revision != revision:
        raise ShiftStale(shift)


def move_shift(
    shift: DutyShift,
    action: str,
    *,
    by: User | None,
    now: dt.datetime,
    via: str = "page",
    about: str = "",
    why: str = "",
    **changes: Any,
) -> None:
    """Move a shift by compare-and-set, with one event. Raises NotAllowed, ShiftStale."""
    start, end = shift.state, states.step(states.SHIFT_STEPS, states.SHIFTS, action, shift.state)
    found = DutyShift.objects.filter(pk=shift.pk, state=start, revision=shift.revision)
    if not found.update(state=end, revision=F("revision") + 1, changed_at=now, **changes):
        raise ShiftStale(DutyShift.objects.select_related("studio").get(pk=shift.pk))
    for name, value in {"state": end, "revision": shift.revision + 1, "changed_at": now, **changes}.items():
        setattr(shift, name, value)
    note(shift, action, by=by, now=now, via=via, about=about, why=why, moved=(start, end))


def note(
    shift: DutyShift,
    action: str,
    *,
    by: User | None,
    now: dt.datetime,
    via: str = "page",
    about: str = "",
    why: str = "",
    moved: tuple[str, str] = ("", ""),
) -> None:
    """One row of a shift's story."""
    ShiftEvent.objects.create(
        shift=shift, at=now, by=by, via=via, action=action, from_state=moved[0], to_state=moved[1],
        about=about[:60], why=why[:200],
    )  # fmt: skip


def touch(shift: DutyShift, now: dt.datetime) -> None:
    """The people of a shift changed: forms that were opened before are stale, calendars read it anew."""
    DutyShift.objects.filter(pk=shift.pk).update(revision=F("revision") + 1, changed_at=now)


def set_turn(turn: ShiftTurn, state: str, **changes: Any) -> None:
    """Write a turn's state by compare-and-set; the story is told by the caller. Raises NotAllowed."""
    if not ShiftTurn.objects.filter(pk=turn.pk, state=turn.state).update(state=state, **changes):
        raise NotAllowed(f"{turn}的登记刚刚有人改过。请刷新页面看最新情况。")
    turn.state = state
    for name, value in changes.items():
        setattr(turn, name, value)


def move_swap(
    swap: Swap, action: str, *, by: User | None, now: dt.datetime, via: str = "page", why: str = "", answer: str = ""
) -> None:
    """Move a swap by compare-and-set, with one event of its shift. Raises NotAllowed."""
    start, end = swap.state, states.step(states.SWAP_STEPS, states.SWAPS, action, swap.state)
    if not Swap.objects.filter(pk=swap.pk, state=start).update(state=end, answer=answer[:100] or swap.answer):
        raise NotAllowed("这一次调剂刚刚有人办过。请刷新页面看最新情况。")
    swap.state, swap.answer = end, answer[:100] or swap.answer
    note(swap.turn.shift, action, by=by, now=now, via=via, about=between(swap), why=why or answer, moved=(start, end))


def between(swap: Swap) -> str:
    """Whose turn and who is to take it, as the story tells it."""
    return f"{swap.turn}请{swap.member or swap.user}代班"


def lapse_swaps(
    shift: DutyShift, *, why: str, by: User | None, now: dt.datetime, via: str = "page", people: Iterable[int] = ()
) -> list[Swap]:
    """Running swaps of a shift end without effect: all, or those in which one of ``people`` (members) has a part."""
    running = Swap.objects.running().filter(turn__shift=shift).with_people().order_by("pk")
    touched = set(people)
    found = [one for one in running if not touched or {one.member_id, one.turn.member_id} & touched]
    for swap in found:
        swap.turn.shift = shift
        move_swap(swap, "lapse", by=by, now=now, via=via, why=why)
    return found
