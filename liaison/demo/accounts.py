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
OFFICERS = {  # the towns' liaison officers, each of two or three studios; the first one signs in
    LIAISON: "赵小雨",
    "lianluo2": "钟向前",
    "lianluo3": "田秀芬",
    "lianluo4": "方志远",
    "lianluo5": "石立春",
    "lianluo6": "江月琴",
    "lianluo7": "白玉成",
    "lianluo8": "段晓云",
}
MEMBERS = 2  # a convener and a resident of the first studio
UNITS = {
    "云陵县水利局": "水利局",
    "云陵县交通运输局": "交通局",
    "云陵县住房和城乡建设局": "住建局",
    "云陵县教育局": "教育局",
    "云陵县卫生健康局": "卫健局",
    "云陵县农业农村局": "农业农村局",
    "云陵县城市管理局": "城管局",
    "石桥镇人民政府": "石桥镇",  # without an account: it gets paper
}
UNIT_PEOPLE = {
    "shuilijingban": ("马建业", "云陵县水利局", UnitPost.Part.HANDLER),
    "shuilifuze": ("郑海", "云陵县水利局", UnitPost.Part.HEAD),
    "jiaotongjingban": ("何春生", "云陵县交通运输局", UnitPost.Part.HANDLER),
    "jiaotongfuze": ("许国强", "云陵县交通运输局", UnitPost.Part.HEAD),
    "zhujian": ("秦建国", "云陵县住房和城乡建设局", UnitPost.Part.HANDLER),
    "jiaoyu": ("苏文", "云陵县教育局", UnitPost.Part.HANDLER),
    "weijian": ("顾晓梅", "云陵县卫生健康局", UnitPost.Part.HANDLER),
    "nongye": ("贺丰收", "云陵县农业农村局", UnitPost.Part.HANDLER),
    "chengguan": ("龙海波", "云陵县城市管理局", UnitPost.Part.HANDLER),
}
SIGN_IN = {LIAISON, "shuilijingban", "shuilifuze", "jiaotongjingban", "jiaotongfuze"}


def open_demo_account(username: str, name: str, *, now: dt.datetime, role: roles.Role | None = None) -> User:
    signs_in = username not in {*OFFICERS, *UNIT_PEOPLE} or username in SIGN_IN
    password = PASSWORD if signs_in else None  # a slow hash each
    user = open_account(name=name, username=username, password=password, now=now)
    if role:
        change_roles(user=user, roles=[Group.objects.get(name=role.name)], by=None, now=now)
    return user


def open_units(*, now: dt.datetime) -> list[Unit]:
    """Units, each but the last with somebody who handles; of two of them somebody heads too, and all sign in."""
    units = {name: Unit.objects.create(name=name, short_name=short) for name, short in UNITS.items()}
    for username, (name, unit, part) in UNIT_PEOPLE.items():
        user = open_demo_account(username, name, now=now)
        assign_post(unit=units[unit], user=user, part=part, by=None, now=now)
    return list(units.values())


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
