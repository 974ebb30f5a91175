"""Who holds which role."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import AuditEvent, User
from accounts.queries import the_office
from accounts.rules import roles_in_conflict
from accounts.services.audit import audit


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
    if before != after:
        audit(
            AuditEvent.Action.CHANGED,
            by=by,
            now=now,
            subject=f"账号 {user.name}({user.username}) 的角色",
            detail={"before": before, "after": after},
            via="基础数据",
            address=address,
        )
