"""Accounts, roles and rows as the admin changes them; what was and what is stand in the trail."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from accounts.models import AuditEvent, User
from accounts.queries import the_office
from accounts.rules import roles_in_conflict
from accounts.services.audit import audit
from common.phones import mask

ACCOUNT_FIELDS = ("username", "name", "phone", "is_active")
VIA = "基础数据"
_DJANGO_WORDS = {"add": "增加", "change": "修改", "delete": "删除", "view": "查看"}


def check_roles(roles: Iterable[Group]) -> None:
    """Raise ValidationError, in Chinese, when one person may not hold all these roles. One query."""
    both = roles_in_conflict(role.name for role in roles)
    if both and the_office().exclusive_admins:
        raise ValidationError(
            f"一个人不能兼任{'、'.join(both)},请只留一个。人手实在不够的,可以在“机关设置”里关掉三员分立。"
        )


@transaction.atomic
def change_roles(*, user: User, roles: Iterable[Group], by: User | None, now: dt.datetime, address: str = "") -> None:
    """Give a user exactly these roles; the only place where roles of users change. Locks the user.

    Raises ValidationError when the roles exclude each other. Without a change, no audit row.
    """
    wanted = list(roles)
    check_roles(wanted)
    User.objects.select_for_update().get(pk=user.pk)
    before = list(user.groups.order_by("name").values_list("name", flat=True))
    user.groups.set(wanted)
    after = list(user.groups.order_by("name").values_list("name", flat=True))
    _audit_rights(f"账号 {user.name}({user.username}) 的角色", before, after, by=by, now=now, address=address)


@transaction.atomic
def change_rights(
    *, role: Group, permissions: Iterable[Permission], by: User, now: dt.datetime, address: str = ""
) -> None:
    """Give a role exactly these rights. Locks the role; without a change, no audit row."""
    Group.objects.select_for_update().get(pk=role.pk)
    before = _rights_of(role)
    role.permissions.set(permissions)
    _audit_rights(f"角色 {role.name} 的权限", before, _rights_of(role), by=by, now=now, address=address)


def _rights_of(role: Group) -> list[str]:
    """Django names its own rights in English (Can add …)."""
    names = role.permissions.order_by("content_type__app_label", "codename").values_list("name", flat=True)
    return [re.sub(r"^Can (\w+) ", lambda found: _DJANGO_WORDS[found[1]], name) for name in names]


def _audit_rights(
    subject: str, before: list[str], after: list[str], *, by: User | None, now: dt.datetime, address: str
) -> None:
    if before != after:
        audit(
            AuditEvent.Action.RIGHTS_CHANGED,
            by=by,
            now=now,
            subject=subject,
            detail={"before": before, "after": after},
            via=VIA,
            address=address,
        )


@transaction.atomic
def save_account(*, user: User, by: User, now: dt.datetime, address: str = "") -> None:
    """Keep an account as the office's form left it; whether it is open counts as a right.

    A new one has no password: its holder comes in with a slip.
    """
    old = User.objects.select_for_update().filter(pk=user.pk).first()
    if old is None:
        user.set_unusable_password()
    user.save()
    before, after = _changes(old, user, ACCOUNT_FIELDS)
    action = AuditEvent.Action.CHANGED
    if old is None:
        action = AuditEvent.Action.ACCOUNT_OPENED
    elif old.is_active != user.is_active:
        action = AuditEvent.Action.RIGHTS_CHANGED
    subject = f"账号 {user.name}({user.username})"
    _audit_changes(action, subject, before, after, by=by, now=now, address=address)


@transaction.atomic
def save_row(*, row: Model, subject: str, by: User, now: dt.datetime, address: str = "") -> None:
    """Keep a row of settings, or a unit, as the form left it."""
    old = type(row)._default_manager.select_for_update(of=("self",)).filter(pk=row.pk).first()
    row.save()
    fields = [field.name for field in row._meta.concrete_fields if not field.primary_key]
    before, after = _changes(old, row, fields)
    _audit_changes(AuditEvent.Action.CHANGED, subject, before, after, by=by, now=now, address=address)


def _audit_changes(
    action: AuditEvent.Action,
    subject: str,
    before: dict[str, str],
    after: dict[str, str],
    *,
    by: User,
    now: dt.datetime,
    address: str,
) -> None:
    if after:
        detail = {"before": before, "after": after}
        audit(action, by=by, now=now, subject=subject, detail=detail, via=VIA, address=address)


def _changes(old: Model | None, new: Model, fields: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Label → value in words, before and after, of the fields that differ; numbers masked."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for name in fields:
        was, now = getattr(old, name, None), getattr(new, name)
        if old is None or was != now:
            label = str(new._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            before[label], after[label] = _word(name, was), _word(name, now)
    return before, after


def _word(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if value in (None, ""):
        return "—"
    return mask(value) if name == "phone" else str(value)
