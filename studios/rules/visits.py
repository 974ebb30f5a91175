"""Who may do what with visit logs. Pure predicates over what the caller loaded; none of them queries."""

from __future__ import annotations

from collections.abc import Set
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


def can_check_visits(user: User) -> bool:
    """Everybody's; who runs a studio checks its visits without this right."""
    return user.has_perm("studios.check_visits")


def can_record_visits(user: User) -> bool:
    """Write down a visit for anybody; who runs a studio does so for its people without this right."""
    return user.has_perm("studios.record_visits")


def can_log_visits(user: User) -> bool:
    """Staff without a seat who visit too (domain §1, document 000: 每个政协工作者都开展“三联”)."""
    return user.has_perm("studios.log_visits")


def is_author(user: User, visit: VisitLog) -> bool:
    """The member, or the staff user, whose visit it is. ``visit.member`` must be loaded."""
    author = visit.member.user_id if visit.member else visit.user_id
    return author is not None and author == user.pk


def can_edit(user: User, visit: VisitLog, *, closed: bool) -> bool:
    """The author: what counts, while its month is open; a draft or what was returned, always, for it can be moved."""
    return is_author(user, visit) and _may_change(visit, closed=closed)


def can_file(user: User, visit: VisitLog, *, closed: bool) -> bool:
    """The author, while it is a draft of an open month; a draft of a closed one can still be moved out of it."""
    return is_author(user, visit) and visit.state == states.DRAFT and not closed


def can_withdraw(user: User, visit: VisitLog, *, closed: bool) -> bool:
    """The author; not what a closed month may have counted."""
    return is_author(user, visit) and visit.state != states.DRAFT and _may_change(visit, closed=closed)


def can_discard(user: User, visit: VisitLog) -> bool:
    return is_author(user, visit) and visit.state == states.DRAFT


def may_check(user: User, visit: VisitLog, runs: Set[int]) -> bool:
    """Whether checking this visit is theirs, whatever its state; never one's own.

    Who runs its studio (``runs``: keys of studios), or the office. Who wrote it down from paper may check it too: the
    page and its author are the evidence, and small studios have one liaison officer only.
    """
    return not is_author(user, visit) and (can_check_visits(user) or visit.studio_id in runs)


def can_check(user: User, visit: VisitLog, runs: Set[int]) -> bool:
    """After its month is closed too: what is found in order late is counted at the next closing."""
    return visit.state == states.FILED and may_check(user, visit, runs)


def can_return(user: User, visit: VisitLog, runs: Set[int], *, closed: bool) -> bool:
    """Not what a closed month may have counted."""
    return visit.state in states.STANDING and not closed and may_check(user, visit, runs)


def can_mend_for(user: User, visit: VisitLog, runs: Set[int], *, closed: bool) -> bool:
    """Who wrote it down for somebody else may put it right, for its author may have no account."""
    theirs = visit.proxy and visit.recorded_by_id == user.pk and not is_author(user, visit)
    return theirs and (can_record_visits(user) or visit.studio_id in runs) and _may_change(visit, closed=closed)


def _may_change(visit: VisitLog, *, closed: bool) -> bool:
    counted = visit.state in states.STANDING
    return visit.state in (states.DRAFT, states.RETURNED) or (counted and not closed)
