"""Who signs in to the demo county, and their one password."""

import datetime as dt

from django.contrib.auth.models import Group

from accounts import roles
from accounts.models import Unit, UnitPost, User
from accounts.services import assign_post, change_password, change_roles, open_account
from members.models import Member
from members.services import let_in
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
MEMBERS = 2  # a convener and a resident of the first studio
UNITS = [("云陵县水利局", "水利局"), ("云陵县交通运输局", "交通局")]
UNIT_PEOPLE = {
    "shuilijingban": ("马建业", "云陵县水利局", UnitPost.Part.HANDLER),
    "shuilifuze": ("郑海", "云陵县水利局", UnitPost.Part.HEAD),
    "jiaotongjingban": ("何春生", "云陵县交通运输局", UnitPost.Part.HANDLER),
    "jiaotongfuze": ("许国强", "云陵县交通运输局", UnitPost.Part.HEAD),
}


def open_demo_account(username: str, name: str, *, now: dt.datetime, role: roles.Role | None = None) -> User:
    user = open_account(name=name, username=username, password=PASSWORD, now=now)
    if role:
        change_roles(user=user, roles=[Group.objects.get(name=role.name)], by=None, now=now)
    return user


def open_units(*, now: dt.datetime) -> None:
    """Two units, each with somebody who handles and somebody who heads."""
    units = {name: Unit.objects.create(name=name, short_name=short) for name, short in UNITS}
    for username, (name, unit, part) in UNIT_PEOPLE.items():
        user = open_demo_account(username, name, now=now)
        assign_post(unit=units[unit], user=user, part=part, by=None, now=now)


def open_for_member(member: Member, *, by: User, now: dt.datetime) -> User:
    """The member's account as the office opens it, with the demo's password in place of the one-time one."""
    user = let_in(member=member, by=by, now=now).user
    change_password(user=user, password=PASSWORD, now=now)
    return user


def sign_ins() -> list[tuple[str, str, str]]:
    """Door, what to sign in with, and who it is, of the demo accounts; empty where the data are an office's own."""
    if not User.objects.filter(username=LIAISON).exists():
        return []
    office = [
        ("机关  /office/", name, f"{STAFF[name][0]},{STAFF[name][1].name}")
        for name in ("bangongshi", "xitong", "shenji")
    ]
    opened = Residency.objects.filter(studio__number=1, member__user__isnull=False).select_related("member__user")
    members = [
        ("委员  /my/    ", one.member.user.phone or one.member.user.username, f"{one.member},{one.get_part_display()}")
        for one in opened.order_by("pk")[:MEMBERS]
    ]
    units = [
        ("单位  /unit/  ", username, f"{name},{unit}{part.label}")
        for username, (name, unit, part) in UNIT_PEOPLE.items()
    ]
    return [*office, *members, *units[:2]]
