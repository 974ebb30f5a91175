"""Reading members' full numbers; each time leaves a row in the trail."""

import datetime as dt

from accounts.models import AuditEvent, User
from accounts.services import audit
from members.models import Member


def reveal_phone(*, member: Member, by: User, now: dt.datetime, address: str = "") -> str:
    """The member's full number, and an audit row that it was looked at."""
    audit(
        AuditEvent.Action.REVEALED,
        by=by,
        now=now,
        subject=f"委员 {member.name} 手机号码",
        detail={"member": member.pk},
        via="页面",
        address=address,
    )
    return member.phone


def record_contact_export(
    *,
    count: int,
    full_numbers: bool,
    reason: str,
    by: User | None,
    now: dt.datetime,
    via: str = "页面",
    address: str = "",
) -> None:
    """Write down that a roster of ``count`` members leaves the system, with or without full numbers, and what for."""
    audit(
        AuditEvent.Action.EXPORTED,
        by=by,
        now=now,
        subject="委员名册(完整号码)" if full_numbers else "委员名册(号码打码)",
        reason=reason,
        detail={"count": count},
        via=via,
        address=address,
    )
