"""What is written down of each change to a studio: its own story, and the trail."""

import datetime as dt

from accounts.models import AuditEvent, User
from accounts.services import audit
from studios.models import Studio, StudioEvent

Changes = dict[str, tuple[str, str]]


def note(
    studio: Studio,
    what: str,
    *,
    by: User | None,
    now: dt.datetime,
    via: str,
    why: str = "",
    changes: Changes | None = None,
) -> None:
    """An event of the studio and a row in the trail, in the caller's transaction. Two inserts."""
    detail = {label: list(pair) for label, pair in (changes or {}).items()}
    StudioEvent.objects.create(studio=studio, at=now, by=by, via=via, what=what[:120], why=why[:200], detail=detail)
    audit(
        AuditEvent.Action.CHANGED,
        by=by,
        now=now,
        subject=f"{studio.name} {what}",
        reason=why,
        detail={"changes": detail} if detail else {},
        via=via,
    )


def named(names: list[str], *, most: int = 8) -> str:
    """韩梅、李强等12人: names for one line."""
    return "、".join(names) if len(names) <= most else f"{'、'.join(names[:most])}等{len(names)}人"
