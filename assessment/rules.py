"""Who may do what with the months and the rulebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User

SEE_MONTHS = "assessment.see_months"
CLOSE_MONTHS = "assessment.close_months"
CONFIRM_RULEBOOKS = "assessment.confirm_rulebooks"


def can_see_months(user: User) -> bool:
    return user.has_perm(SEE_MONTHS)


def can_close_months(user: User) -> bool:
    return user.has_perm(CLOSE_MONTHS)


def can_confirm_rulebooks(user: User) -> bool:
    return user.has_perm(CONFIRM_RULEBOOKS)
