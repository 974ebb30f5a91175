"""Referrals in each of their states, as their people would have brought them there."""

import datetime as dt
from itertools import count
from typing import Any

from accounts.models import Unit, User
from common.uploads import ATTACHMENTS, CleanFile, clean_file
from referrals import services, states
from referrals.models import Part, Referral, ReferralSetting
from referrals.services import Answer
from tests.cast import Cast
from tests.common.files import picture
from tests.deadlines.makers import at

SENT = at("2026-03-02", 10)  # a Monday
SIGNED = at("2026-03-03", 9)
ANSWERED = at("2026-03-10", 15)
LATER = at("2026-03-11", 9)
TEXT = "东关村村口路灯不亮,请核实修复。"
_numbers = count(1)


def answer(text: str = "已更换灯头12盏。", **fields: Any) -> Answer:
    said = {"result": "done", "head_name": "郑局长", "contact_name": "马经办", "contact_phone": "0700-5551234"}
    return Answer(text=text, **(said | fields))


def opinion(text: str = "同意,配合施工。") -> Answer:
    return answer(text, result="")


def attachment(name: str = "现场.png") -> CleanFile:
    return clean_file(picture(), name, ATTACHMENTS)


def referred(cast: Cast, now: dt.datetime = SENT, **changes: Any) -> Referral:
    """Of the liaison officer 赵联 to 县水利局, to lead; each of another subject unless ``changes`` say so."""
    number = next(_numbers)
    fields: dict[str, Any] = {
        "subject": f"studios.matter:{number}",
        "label": f"东关村路灯不亮{number}",
        "link": f"/go/studios.matter/{number}/",
        "text": TEXT,
        "unit": cast.water,
        "part": Part.LEAD,
        "by": cast.liaison,
        "decided_here": True,
    }
    return services.refer(**(fields | changes), now=now)


def signed(cast: Cast, **changes: Any) -> Referral:
    return services.sign(referral=referred(cast, **changes), by=cast.handler, now=SIGNED)


def answered(cast: Cast, now: dt.datetime = ANSWERED, **changes: Any) -> Referral:
    held = signed(cast, **changes)
    return services.submit_answer(referral=held, answer=answer(), revision=held.revision, by=cast.handler, now=now)


def head_must_sign_off(*, on: bool = True) -> None:
    ReferralSetting.objects.update(head_signs_off=on)


def in_state(cast: Cast, state: str, **changes: Any) -> Referral:
    """One of 赵联 with 县水利局 that stands in ``state``."""
    who = {"by": cast.handler, "now": ANSWERED}
    ours = {"by": cast.liaison, "now": LATER}
    if state == states.WAITING:
        return referred(cast, **changes)
    if state == states.WITHDRAWN:
        return services.withdraw(referral=referred(cast, **changes), why="重复了", **ours)
    if state in (states.ASKED_BACK, states.RETURNED):
        asked = services.ask_back(referral=referred(cast, **changes), reason="归路灯所管", **who)
        return asked if state == states.ASKED_BACK else services.accept_return(referral=asked, **ours)
    if state == states.SIGNED:
        return signed(cast, **changes)
    if state == states.OPINION_IN:
        held = signed(cast, **{"part": Part.JOINT} | changes)
        return services.give_opinion(referral=held, answer=opinion(), revision=held.revision, **who)
    if state == states.FOR_HEAD:
        head_must_sign_off()
        held = answered(cast, **changes)
        head_must_sign_off(on=False)
        return held
    held = answered(cast, **changes)
    if state == states.ANSWERED:
        return held
    if state == states.APPROVED:
        return services.approve(referral=held, **ours)
    return services.reject(referral=held, why="没有写明何时修好", **ours)


def village(name: str = "东关村") -> Unit:
    """A unit in which nobody can sign in."""
    return Unit.objects.create(name=name, desk=Unit.Desk.OTHER)


def moved(referral: Referral) -> list[tuple[str, str, User | None]]:
    return [(event.action, event.to_state, event.by) for event in referral.events.order_by("at", "pk")]
