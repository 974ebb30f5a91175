"""What a unit wrote on its slip, entered by whoever sent the paper."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, Unit, User
from accounts.services import audit
from common.dates import chinese_date
from common.uploads import CleanFile
from deadlines.queries import the_calendar
from referrals import states
from referrals.models import Part, Referral, Side
from referrals.queries import return_until
from referrals.services.answering import Answer, answered
from referrals.services.files import keep
from referrals.services.handling import TooLate, give_back, take
from referrals.services.moving import done_before, hold, move, require
from referrals.states import NotAllowed

VIA = "paper"


@dataclass(frozen=True)
class Slip:
    """A slip as it came back. ``act``: sign, ask_back, answer (for a joint unit its opinion). ``on``: its day."""

    act: str
    on: dt.date
    answer: Answer | None = None
    reason: str = ""
    suggested_unit: Unit | None = None
    scan: CleanFile | None = None


@transaction.atomic
def enter_paper(
    *, referral: Referral, slip: Slip, by: User, now: dt.datetime, override: bool = False, address: str = ""
) -> Referral:
    """Enter what the slip says, in the unit's stead. An answer to what was not signed for signs for it on its day.

    ``override``: a return asked for after its limit is entered all the same; stands in the trail.
    Raises NotAllowed, TooLate.
    """
    held = hold(referral)
    if _entered_before(held, slip, by):
        return held
    _check_day(held, slip.on, now)
    if slip.act == "ask_back":
        require(held, "ask_back")
        _check_return(held, slip, by=by, now=now, override=override, address=address)
        give_back(held, reason=slip.reason, suggested_unit=slip.suggested_unit, by=by, now=now, via=VIA, on=slip.on)
    else:
        if held.state == states.WAITING:
            take(held, by=by, now=now, via=VIA, on=slip.on, signed_by=None, paper=True)
        elif slip.act == "sign":
            require(held, "sign")
        if slip.act == "answer" and slip.answer:
            _enter_answer(held, slip, slip.answer, by=by, now=now)
    if slip.scan:
        keep(held, slip.scan, side=Side.SCAN, by=by, now=now, handed_in_at=now)
    return held


def _enter_answer(held: Referral, slip: Slip, answer: Answer, *, by: User, now: dt.datetime) -> None:
    action = "opinion" if held.part == Part.JOINT else "answer"
    if not answer.text or (action == "answer" and not answer.result):
        raise NotAllowed("请照回执填写答复和办理结果。")
    changes = {**answer.fields(), "answered_by": None, "entered_by": by, "answered_on": slip.on}
    event = move(held, action, by=by, now=now, via=VIA, said=answer.text, on=slip.on, **changes)
    answered(held, event, by=by, now=now)


def _entered_before(held: Referral, slip: Slip, by: User) -> bool:
    if slip.act == "answer" and slip.answer:
        action = "opinion" if held.part == Part.JOINT else "answer"
        return done_before(held, action, by, said=slip.answer.text, on=slip.on)
    said = {"why": slip.reason} if slip.act == "ask_back" else {}
    return done_before(held, slip.act, by, on=slip.on, **said)


def _check_day(held: Referral, on: dt.date, now: dt.datetime) -> None:
    sent_on = timezone.localdate(held.sent_at)
    if not sent_on <= on <= timezone.localdate(now):
        raise NotAllowed(f"回执上的日期要在交办那天({chinese_date(sent_on)})到今天之间,请核对。")


def _check_return(held: Referral, slip: Slip, *, by: User, now: dt.datetime, override: bool, address: str) -> None:
    until = return_until(held, the_calendar())
    if not until or slip.on <= until or held.late_return:
        return
    if not override:
        raise TooLate(f"申请退回的期限到{chinese_date(until)}为止,回执上的日期已经过了。确需退回的,请由办公室录入。")
    audit(
        AuditEvent.Action.CHANGED, by=by, now=now, subject=f"代录逾期的退回申请 {held.number}", reason=slip.reason,
        via="页面", address=address,
    )  # fmt: skip
