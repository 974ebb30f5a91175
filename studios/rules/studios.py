"""Who may do what with studios and their people. Pure predicates; none of them queries."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User


def can_edit_studios(user: User) -> bool:
    return user.has_perm("studios.change_studio")


def can_see_studios(user: User) -> bool:
    """The office's readers: who reads every visit knows the studios too."""
    return user.has_perm("studios.see_all_visits")


def can_import_studios(user: User) -> bool:
    return user.has_perm("studios.import_studios")


def can_export_studios(user: User) -> bool:
    return user.has_perm("studios.export_studios")


def looks_after(runs: Set[int], theirs: Set[int], they_run: Set[int]) -> bool:
    """Whether who runs some studios may let a person of one of them in again.

    Not one who runs another studio too: that would be a way into a studio that is not theirs.
    """
    return bool(runs & theirs) and they_run <= runs
