"""The office roles, the settings row and the head of the audit chain.

Creates only what is missing: the office's edits stay.
"""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction

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


@transaction.atomic
def grant(to: Iterable[roles.Role], permissions: Iterable[str]) -> None:
    """Give roles rights by code (``app.codename``), each once ever. Called by every app's seed for its own rights.

    Remembered and given in one transaction: a migration that is broken off leaves no right behind for good.
    """
    given_to, codes = list(to), list(dict.fromkeys(permissions))
    groups = {group.name: group for group in Group.objects.filter(name__in=[role.name for role in given_to])}
    given = set(SeededGrant.objects.filter(permission__in=codes).values_list("role", "permission"))
    for role in given_to:
        group = groups.get(role.name) or Group.objects.create(name=role.name)
        new = [code for code in codes if (role.code, code) not in given]
        if new:
            SeededGrant.objects.bulk_create(SeededGrant(role=role.code, permission=code) for code in new)
            group.permissions.add(*_permissions(new))


def _permissions(codes: list[str]) -> list[int]:
    """The keys of permissions by their codes. One query; a code that there is not is an error."""
    found = Permission.objects.filter(codename__in=[code.split(".")[1] for code in codes])
    by_code = {f"{app}.{name}": pk for app, name, pk in found.values_list("content_type__app_label", "codename", "pk")}
    return [by_code[code] for code in codes]
