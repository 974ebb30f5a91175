"""到岗、离岗 and the outcome of a shift, recorded by who runs the studio; put right later with a reason.

Times are typed by whoever saw it: nobody is located, nobody clocks in (国办函〔2026〕12号).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from deadlines.services import close_about
from studios import rules
from studios.models import DutyShift, ShiftTurn
from studios.queries.duty import has_outcome
from studios.services.shift_steps import DutyRefused, hold_shift, move_shift, require_revision, set_turn
from studios.services.shifts import OUTCOME, subject_of
from studios.states import NotAllowed
from studios.states import shifts as states


@dataclass(frozen=True)
class Mark:
    """Whether somebody came, and from when to when; without a leaving time they are still there."""

    came: bool
    arrived_at: dt.time | None = None
    left_at: dt.time | None = None

    def fields(self) -> dict[str, dt.time | None]:
        return {"arrived_at": self.arrived_at, "left_at": self.left_at} if self.came else {**NO_TIMES}

    @property
    def state(self) -> str:
        if not self.came:
            return states.ABSENT
        return states.LEFT if self.left_at else states.ARRIVED

    def __str__(self) -> str:
        if not self.came or not self.arrived_at:
            return "缺席"
        return f"{self.arrived_at:%-H:%M}到岗" + (f",{self.left_at:%-H:%M}离岗" if self.left_at else "")


NO_TIMES: dict[str, dt.time | None] = {"arrived_at": None, "left_at": None}


@transaction.atomic
def record_shift(
    *,
    shift: DutyShift,
    marks: Mapping[int, Mark],
    no_visitors: bool,
    instead: str,
    why: str,
    revision: int,
    by: User,
    now: dt.datetime,
    via: str = "page",
) -> DutyShift:
    """Who came (turn → mark), and that nobody visited and what was done instead. Held once both are whole.

    ``why`` is needed to change what was recorded before. Without a change, no event. Locks the shift. Raises
    DutyRefused, ShiftStale, NotAllowed.
    """
    held = hold_shift(shift)
    turns = list(ShiftTurn.objects.standing().filter(shift=held).select_related("member", "user").by_strokes())
    new = [(turn, mark) for turn in turns if (mark := marks.get(turn.pk)) and not _stands(turn, mark)]
    outcome = (no_visitors, instead if no_visitors else "") != (held.no_visitors, held.instead)
    if not new and not outcome:
        return _held_if_whole(held, turns, by=by, now=now, via=via)
    if not rules.can_record(held, runs=True, now=now):
        raise NotAllowed(_why_not(held))
    require_revision(held, revision)
    corrects = held.state == states.HELD or any(_corrects(turn, mark) for turn, mark in new)
    if (corrects or (outcome and held.no_visitors)) and not why:
        raise DutyRefused("改动以前登记的,请写明为什么改。")
    _refuse_contradiction(held, no_visitors, instead)
    action = "correct" if held.state == states.HELD else "record"
    changes: dict[str, Any] = {"no_visitors": no_visitors, "instead": instead if no_visitors else ""} if outcome else {}
    said = "、".join([*(f"{turn}{mark}" for turn, mark in new), *(["无来访"] if outcome and no_visitors else [])])
    move_shift(held, action, by=by, now=now, via=via, why=f"{why}({said})" if why else said, **changes)
    for turn, mark in new:
        set_turn(turn, mark.state, **mark.fields())
    return _held_if_whole(held, turns, by=by, now=now, via=via)


def _stands(turn: ShiftTurn, mark: Mark) -> bool:
    return turn.state == mark.state and all(getattr(turn, name) == value for name, value in mark.fields().items())


def _corrects(turn: ShiftTurn, mark: Mark) -> bool:
    """Whether what was recorded is changed; that somebody has left by now is only added to it."""
    if turn.state == states.EXPECTED:
        return False
    return turn.state != states.ARRIVED or not mark.came or mark.arrived_at != turn.arrived_at


def _refuse_contradiction(shift: DutyShift, no_visitors: bool, instead: str) -> None:
    if no_visitors and not instead:
        raise DutyRefused("无来访的,请写明这一班做了什么,如整理民情、入户走访。")
    if no_visitors and shift.visits.filed().exists():
        raise DutyRefused("这一班已经记了民情日志,不能再记“无来访”。请去掉勾,或先撤回日志。")


def _why_not(shift: DutyShift) -> str:
    if shift.state in (states.PUBLISHED, states.HELD):
        return "这一班还没有开始,到时候再登记。"
    return f"这一班{states.SHIFTS[shift.state]},不能登记。"


def _held_if_whole(
    shift: DutyShift, turns: list[ShiftTurn], *, by: User | None, now: dt.datetime, via: str
) -> DutyShift:
    """Held, and its deadline met, once there is an outcome and everybody's coming or not coming is recorded."""
    if shift.state != states.PUBLISHED or not is_whole(shift, turns):
        return shift
    move_shift(shift, "hold", by=by, now=now, via=via)
    close_about(subject=subject_of(shift), action="meet", kind=OUTCOME, by=by, now=now, via=via)
    return shift


def is_whole(shift: DutyShift, turns: list[ShiftTurn]) -> bool:
    """One query at most."""
    return bool(turns) and all(turn.state != states.EXPECTED for turn in turns) and has_outcome(shift)


@transaction.atomic
def hold_shift_if_whole(*, shift: DutyShift, by: User | None, now: dt.datetime, via: str = "page") -> bool:
    """For a shift whose log was written after who came was recorded. Locks the shift; held before, nothing is done."""
    held = hold_shift(shift)
    if held.state != states.PUBLISHED:
        return False
    turns = list(ShiftTurn.objects.standing().filter(shift=held))
    return _held_if_whole(held, turns, by=by, now=now, via=via).state == states.HELD


@transaction.atomic
def reopen_shift(*, shift: DutyShift, by: User | None, now: dt.datetime, via: str = "page") -> bool:
    """A held shift whose entries have all been withdrawn wants an outcome again. Locks the shift."""
    held = hold_shift(shift)
    if held.state != states.HELD or has_outcome(held):
        return False
    move_shift(held, "reopen", by=by, now=now, via=via, why="民情日志都已撤回或退回,这一班没有成果了")
    return True
