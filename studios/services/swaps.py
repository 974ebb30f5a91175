"""调剂: one turn goes to a colleague. Asked, agreed to by the colleague, confirmed by who runs the studio."""

import datetime as dt

from django.db import IntegrityError, transaction

from accounts.models import User
from members.models import Member
from studios import rules
from studios.models import ShiftTurn, Swap
from studios.queries.duty import colleagues_for, runs_studio
from studios.services import duty_notices as notices
from studios.services.shift_steps import DutyRefused, between, hold_swap, hold_turn, move_swap, note, set_turn, touch
from studios.states import NotAllowed
from studios.states import shifts as states


@transaction.atomic
def ask_swap(*, turn: ShiftTurn, member: Member, why: str, by: User, now: dt.datetime, via: str = "page") -> Swap:
    """Ask a colleague of the studio to take a turn over; they are told. Sent twice, it is asked once.

    Locks the shift, then the turn. Raises NotAllowed, DutyRefused.
    """
    held = hold_turn(turn)
    running = Swap.objects.running().filter(turn=held).with_people().first()
    if running and running.member_id == member.pk and running.asked_by_id == by.pk:
        return running
    if running:
        raise DutyRefused(
            f"这一班已经在请{running.member or running.user}代({running.get_state_display()})。要另请人,先收回。"
        )
    if not rules.can_ask_swap(by, held, runs=runs_studio(by, held.shift.studio), now=now):
        raise NotAllowed(_why_closed(held, now))
    _refuse_unfit(held, member)
    if member.user is None or not member.user.is_active:
        raise DutyRefused(f"{member}还没有账号,不能在这里答复。请联络员问过本人后直接安排。")
    swap = _new(held, member, why, states.ASKED, by=by, now=now)
    note(held.shift, "ask", by=by, now=now, via=via, about=between(swap), why=why)
    notices.tell_asked(swap, by=by, now=now)
    return swap


@transaction.atomic
def agree_swap(*, swap: Swap, by: User, now: dt.datetime, via: str = "page") -> Swap:
    """The colleague takes it over, if who runs the studio confirms; they are told. Raises NotAllowed."""
    held = hold_swap(swap)
    if held.state == states.AGREED and rules.is_colleague(by, held):
        return held
    _require(rules.can_answer_swap(by, held, now=now), held, now)
    move_swap(held, "agree", by=by, now=now, via=via)
    notices.tell_agreed(held, by=by, now=now)
    return held


@transaction.atomic
def decline_swap(*, swap: Swap, answer: str, by: User, now: dt.datetime, via: str = "page") -> Swap:
    """The colleague can not; the holder is told and may ask another. Raises NotAllowed."""
    held = hold_swap(swap)
    if held.state == states.DECLINED and rules.is_colleague(by, held):
        return held
    _require(rules.can_answer_swap(by, held, now=now), held, now)
    move_swap(held, "decline", by=by, now=now, via=via, answer=answer)
    who, shift, said = held.member or held.user, held.turn.shift, f":{answer}" if answer else ""
    subject = f"{who}{notices.short_day(shift)}不方便代班"
    body = f"{notices.when(shift)}的值班,{who}不方便代{said}。可以另请一位,或告诉联络员。"
    notices.tell_not_swapped(held, subject=subject, body=body, by=by, now=now)
    return held


@transaction.atomic
def confirm_swap(*, swap: Swap, by: User, now: dt.datetime, via: str = "page") -> Swap:
    """The roster changes: the old turn is swapped away, the colleague has a new one; all are told.

    Confirmed before, nothing is done again. Locks shift, turn, swap. Raises NotAllowed, DutyRefused.
    """
    held = hold_swap(swap)
    runs = runs_studio(by, held.turn.shift.studio)
    if held.state == states.CONFIRMED and runs:
        return held
    _require(rules.can_confirm_swap(held, runs=runs, now=now), held, now)
    move_swap(held, "confirm", by=by, now=now, via=via)
    _change_roster(held, by=by, now=now)
    return held


@transaction.atomic
def refuse_swap(*, swap: Swap, answer: str, by: User, now: dt.datetime, via: str = "page") -> Swap:
    """Who runs the studio does not confirm, and says why; both are told, the turn stays. Raises NotAllowed."""
    held = hold_swap(swap)
    runs = runs_studio(by, held.turn.shift.studio)
    if held.state == states.REFUSED and runs:
        return held
    _require(rules.can_refuse_swap(held, runs=runs, now=now), held, now)
    move_swap(held, "refuse", by=by, now=now, via=via, answer=answer)
    shift = held.turn.shift
    subject = f"{notices.short_day(shift)}值班的调剂没有确认"
    body = f"{notices.when(shift)}的值班还是由{held.turn}到岗。原因:{answer}。"
    notices.tell_not_swapped(held, subject=subject, body=body, by=by, now=now)
    return held


@transaction.atomic
def take_back_swap(*, swap: Swap, by: User, now: dt.datetime, via: str = "page") -> Swap:
    """The holder comes after all; the colleague is told, and who runs the studio if they had agreed."""
    held = hold_swap(swap)
    if held.state == states.TAKEN_BACK:
        return held
    agreed = held.state == states.AGREED
    _require(rules.can_take_back_swap(by, held, now=now), held, now)
    move_swap(held, "take_back", by=by, now=now, via=via)
    shift = held.turn.shift
    subject, body = f"{notices.short_day(shift)}的值班不用您代了", f"{notices.when(shift)}的值班由{held.turn}自己到岗。"
    people = [notices.person_of(held), *(notices.runners(shift) if agreed else [])]
    notices.tell(people, shift, what=f"swap:{held.pk}:taken_back", subject=subject, body=body, now=now, but=by)
    return held


@transaction.atomic
def arrange_swap(*, turn: ShiftTurn, member: Member, why: str, by: User, now: dt.datetime, via: str = "page") -> Swap:
    """Who runs the studio has asked both and changes the roster in one step; a running request of the turn ends.

    Sent twice, it is arranged once. Locks the shift, then the turn. Raises NotAllowed, DutyRefused.
    """
    held = hold_turn(turn)
    done = Swap.objects.filter(turn=held, member=member, state=states.CONFIRMED, asked_by=by).first()
    if done and held.state == states.SWAPPED:
        return done
    runs = runs_studio(by, held.shift.studio)
    if not (runs and rules.can_ask_swap(by, held, runs=runs, now=now)):
        raise NotAllowed(_why_closed(held, now))
    _refuse_unfit(held, member)
    lapsed = []
    for running in Swap.objects.running().filter(turn=held).with_people():
        running.turn = held
        move_swap(running, "lapse", by=by, now=now, via=via, why="联络员另作了安排")
        lapsed.append(running)
    swap = _new(held, member, why, states.CONFIRMED, by=by, now=now)
    note(held.shift, "arrange", by=by, now=now, via=via, about=between(swap), why=why)
    notices.tell_lapsed(lapsed, why="联络员另作了安排", by=by, now=now)
    _change_roster(swap, by=by, now=now)
    return swap


def _new(turn: ShiftTurn, member: Member, why: str, state: str, *, by: User, now: dt.datetime) -> Swap:
    swap = Swap(turn=turn, member=member, why=why[:100], state=state, asked_by=by, asked_at=now)
    try:
        with transaction.atomic():
            swap.save(force_insert=True)
    except IntegrityError:
        raise DutyRefused("这一班已经有一个调剂在办。请刷新页面看最新情况。") from None
    return swap


def _change_roster(swap: Swap, *, by: User, now: dt.datetime) -> None:
    """The old turn goes, the new one comes, everybody is told."""
    turn, shift = swap.turn, swap.turn.shift
    others = list(ShiftTurn.objects.standing().filter(shift=shift).exclude(pk=turn.pk).select_related("member__user"))
    set_turn(turn, states.SWAPPED)
    try:
        with transaction.atomic():
            ShiftTurn.objects.create(shift=shift, member=swap.member, user=swap.user)
    except IntegrityError:
        raise DutyRefused(f"{swap.member or swap.user}已经在这一班里,请另选一位。") from None
    touch(shift, now)
    notices.tell_swapped(swap, others, by=by, now=now)


def _refuse_unfit(turn: ShiftTurn, member: Member) -> None:
    if not colleagues_for(turn).filter(pk=member.pk).exists():
        raise DutyRefused(f"{member}不在本室,或者已经在这一班里。请另选一位。")


def _require(allowed: bool, swap: Swap, now: dt.datetime) -> None:
    if allowed:
        return
    if swap.state in states.RUNNING and rules.has_begun(swap.turn.shift, now):
        raise NotAllowed("这一班已经开始,不能再调剂。")
    raise NotAllowed(f"这一次调剂{states.SWAPS[swap.state]},不能再这样做。请刷新页面看最新情况。")


def _why_closed(turn: ShiftTurn, now: dt.datetime) -> str:
    if turn.state in states.GONE:
        return f"{turn}在这一班{states.TURNS[turn.state]},不用再调剂。"
    if rules.has_begun(turn.shift, now):
        return "这一班已经开始,不能再调剂。"
    return f"这一班{states.SHIFTS[turn.shift.state]},现在不能调剂。"
