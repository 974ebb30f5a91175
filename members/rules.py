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


def can_see_people(user: User) -> bool:
    """Constituents of every member; without it only one's own."""
    return user.has_perm("members.see_people")


def can_edit_people(user: User) -> bool:
    return user.has_perm("members.edit_people")


def can_reveal_people(user: User) -> bool:
    return user.has_perm("members.reveal_people")


def can_find_people(user: User) -> bool:
    """By a whole phone number."""
    return user.has_perm("members.find_people")


def can_export_people(user: User) -> bool:
    return user.has_perm("members.export_people")
