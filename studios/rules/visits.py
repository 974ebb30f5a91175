"""Who may do what with visit logs. Pure predicates over what the caller loaded; none of them queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studios import states

if TYPE_CHECKING:
    from accounts.models import User
    from studios.models import VisitLog


def can_see_all_visits(user: User) -> bool:
    return user.has_perm("studios.see_all_visits")


def can_import_visits(user: User) -> bool:
    return user.has_perm("studios.import_visits")


def can_export_visits(user: User) -> bool:
    return user.has_perm("studios.export_visits")


def is_author(user: User, visit: VisitLog) -> bool:
    """The member, or the staff user, whose visit it is. ``visit.member`` must be loaded."""
    author = visit.member.user_id if visit.member else visit.user_id
    return author is not None and author == user.pk


def can_edit(user: User, visit: VisitLog, *, closed: bool) -> bool:
    """The author, while it is a draft or its month is open."""
    return is_author(user, visit) and (visit.state == states.DRAFT or (visit.state == states.FILED and not closed))


def can_file(user: User, visit: VisitLog, *, closed: bool) -> bool:
    """The author, while it is a draft of an open month; a draft of a closed one can still be moved out of it."""
    return is_author(user, visit) and visit.state == states.DRAFT and not closed


def can_withdraw(user: User, visit: VisitLog, *, closed: bool) -> bool:
    return is_author(user, visit) and visit.state == states.FILED and not closed


def can_discard(user: User, visit: VisitLog) -> bool:
    return is_author(user, visit) and visit.state == states.DRAFT
