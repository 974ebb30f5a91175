"""Files that go with a referral, to the unit and back."""

import datetime as dt

from django.db import transaction

from accounts.models import StoredFile, User
from accounts.services import store_file
from common.uploads import CleanFile
from referrals import states
from referrals.models import Referral, ReferralFile, Side
from referrals.services.moving import hold
from referrals.states import NotAllowed

MOST = 20  # files a unit may gather for one answer; beyond it somebody is pressing by mistake


def keep(
    referral: Referral,
    file: CleanFile | StoredFile,
    *,
    side: Side,
    by: User | None,
    now: dt.datetime,
    handed_in_at: dt.datetime | None,
) -> ReferralFile:
    """Link a file; what is not stored yet is stored. A stored one stays that of whoever linked it before, too."""
    stored = file if isinstance(file, StoredFile) else store_file(file=file, by=by, now=now)
    return ReferralFile.objects.create(
        referral=referral, file=stored, side=side, by=by, at=now, handed_in_at=handed_in_at
    )


def keep_drafts(held: Referral, files: list[CleanFile], *, by: User, now: dt.datetime) -> None:
    """Put files by the answer that is being written; the same content once. Raises NotAllowed for too many."""
    drafts = held.files.filter(side=Side.UNIT).drafts()
    if drafts.count() + len(files) > MOST:
        raise NotAllowed(f"附件最多{MOST}个。请先删去不要的,或合并成一个文件再传。")
    for file in files:
        made = keep(held, file, side=Side.UNIT, by=by, now=now, handed_in_at=None)
        if drafts.filter(file__sha256=made.file.sha256).exclude(pk=made.pk).exists():
            made.delete()  # sent twice; the sweep removes the second copy


def hand_in(held: Referral, now: dt.datetime) -> None:
    """With the answer its files become readable to whoever sent the referral."""
    held.files.filter(side=Side.UNIT).drafts().update(handed_in_at=now)


@transaction.atomic
def remove_draft_file(*, file: ReferralFile, by: User, now: dt.datetime) -> None:
    """Take a file away from an answer that is still being written; nothing happens when it is gone.

    Locks the referral. Raises NotAllowed when it went in with an answer.
    """
    held = hold(file.referral)
    found = held.files.filter(pk=file.pk).first()
    if found is None:
        return
    if found.handed_in_at or held.state not in states.IN_HAND:
        raise NotAllowed("这个附件已经随答复提交,不能再删。")
    found.delete()
