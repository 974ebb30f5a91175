"""Who may do what with members."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User


def can_see_all_members(user: User) -> bool:
    return user.has_perm("members.see_all_members")


def can_edit_members(user: User) -> bool:
    return user.has_perm("members.edit_members")


def can_import_members(user: User) -> bool:
    return user.has_perm("members.import_members")


def can_reveal_phones(user: User) -> bool:
    return user.has_perm("members.reveal_phones")


def can_export_contacts(user: User) -> bool:
    return user.has_perm("members.export_contacts")
