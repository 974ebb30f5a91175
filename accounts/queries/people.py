"""Reads of accounts: who can do what, whose people are whose, how they come in."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import OneTimeKey, Unit, UnitPost, User
from accounts.models.units import UnitPostQuerySet
from accounts.roles import EXCLUSIVE
from accounts.rules import Standing


def standings_of(users: Iterable[User]) -> dict[int, Standing]:
    """What each account can do beyond a member's own things, by key. Three queries, however many accounts.

    A right given to the account itself counts like a role.
    """
    found = {user.pk: user for user in users}
    office = set(User.groups.through.objects.filter(user__in=found).values_list("user_id", flat=True))
    office |= set(User.user_permissions.through.objects.filter(user__in=found).values_list("user_id", flat=True))
    unit = set(UnitPost.objects.open().filter(user__in=found).values_list("user_id", flat=True))
    return {
        pk: Standing(superuser=user.is_superuser, closed=not user.is_active, office=pk in office, unit=pk in unit)
        for pk, user in found.items()
    }


def has_unit(user: User) -> bool:
    """Whether the unit door is open to them. One query."""
    return UnitPost.objects.open().held_by(user).exists()


def own_posts(user: User) -> list[UnitPost]:
    """The posts that open the unit door to this user, with their units. One query."""
    return list(UnitPost.objects.open().held_by(user).select_related("unit__parent").order_by("unit__name"))


def colleagues_in_units(user: User) -> list[UnitPost]:
    """Everybody with an open post in a unit of this user, heads first. One query."""
    posts = UnitPost.objects.in_units_of(user).with_people()
    return list(posts.order_by("unit__name", "-part", "user__name", "pk"))


def unit_people(filters: dict[str, Any]) -> UnitPostQuerySet:
    """Open posts of all units, for who keeps accounts. One query when read.

    ``filters``: q, desk, part, used ("" all, "never" who has never signed in).
    """
    posts = UnitPost.objects.open().with_people()
    if text := str(filters.get("q") or "").strip():
        posts = posts.filter(
            Q(unit__name__contains=text) | Q(unit__short_name__contains=text) | Q(user__name__contains=text)
        )
    if filters.get("desk"):
        posts = posts.filter(unit__desk=filters["desk"])
    if filters.get("part"):
        posts = posts.filter(part=filters["part"])
    if filters.get("used") == "never":
        posts = posts.filter(user__last_login__isnull=True)
    return posts.order_by("unit__name", "-part", "user__name", "pk")


def units_without_people() -> list[Unit]:
    """Standing units in which nobody has an account. One query."""
    held = UnitPost.objects.open().filter(unit=OuterRef("pk"))
    return list(Unit.objects.standing().filter(~Exists(held)).by_name())


def open_key_of(user: User, now: dt.datetime) -> OneTimeKey | None:
    """The account's slip that still opens the door, or None. One query."""
    return OneTimeKey.objects.usable(now).filter(user=user).first()


def holders_in_conflict() -> list[tuple[User, list[str]]]:
    """Who holds two roles that exclude each other, and which. Two queries."""
    names = [role.name for role in EXCLUSIVE]
    held: dict[User, list[str]] = {}
    links = User.groups.through.objects.filter(group__name__in=names).select_related("user", "group")
    for link in links.order_by("user__username", "group__pk"):
        held.setdefault(link.user, []).append(link.group.name)
    return [(user, roles) for user, roles in held.items() if len(roles) > 1]


def roles_of(user: User) -> list[Group]:
    """One query."""
    return list(user.groups.order_by("pk"))


def has_second_step(user: User) -> bool:
    """Whether a phone is bound to the account. One query."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def waiting_device(user: User) -> TOTPDevice | None:
    """The secret that waits for its first code, or None. One query."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).first()
