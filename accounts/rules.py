"""Who may do what, as far as accounts know. Rights come from rows and add up: no user has a type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.roles import OFFICE_DOOR

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

READ_AUDIT = "accounts.view_auditevent"


def can_use_office(user: User | AnonymousUser) -> bool:
    """Whether the office door is open to them."""
    return user.has_perm(OFFICE_DOOR)


def can_read_audit(user: User | AnonymousUser) -> bool:
    return user.has_perm(READ_AUDIT)
