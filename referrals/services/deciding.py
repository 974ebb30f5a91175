"""What the side that handed it out decides: may it be given back, will the answer do."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from deadlines.queries import the_calendar
from notices.services import notify_all
from referrals import states
from referrals.models import Referral
from referrals.queries import return_until
from referrals.services import clocks, texts
from referrals.services.moving import done_before, hold, move, record, require
from referrals.states import NotAllowed


@transaction.atomic
def accept_return(*, referral: Referral, by: User, now: dt.datetime, why: str = "", via: str = "page") -> Referral:
    """It is taken back: its clocks are cancelled, and it may be handed to another unit. Raises NotAllowed."""
    held = hold(referral)
    if done_before(held, "accept_return", by, why=why):
        return held
    event = move(held, "accept_return", by=by, now=now, via=via, why=why)
    clocks.stop(held, "meet", kind=clocks.DISPUTE, by=by, now=now)
    clocks.stop(held, "cancel", by=by, now=now, why="已同意退回")
    body = f"已同意你单位退回{texts.named(held)},不用再办。"
    notify_all(notices=texts.to_unit(held, event, "已同意退回", body), now=now)
    return held


@transaction.atomic
def refuse_return(*, referral: Referral, why: str, by: User, now: dt.datetime, via: str = "page") -> Referral:
    """It stays with the unit, signed for or not as before; its clock ran on all the time. Raises NotAllowed."""
    held = hold(referral)
    action = "refuse_return_signed" if held.signed_at else "refuse_return"
    if done_before(held, action, by, why=why):
        return held
    event = move(held, action, by=by, now=now, via=via, why=why)
    clocks.stop(held, "meet", kind=clocks.DISPUTE, by=by, now=now)
    body = f"{texts.named(held)}仍由你单位办理,理由见这一件的经过。期限照算,到{texts.until(held)}。"
    notify_all(notices=texts.to_unit(held, event, "未同意退回", body), now=now)
    return held


@transaction.atomic
def allow_return(*, referral: Referral, why: str, by: User, now: dt.datetime, address: str = "") -> Referral:
    """Let the unit ask to give it back although the limit is over; stands in the trail. Raises NotAllowed."""
    held = hold(referral)
    if held.late_return:
        return held
    if held.state not in (states.WAITING, states.SIGNED):
        raise NotAllowed(f"这一件{states.STATES[held.state]},不用再放宽退回期限。")
    until = return_until(held, the_calendar())
    if until and timezone.localdate(now) <= until:
        raise NotAllowed("退回期限还没有过,单位现在就可以申请。")
    Referral.objects.filter(pk=held.pk).update(late_return=True)
    held.late_return = True
    event = record(held, "allow_return", by=by, now=now, start=held.state, why=why)
    _override(held, why, by=by, now=now, address=address)
    body = f"{texts.named(held)}的退回期限已放宽,确实不归你单位办的,现在可以申请退回。办理期限照算。"
    notify_all(notices=texts.to_unit(held, event, "可以申请退回", body), now=now)
    return held


@transaction.atomic
def approve(*, referral: Referral, by: User, now: dt.datetime, why: str = "", via: str = "page") -> Referral:
    """The answer, or the opinion, will do. Raises NotAllowed."""
    held = hold(referral)
    if done_before(held, "approve", by, why=why):
        return held
    event = move(held, "approve", by=by, now=now, via=via, why=why)
    body = f"你单位{texts.named(held)}的{_what(held)}已审核通过。"
    notify_all(notices=texts.to_unit(held, event, "审核通过", body), now=now)
    return held


@transaction.atomic
def reject(*, referral: Referral, why: str, by: User, now: dt.datetime, via: str = "page") -> Referral:
    """The unit is to answer again, in a time that begins today; what it wrote stays in the story. Raises NotAllowed."""
    held = hold(referral)
    if done_before(held, "reject", by, why=why):
        return held
    require(held, "reject")
    what = _what(held)
    event = move(held, "reject", by=by, now=now, via=via, why=why)
    clocks.start(held, clocks.kind_of_work(held), on=timezone.localdate(now), by=by, now=now)
    body = f"你单位{texts.named(held)}的{what}需要重办,意见见这一件的经过。请在{texts.until(held)}前再次提交。"
    notices = texts.to_unit(held, event, "驳回重办", body)
    if held.on_paper:
        said = f"{texts.named(held)}驳回重办。请打印转办单送{held.unit},{texts.until(held)}前取回答复。"
        notices += texts.to_us(held, event, "请送纸质转办单", said)
    notify_all(notices=notices, now=now)
    return held


def _what(held: Referral) -> str:
    return "会办意见" if held.part == "joint" else "答复"


def _override(held: Referral, why: str, *, by: User, now: dt.datetime, address: str) -> None:
    audit(
        AuditEvent.Action.CHANGED, by=by, now=now, subject=f"放宽退回期限 {held.number}", reason=why, via="页面",
        address=address,
    )  # fmt: skip
