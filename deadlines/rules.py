"""Who may do what with deadlines, limits and the calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

SEE = "deadlines.see_deadlines"
MANAGE = "deadlines.manage_deadlines"
SET_LIMITS = "deadlines.set_limits"
SET_CALENDAR = "deadlines.set_calendar"


def can_see_deadlines(user: User | AnonymousUser) -> bool:
    """Whether they see every deadline; else only those in which they have a part."""
    return user.has_perm(SEE)


def can_manage_deadlines(user: User | AnonymousUser) -> bool:
    return user.has_perm(MANAGE)


def can_set_limits(user: User | AnonymousUser) -> bool:
    return user.has_perm(SET_LIMITS)


def can_set_calendar(user: User | AnonymousUser) -> bool:
    return user.has_perm(SET_CALENDAR)
