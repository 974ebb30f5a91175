"""What the people of a unit do then: draft, answer, let the head sign off; a joint unit gives its opinion."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import UnitPost, User
from common.uploads import CleanFile
from notices.services import notify_all
from referrals import states
from referrals.models import Part, Referral, ReferralEvent
from referrals.queries import the_setting
from referrals.services import clocks, texts
from referrals.services.files import hand_in, keep_drafts
from referrals.services.moving import done_before, hold, move, require, require_revision
from referrals.states import NotAllowed


@dataclass(frozen=True)
class Answer:
    """What a unit writes. A joint opinion has no result."""

    text: str
    result: str = ""
    head_name: str = ""
    contact_name: str = ""
    contact_phone: str = ""

    def fields(self) -> dict[str, Any]:
        return {
            "answer": self.text,
            "result": self.result,
            "head_name": self.head_name,
            "contact_name": self.contact_name,
            "contact_phone": self.contact_phone,
        }

    def stands(self, referral: Referral) -> bool:
        return all(getattr(referral, name) == value for name, value in self.fields().items())


@transaction.atomic
def save_answer_draft(
    *,
    referral: Referral,
    answer: Answer,
    revision: int | None,
    by: User,
    now: dt.datetime,
    files: Sequence[CleanFile] = (),
) -> Referral:
    """Keep an unfinished answer, which only the unit sees. Raises Stale, NotAllowed."""
    held = hold(referral)
    require(held, _word(held))
    keep_drafts(held, list(files), by=by, now=now)
    if answer.stands(held):
        return held
    require_revision(held, revision)
    changes = {**answer.fields(), "drafted_by": by, "drafted_at": now}
    Referral.objects.filter(pk=held.pk).update(revision=F("revision") + 1, **changes)
    held.refresh_from_db()
    return held


@transaction.atomic
def submit_answer(
    *,
    referral: Referral,
    answer: Answer,
    revision: int | None,
    by: User,
    now: dt.datetime,
    files: Sequence[CleanFile] = (),
    via: str = "page",
) -> Referral:
    """Answer; where the office wants the head's word and ``by`` is not the head, it goes to the head first.

    Sent twice, it is answered once. Raises Stale, NotAllowed.
    """
    held = hold(referral)
    action = "submit" if _head_first(held, by) else "answer"
    if done_before(held, action, by, said=answer.text):
        return held
    if held.part == Part.JOINT:
        raise NotAllowed("会办单位交会办意见,由主办单位答复。")
    require(held, action)
    keep_drafts(held, list(files), by=by, now=now)
    if not answer.stands(held):
        require_revision(held, revision)
    changes = {**answer.fields(), "answered_by": by, "entered_by": None, "drafted_by": by, "drafted_at": now}
    if action == "answer":
        changes["answered_on"] = timezone.localdate(now)
    event = move(held, action, by=by, now=now, via=via, said=answer.text, **changes)
    if action == "answer":
        answered(held, event, by=by, now=now)
    else:
        body = f"{by.name}已写好{texts.named(held)}的答复,请您审定。{texts.until(held)}前答复。"
        notify_all(notices=texts.to_unit(held, event, "请审定答复", body, part=UnitPost.Part.HEAD), now=now)
    return held


@transaction.atomic
def sign_off(*, referral: Referral, by: User, now: dt.datetime, via: str = "page") -> Referral:
    """The head's word: now it is answered, in the head's name. Raises NotAllowed."""
    held = hold(referral)
    if done_before(held, "sign_off", by):
        return held
    event = move(
        held,
        "sign_off",
        by=by,
        now=now,
        via=via,
        said=held.answer,
        answered_on=timezone.localdate(now),
        head_name=by.name[:30],
    )
    answered(held, event, by=by, now=now)
    return held


@transaction.atomic
def hand_back(*, referral: Referral, why: str, by: User, now: dt.datetime, via: str = "page") -> Referral:
    """The head wants it written otherwise; the clock runs on. Raises NotAllowed."""
    held = hold(referral)
    if done_before(held, "hand_back", by, why=why):
        return held
    event = move(held, "hand_back", by=by, now=now, via=via, why=why)
    body = f"{by.name}把{texts.named(held)}的答复退回修改,意见见这一件的经过。{texts.until(held)}前答复。"
    notify_all(notices=texts.to_unit(held, event, "答复退回修改", body), now=now)
    return held


@transaction.atomic
def take_back(*, referral: Referral, by: User, now: dt.datetime, via: str = "page") -> Referral:
    """The handler takes the answer from the head's desk to write on; the clock runs on. Raises NotAllowed."""
    held = hold(referral)
    if done_before(held, "take_back", by):
        return held
    move(held, "take_back", by=by, now=now, via=via)
    return held


@transaction.atomic
def give_opinion(
    *,
    referral: Referral,
    answer: Answer,
    revision: int | None,
    by: User,
    now: dt.datetime,
    files: Sequence[CleanFile] = (),
    via: str = "page",
) -> Referral:
    """A joint unit's opinion. Sent twice, it is given once. Raises Stale, NotAllowed."""
    held = hold(referral)
    if done_before(held, "opinion", by, said=answer.text):
        return held
    if held.part != Part.JOINT:
        raise NotAllowed("会办意见由会办单位交,本单位请直接答复。")
    require(held, "opinion")
    keep_drafts(held, list(files), by=by, now=now)
    if not answer.stands(held):
        require_revision(held, revision)
    changes = {**answer.fields(), "answered_by": by, "entered_by": None, "answered_on": timezone.localdate(now)}
    event = move(held, "opinion", by=by, now=now, via=via, said=answer.text, **changes)
    answered(held, event, by=by, now=now)
    return held


def answered(held: Referral, event: ReferralEvent, *, by: User, now: dt.datetime) -> None:
    """What every answer ends in: the clock is met, the files go along, and who sent it is told."""
    clocks.stop(held, "meet", by=by, now=now)
    hand_in(held, now)
    what = texts.word_of_unit(held)
    notify_all(notices=texts.to_us(held, event, what, f"{what}。{texts.named(held)},请查看后审核。"), now=now)


def _word(held: Referral) -> str:
    return "opinion" if held.part == Part.JOINT else "answer"


def _head_first(held: Referral, by: User) -> bool:
    """Whether the office wants the head's word and ``by`` cannot give it. Two queries at most."""
    if held.state not in states.IN_HAND | {states.FOR_HEAD} or not the_setting().head_signs_off:
        return False
    heads = UnitPost.objects.open().filter(unit=held.unit, part=UnitPost.Part.HEAD, user__is_active=True)
    holders = set(heads.values_list("user", flat=True))
    return bool(holders) and by.pk not in holders  # a unit without a head could never answer
