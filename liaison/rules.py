"""Who may see how the machinery runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

SEE_JOBS = "liaison.see_jobs"


def can_see_jobs(user: User | AnonymousUser) -> bool:
    return user.has_perm(SEE_JOBS)
