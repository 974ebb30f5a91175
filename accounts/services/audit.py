import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

from accounts.models import AuditEvent, User

P = ParamSpec("P")
R = TypeVar("R")


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
    """Append one audit row, inside the caller's transaction if it has one. One insert, no lock; sealed later.

    ``by`` is null for the command line and the clock. ``subject`` and ``detail`` must not name a constituent.
    """
    return AuditEvent.objects.create(
        at=now,
        actor_id=by.pk if by else None,
        actor=named(by),
        action=action,
        subject=subject[:120],
        reason=reason[:200],
        detail=detail or {},
        via=via[:60],
        address=address[:45],
    )


def named(by: User | None) -> str:
    return f"{by.name}({by.username})"[:60] if by else ""


def audit_refusal(
    *, by: User | None, now: dt.datetime, subject: str, reason: str = "", via: str = "", address: str = ""
) -> AuditEvent:
    """Write down an act that was refused, in a transaction of its own.

    Raises RuntimeError inside the caller's transaction: rolled back with it, the refusal would be lost.
    """
    with transaction.atomic(durable=True):
        return audit(
            AuditEvent.Action.REFUSED, by=by, now=now, subject=subject, reason=reason, via=via, address=address
        )


def refusals_audited(*errors: type[Exception], subject: str, via: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Stands above ``@transaction.atomic``: when the service refuses with one of ``errors``, its work is rolled back
    and the refusal is written after it. Takes ``by`` and ``now`` from the call; the message becomes the reason.
    """

    def decorate(service: Callable[P, R]) -> Callable[P, R]:
        @wraps(service)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            try:
                return service(*args, **kwargs)
            except errors as why:
                by, now = kwargs["by"], kwargs["now"]
                audit_refusal(by=by, now=now, subject=subject, reason=str(why), via=via)  # type: ignore[arg-type]
                raise

        return guarded

    return decorate
