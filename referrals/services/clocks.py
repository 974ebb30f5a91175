"""The deadlines of a referral: until when it is to be signed for, answered, or taken back."""

import datetime as dt

from accounts import roles
from accounts.models import UnitPost, User
from deadlines.models import Part as Has
from deadlines.queries import holders_of
from deadlines.services import close_about, open_deadline
from deadlines.services.deadlines import Holder
from referrals.models import Part, Referral
from referrals.queries import subject_of

SIGN_FOR, DISPUTE = "sign_for", "dispute"


def kind_of_work(referral: Referral) -> str:
    """The limit under which the unit works on it once it has signed."""
    if referral.part == Part.JOINT:
        return "joint_opinion"
    return "referral_urgent" if referral.urgent else "referral"


def start(referral: Referral, kind: str, *, on: dt.date, by: User | None, now: dt.datetime) -> None:
    """Open the clock that runs for the unit and keep it as the referral's own. Raises NoLimit."""
    made = open_deadline(
        kind=kind,
        subject=subject_of(referral),
        label=_label(referral),
        started_on=on,
        parties={**_doers(referral), Has.OFFICE: _watchers(referral), Has.LEADER: holders_of(roles.SECRETARY)},
        by=by,
        now=now,
    )
    Referral.objects.filter(pk=referral.pk).update(deadline=made)
    referral.deadline = made


def start_dispute(referral: Referral, *, on: dt.date, by: User | None, now: dt.datetime) -> None:
    """Whoever sent it is to say whether it may be given back; the unit's own clock runs on meanwhile."""
    open_deadline(
        kind=DISPUTE,
        subject=subject_of(referral),
        label=f"答复退回申请:{_label(referral)}"[:120],
        started_on=on,
        parties={Has.RESPONSIBLE: _ours(referral), Has.OFFICE: _watchers(referral)},
        by=by,
        now=now,
    )


def stop(referral: Referral, action: str, *, by: User | None, now: dt.datetime, kind: str = "", why: str = "") -> None:
    """Meet or cancel what runs for it: all, or one kind; none is no error."""
    close_about(subject=subject_of(referral), action=action, kind=kind, by=by, now=now, why=why)


def _label(referral: Referral) -> str:
    return f"{referral.number} {referral.label}"[:120]


def _doers(referral: Referral) -> dict[Has, list[Holder]]:
    """The unit, whoever stands for it on the day. On paper there is nobody in it: then who sent it sees to it."""
    if referral.on_paper:
        return {Has.RESPONSIBLE: _ours(referral)}
    posts = UnitPost.objects.open().filter(unit=referral.unit, user__is_active=True).select_related("user")
    heads: list[Holder] = [post.user for post in posts if post.part == UnitPost.Part.HEAD]
    doers: list[Holder] = heads if len(heads) == len(posts) else [referral.unit]
    return {Has.RESPONSIBLE: doers, Has.HEAD: [referral.unit]}


def _ours(referral: Referral) -> list[Holder]:
    return [referral.officer or referral.sent_by]


def _watchers(referral: Referral) -> list[Holder]:
    watching: list[Holder | None] = [referral.office_group, *_ours(referral)]
    return [one for one in watching if one is not None]
