"""The office roles, the settings row and the head of the audit chain.

Creates only what is missing: the office's edits stay.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission

from accounts import roles
from accounts.models import AuditHead, Office, SeededGrant

ADMIN_OF_OFFICE = ["accounts.view_user", "accounts.add_user", "accounts.change_user", "accounts.change_office"]
UNITS = ["accounts.view_unit", "accounts.add_unit", "accounts.change_unit"]


def seed() -> None:
    Office.objects.get_or_create(pk=1)
    AuditHead.objects.get_or_create(pk=1)
    grant(roles.ROLES, ["accounts.use_office"])
    grant([roles.SYSTEM_ADMIN], [*ADMIN_OF_OFFICE, "accounts.view_office"])
    grant([roles.SYSTEM_ADMIN, roles.GENERAL_OFFICE], UNITS)
    grant([roles.GENERAL_OFFICE], ["accounts.view_user", "accounts.view_office", "accounts.change_office"])
    grant([roles.SECURITY_ADMIN], ["auth.view_group", "auth.change_group"])
    grant([roles.SECURITY_ADMIN], ["accounts.view_user", "accounts.change_user"])
    grant([roles.AUDITOR], ["accounts.view_auditevent"])


def grant(to: Iterable[roles.Role], permissions: Iterable[str]) -> None:
    """Give roles rights by code (``app.codename``), each once ever. Called by every app's seed for its own rights."""
    for code in permissions:
        app, codename = code.split(".")
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        for role in to:
            group, _ = Group.objects.get_or_create(name=role.name)
            if SeededGrant.objects.get_or_create(role=role.code, permission=code)[1]:
                group.permissions.add(permission)
