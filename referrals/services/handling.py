"""What the people of a unit do first: sign for it, or ask to give it back."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import Unit, User
from common.dates import chinese_date
from deadlines.queries import the_calendar
from notices.services import notify_all
from referrals.models import Referral
from referrals.queries import return_until
from referrals.services import clocks, texts
from referrals.services.moving import done_before, hold, move, require
from referrals.states import NotAllowed


class TooLate(NotAllowed):
    """The time in which it may be given back is over; the message is Chinese."""


@transaction.atomic
def sign(*, referral: Referral, by: User, now: dt.datetime, via: str = "page") -> Referral:
    """Sign for it: the time to answer begins, and who sent it is told. Raises NotAllowed, which says who signed."""
    held = hold(referral)
    if done_before(held, "sign", by):
        return held
    take(held, by=by, now=now, via=via, on=timezone.localdate(now), signed_by=by)
    return held


def take(
    held: Referral, *, by: User, now: dt.datetime, via: str, on: dt.date, signed_by: User | None, paper: bool = False
) -> None:
    """The signing of a held referral, on whatever paper: from the day ``on`` its own time runs."""
    event = move(held, "sign", by=by, now=now, via=via, on=on if paper else None, signed_at=now, signed_by=signed_by)
    clocks.stop(held, "meet", by=by, now=now)
    clocks.start(held, clocks.kind_of_work(held), on=on, by=by, now=now)
    body = f"{held.unit}已签收{texts.named(held)},{texts.until(held)}前答复。"
    notify_all(notices=texts.to_us(held, event, "已签收", body, watchers=False), now=now)


@transaction.atomic
def ask_back(
    *,
    referral: Referral,
    reason: str,
    by: User,
    now: dt.datetime,
    suggested_unit: Unit | None = None,
    via: str = "page",
) -> Referral:
    """Ask to give it back. The unit's own clock runs on, so that asking gains no time; the answer has one too.

    Raises TooLate after the limit unless the office has allowed it, NotAllowed.
    """
    held = hold(referral)
    if done_before(held, "ask_back", by, why=reason):
        return held
    require(held, "ask_back")
    until = return_until(held, the_calendar())
    if until and timezone.localdate(now) > until and not held.late_return:
        raise TooLate(f"申请退回的期限到{chinese_date(until)}为止,已经过了。确实不归本单位办的,请与政协办公室联系。")
    give_back(held, reason=reason, suggested_unit=suggested_unit, by=by, now=now, via=via)
    return held


def give_back(
    held: Referral,
    *,
    reason: str,
    suggested_unit: Unit | None,
    by: User,
    now: dt.datetime,
    via: str,
    on: dt.date | None = None,
) -> None:
    """The asking of a held referral, whether its time is over or not."""
    if not reason:
        raise NotAllowed("请写明为什么退回。")
    if suggested_unit is not None and suggested_unit.pk == held.unit_id:
        raise NotAllowed("建议改办的单位就是本单位,请另选,或不填。")
    event = move(held, "ask_back", by=by, now=now, via=via, why=reason, suggested_unit=suggested_unit, on=on)
    clocks.start_dispute(held, on=timezone.localdate(now), by=by, now=now)
    instead = f",建议改由{suggested_unit}办理" if suggested_unit else ""
    body = f"{held.unit}申请退回{texts.named(held)}{instead}。理由见这一件的经过,请答复同意或不同意。"
    notify_all(notices=texts.to_us(held, event, "申请退回", body), now=now)
