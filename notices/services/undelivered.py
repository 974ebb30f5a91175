"""What the office does about notices that did not get through."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from accounts.models import AuditEvent, User
from accounts.services import audit
from notices.models import Delivery
from notices.services.moving import move

BATCH = 500


@transaction.atomic
def retry(*, deliveries: Iterable[Delivery], by: User, now: dt.datetime) -> int:
    """Let what was given up go out again, from the first try on; returns how many. The office's hours hold as ever."""
    moved, rest = 0, list(deliveries)
    for start in range(0, len(rest), BATCH):
        batch = rest[start : start + BATCH]
        moved += len(move(batch, "retry", by=by, now=now, tries=0, next_try_at=now, error=""))
    return moved


@transaction.atomic
def told_by_phone(*, delivery: Delivery, by: User, now: dt.datetime) -> bool:
    """Note that somebody telephoned instead; False when it was taken care of meanwhile."""
    return bool(move([delivery], "tell", by=by, now=now))


def reveal_phone(*, delivery: Delivery, by: User, now: dt.datetime, address: str = "") -> str:
    """The whole number to call, "" when none is known, with a row in the trail."""
    notice = delivery.notice
    phone = (notice.user.phone if notice.user else notice.phone) or ""
    if phone:
        whose = str(notice.user) if notice.user else "没有账号的收件人"
        audit(
            AuditEvent.Action.REVEALED, by=by, now=now, subject=f"{whose}的手机号码", reason="电话通知", address=address
        )
    return phone
