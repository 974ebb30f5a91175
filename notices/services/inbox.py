"""What a person does with their own notices."""

import datetime as dt

from django.db import transaction

from accounts.models import AuditEvent, User
from accounts.services import audit
from notices.models import Notice, NoticeChoice


def mark_read(*, notice: Notice, now: dt.datetime) -> None:
    """Note when its reader opened it; the first time counts."""
    Notice.objects.filter(pk=notice.pk).unread().update(read_at=now)


def mark_all_read(*, by: User, now: dt.datetime) -> int:
    """Read all that has arrived, and return how many that were. What is kept back for later stays unread."""
    return Notice.objects.visible_to(by).arrived(now).unread().update(read_at=now)


@transaction.atomic
def choose(*, by: User, way: str, email: str, now: dt.datetime, address: str = "") -> NoticeChoice:
    """Keep how a person wishes to be told; the trail has it, without the address."""
    choice, _ = NoticeChoice.objects.update_or_create(user=by, defaults={"way": way, "email": email})
    audit(
        AuditEvent.Action.CHANGED,
        by=by,
        now=now,
        subject=f"{by}的通知方式",
        detail={"notice_way": choice.get_way_display(), "email": "已填" if email else "未填"},
        address=address,
    )
    return choice
