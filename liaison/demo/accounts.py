"""Who signs in to the demo county, and their one password."""

import datetime as dt

from django.contrib.auth.models import Group

from accounts import roles
from accounts.models import User
from accounts.services import change_password, open_account
from members.models import Member
from members.services import open_member_account
from studios.models import Residency

PASSWORD = "yunling-demo-2026"  # noqa: S105  (printed by ``make run``; the demo never loads in production)

STAFF = {
    "bangongshi": ("周敏", roles.GENERAL_OFFICE),
    "kaohe": ("何文静", roles.ASSESSMENT),
    "mishuzhang": ("郑远航", roles.SECRETARY),
    "zhuxi": ("钱立民", roles.LEADER),
    "xitong": ("孙宏", roles.SYSTEM_ADMIN),
    "anquan": ("李正", roles.SECURITY_ADMIN),
    "shenji": ("吴芳", roles.AUDITOR),
}
LIAISON = "lianluoyuan"


def open_demo_account(username: str, name: str, *, now: dt.datetime, role: roles.Role | None = None) -> User:
    user = open_account(name=name, username=username, password=PASSWORD, now=now)
    if role:
        user.groups.add(Group.objects.get(name=role.name))
    return user


def open_for_member(member: Member, *, by: User, now: dt.datetime) -> User:
    """The member's account as the office opens it, with the demo's password in place of the one-time one."""
    user, _ = open_member_account(member=member, by=by, now=now)
    change_password(user=user, password=PASSWORD, now=now)
    return user


def sign_ins() -> list[tuple[str, str, str]]:
    """Door, what to sign in with, and who it is, of the demo accounts; empty where the data are an office's own."""
    if not User.objects.filter(username=LIAISON).exists():
        return []
    office = [("机关  /office/", name, f"{STAFF[name][0]},{STAFF[name][1].name}") for name in ("bangongshi", "xitong")]
    residents = Residency.objects.filter(member__user__isnull=False).select_related("member__user").order_by("-part")
    members = [
        ("委员  /my/    ", one.member.user.phone or one.member.user.username, f"{one.member},{one.get_part_display()}")
        for one in residents
    ]
    return [*office, *members]
