"""Who may do what, as far as accounts know. Rights come from rows and add up: no user has a type."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accounts.roles import EXCLUSIVE, OFFICE_DOOR

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

READ_AUDIT = "accounts.view_auditevent"
KEEPS_ACCOUNTS = "accounts.add_user"


def can_use_office(user: User | AnonymousUser) -> bool:
    """Whether the office door is open to them."""
    return user.has_perm(OFFICE_DOOR)


def can_read_audit(user: User | AnonymousUser) -> bool:
    return user.has_perm(READ_AUDIT)


def keeps_accounts(user: User) -> bool:
    """Whether they open accounts of any kind and let their holders in again.

    Who may only change accounts (``accounts.change_user``) gives roles, and must not be able to sign in as others.
    """
    return user.has_perm(KEEPS_ACCOUNTS)


@dataclass(frozen=True)
class Standing:
    """What an account can do for its holder beyond a member's own things."""

    superuser: bool = False
    closed: bool = False
    office: bool = False
    unit: bool = False


def why_no_key(by: User, user: User, standing: Standing, *, vouched: bool) -> str:
    """Why ``by`` may not let the holder of ``user`` in with a one-time key; empty when they may.

    ``vouched``: a higher app says that ``by`` looks after this person. That is never enough for an account with a
    part in the office or a unit: a key is a way to become somebody, and must not lead upward.
    """
    if by.pk == user.pk:
        return "不能给自己发登录条。要换密码,请用“修改密码”"
    if standing.superuser:
        return "最高管理员的密码只能在服务器上重设"
    if standing.closed:
        return "这个账号已经停用,请先在基础数据里启用"
    if keeps_accounts(by):
        return ""
    if standing.office or standing.unit:
        part = "机关角色" if standing.office else "承办单位的身份"
        return f"这个账号还有{part},登录条要由系统管理员来发"
    return "" if vouched else "这位不归您照管,请联系政协办公室"


def can_reset_second_step(by: User, user: User) -> bool:
    """Who keeps accounts, for a colleague; a superuser's only on the server."""
    return keeps_accounts(by) and by.pk != user.pk and not user.is_superuser


def roles_in_conflict(names: Iterable[str]) -> list[str]:
    """Of the roles named, those that no two may be held by one person; empty when there are fewer than two."""
    held = set(names)
    exclusive = [role.name for role in EXCLUSIVE if role.name in held]
    return exclusive if len(exclusive) > 1 else []
