"""Who may do what with notices. One's own inbox is one's own; this is about everybody's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User


def can_see_deliveries(user: User) -> bool:
    """Read what did not get through, send it again, note that somebody telephoned."""
    return user.has_perm("notices.see_deliveries")
