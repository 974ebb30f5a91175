"""转办: a matter handed to units, taken back by them or from them, their answer looked at."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from accounts.models import Unit, User
from common.uploads import CleanFile
from referrals import services as referrals
from referrals import states as theirs
from referrals.models import Part, Referral
from studios.models import Matter
from studios.services.matters.checks import WordsRefused, refuse_names, refuse_phones
from studios.services.matters.moving import (
    done_before,
    hold,
    hold_with_followers,
    move,
    require,
    require_standing,
    stamp_of,
)
from studios.services.matters.reporting import pass_on
from studios.services.matters.results import NO_RESULT, Result, settle_result
from studios.services.matters.texts import label_of
from studios.states import NotAllowed
from studios.states import matters as states


@transaction.atomic
def refer_matter(
    *,
    matter: Matter,
    title: str,
    text: str,
    lead: Unit,
    joint: Iterable[Unit] = (),
    urgent: bool = False,
    files: Sequence[CleanFile] = (),
    revision: int,
    by: User,
    now: dt.datetime,
) -> Matter:
    """Hand a matter to one unit to lead and to others to help; what was reported to the office is answered by it.

    Locks the matter, then the units. Raises NotAllowed (of referrals too), MatterStale, WordsRefused, NoLimit.
    """
    held = hold(matter)
    others = sorted({unit.pk: unit for unit in joint}.values(), key=lambda unit: unit.pk)
    stamp = stamp_of("refer", by, revision, title=title, text=text, lead=lead.pk, joint=[u.pk for u in others])
    if done_before(held, stamp):
        return held
    require(held, "refer", revision)
    require_standing(held)
    _require_with_nobody(held)
    if any(unit.pk == lead.pk for unit in others):
        raise WordsRefused(f"{lead}已经是主办单位,会办单位里请去掉它。", "joint")
    refuse_names(held, title)
    refuse_phones(text)
    held.title = title
    units = [(lead, Part.LEAD), *((unit, Part.JOINT) for unit in others)]
    pass_on(held, f"已转{'、'.join(str(unit) for unit, _ in units)}办理", by=by, now=now)
    for unit, part in units:
        referrals.refer(
            subject=held.key,
            label=label_of(held),
            link=held.link,
            text=text,
            unit=unit,
            part=part,
            urgent=urgent,
            files=files,
            responsible_officer=held.responsible or by,
            by=by,
            now=now,
        )
    said = f"主办:{lead}" + (f";会办:{'、'.join(str(unit) for unit in others)}" if others else "")
    move(
        held, "refer", states.OPEN, by=by, now=now, said=said, stamp=stamp, tell=f"已转{lead}办理",
        title=title, outcome=Matter.Outcome.REFERRED, **NO_RESULT,
    )  # fmt: skip
    return held


def _require_with_nobody(held: Matter) -> None:
    live = Referral.objects.about(held.key).live().select_related("unit").first()
    if live:
        raise NotAllowed(f"这件诉求在{live.unit}({live.number},{live.get_state_display()})。要改派,请先撤回那一件。")


@transaction.atomic
def accept_return(*, matter: Matter, referral: Referral, by: User, now: dt.datetime, why: str = "") -> Matter:
    """The unit need not do it: it may be handed to another. Locks the matter, then the referral."""
    held = hold(matter)
    if _already(referral, theirs.RETURNED, held, "sent_back", by):
        return held
    referrals.accept_return(referral=referral, by=by, now=now, why=why)
    move(held, "sent_back", by=by, now=now, why=why, said=_about(referral), tell=f"{referral.unit}已退回,将另行转办")
    return held


@transaction.atomic
def refuse_return(*, matter: Matter, referral: Referral, why: str, by: User, now: dt.datetime) -> Matter:
    held = hold(matter)
    if _already(referral, "", held, "kept", by):
        return held
    referrals.refuse_return(referral=referral, why=why, by=by, now=now)
    move(held, "kept", by=by, now=now, why=why, said=_about(referral), tell=f"仍由{referral.unit}办理")
    return held


@transaction.atomic
def reject_answer(*, matter: Matter, referral: Referral, why: str, by: User, now: dt.datetime) -> Matter:
    held = hold(matter)
    if _already(referral, theirs.REJECTED, held, "rejected", by):
        return held
    referrals.reject(referral=referral, why=why, by=by, now=now)
    move(held, "rejected", by=by, now=now, why=why, said=_about(referral), tell=f"已请{referral.unit}重新办理")
    return held


@transaction.atomic
def withdraw_referral(*, matter: Matter, referral: Referral, why: str, by: User, now: dt.datetime) -> Matter:
    held = hold(matter)
    if _already(referral, theirs.WITHDRAWN, held, "taken_back", by):
        return held
    referrals.withdraw(referral=referral, why=why, by=by, now=now)
    move(held, "taken_back", by=by, now=now, why=why, said=_about(referral), tell=f"已从{referral.unit}撤回,将另行办理")
    return held


@transaction.atomic
def approve_answer(
    *, matter: Matter, referral: Referral, result: Result | None, revision: int, by: User, now: dt.datetime
) -> Matter:
    """The unit's answer will do. Of who leads it becomes the matter's result; of who helps it is taken note of.

    With the lead's answer those who help need say no more: opinions that are in are approved, the others taken back.
    Raises NotAllowed, MatterStale, WordsRefused, NoLimit.
    """
    held, followers = hold_with_followers(matter)
    leading = referral.part != Part.JOINT
    stamp = stamp_of("approve", by, revision, referral=referral.pk, result=result)
    if done_before(held, stamp):
        return held
    if leading:
        require(held, "result", revision)
    referrals.approve(referral=referral, by=by, now=now)
    if not leading:
        return held
    if result is None:
        raise ValueError("the answer of who leads is a result")
    for other in Referral.objects.about(held.key).live().order_by("pk"):
        if other.state == theirs.OPINION_IN:
            referrals.approve(referral=other, by=by, now=now)
        elif other.state in theirs.WITH_UNIT:
            referrals.withdraw(referral=other, why="主办单位已答复", by=by, now=now)
    settle_result(
        held, followers, result, by=by, now=now, stamp=stamp, source=f"{referral.unit}答复({referral.number})"
    )
    return held


def _already(referral: Referral, state: str, held: Matter, action: str, by: User) -> bool:
    """Whether the same person has just done the same with the same referral."""
    if state and Referral.objects.filter(pk=referral.pk).exclude(state=state).exists():
        return False
    last = held.events.order_by("-at", "-pk").first()
    return last is not None and (last.action, last.by_id, last.said) == (action, by.pk, _about(referral))


def _about(referral: Referral) -> str:
    return f"{referral.unit}({referral.number})"
