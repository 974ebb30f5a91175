"""The matters that addresses speak of: of the member in the town studio, with long words, in every situation."""

from collections.abc import Callable
from typing import Any

from referrals import services as units
from referrals.models import Referral
from studios.models import Matter
from studios.services.matters import Result, Telling, bundle, record_result, refer_matter, report_matter, tell
from tests.cast import NOW, Cast
from tests.studios.matters.makers import again, raised

LONG = "村口路灯坏了两个月,晚上出行不便,孩子放学回家也不放心,附现场照片和住户名单" * 2


def begun(cast: Cast, **changes: Any) -> Matter:
    return raised(cast, text=LONG * 2, **changes)


def at_unit(cast: Cast, state: str) -> tuple[object, ...]:
    """A unit has it, and its part in it stands as ``state`` says."""
    matter = begun(cast)
    said = {"title": LONG[:60], "text": LONG, "lead": cast.water, "revision": matter.revision}
    refer_matter(matter=matter, **said, by=cast.liaison, now=NOW)
    referral = Referral.objects.about(matter.key).get()
    if state == "asked_back":
        units.ask_back(referral=referral, reason=LONG, by=cast.handler, now=NOW)
    if state == "answered":
        signed = units.sign(referral=referral, by=cast.handler, now=NOW)
        answer = units.Answer(text=LONG, result="done", head_name="郑局长")
        units.submit_answer(referral=signed, answer=answer, revision=signed.revision, by=cast.handler, now=NOW)
    return (matter.pk, referral.pk)


def answered(cast: Cast) -> Matter:
    """Done, and nobody told yet."""
    matter = begun(cast)
    result = Result("done", LONG, NOW.date())
    record_result(matter=matter, result=result, revision=matter.revision, by=cast.liaison, now=NOW)
    return again(matter)


def unhappy(cast: Cast) -> Matter:
    matter = answered(cast)
    said = Telling(NOW.date(), "phone", "self", "赵联", LONG, "unsatisfied", town="东关村", town_on=NOW.date())
    return tell(matter=matter, telling=said, revision=matter.revision, by=cast.liaison, now=NOW)


def reported(cast: Cast) -> Matter:
    matter = begun(cast)
    said = {"level": "office", "desk": "政协办公室", "text": LONG, "revision": matter.revision}
    return report_matter(matter=matter, **said, by=cast.liaison, now=NOW)


def leading(cast: Cast) -> Matter:
    lead = begun(cast)
    keys = [lead.pk, begun(cast).pk]
    return bundle(matters=keys, lead=lead.pk, title=LONG[:60], outcome="referred", by=cast.convener, now=NOW)


def _one(make: Callable[[Cast], Matter]) -> Callable[[Cast], tuple[object, ...]]:
    return lambda cast: (make(cast).pk,)


def _two(state: str) -> Callable[[Cast], tuple[object, ...]]:
    return lambda cast: at_unit(cast, state)


ACTS: dict[str, Callable[[Cast], tuple[object, ...]]] = {
    "tell": _one(answered),
    "town": _one(answered),
    "reopen": _one(unhappy),
    "answer_report": _one(reported),
    "take_report_back": _one(reported),
    "unbundle": _one(leading),
    "unit_accept": _two("asked_back"),
    "unit_keep": _two("asked_back"),
    "unit_approve": _two("answered"),
    "unit_reject": _two("answered"),
    "unit_withdraw": _two("waiting"),
    **dict.fromkeys(("sheet", "refer", "report", "result", "outcome", "assign"), _one(begun)),
}
DOORS = ("my", "studio", "office")
THINGS = {
    **{f"studios:{door}_matter": _one(leading) for door in DOORS},
    **{f"studios:{door}_matter_{act}": make for door in DOORS for act, make in ACTS.items()},
    "studios:my_matter_result": _one(lambda cast: begun(cast, studio=None)),  # the member's own to see to
}
