import datetime as dt
from typing import Any

from accounts.models import AuditEvent, User


def audit(
    action: AuditEvent.Action,
    *,
    by: User | None,
    now: dt.datetime,
    subject: str = "",
    reason: str = "",
    detail: dict[str, Any] | None = None,
    via: str = "",
    address: str = "",
) -> AuditEvent:
    """Append one audit row, inside the caller's transaction if it has one.

    ``by`` is null for the command line and the clock. ``subject`` and ``detail`` must not name a constituent.
    """
    return AuditEvent.objects.create(
        at=now,
        actor_id=by.pk if by else None,
        actor=f"{by.name}({by.username})"[:60] if by else "",
        action=action,
        subject=subject[:120],
        reason=reason[:200],
        detail=detail or {},
        via=via[:60],
        address=address[:45],
    )
