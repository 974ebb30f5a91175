"""The cast: named people whom the tests know, and for each "must not see" somebody whose row could have leaked.

================ ==========================================================================================
周敏 clerk        办公室
何联络 officer    联络/考核
钱主席 leader     主席会议成员
吴审 auditor      审计管理员
孙宏 keeper       系统管理员: keeps accounts
韩梅 member       委员, 工商联界, resident in 城关工作室
李强 other        委员, 教育界, resident in 河东工作室
王召 convener     委员, 工商联界, convener of 城关工作室, and 经办人 of 城关镇政府: one account, two doors
赵联 liaison      no member: liaison officer of 城关工作室
马经办 handler    经办人 of 县水利局
郑局长 head       负责人 of 县水利局
孙外 stranger     an account without any right
================ ==========================================================================================
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group

from accounts import roles
from accounts.models import Unit, UnitPost, User
from accounts.services import assign_post, open_account
from members.models import Area, Member, Seat, Sector, Term
from members.services import add_member
from studios.models import Residency, Studio

PASSWORD = "correct horse battery"
NOW = dt.datetime(2026, 3, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@dataclass
class Cast:
    term: Term
    clerk: User
    officer: User
    leader: User
    auditor: User
    keeper: User
    handler: User
    head: User
    member: User
    other: User
    convener: User
    liaison: User
    stranger: User
    town: Studio
    river: Studio
    water: Unit
    hall: Unit

    def person(self, user: User) -> Member:
        return Member.objects.get(user=user)

    def seat(self, user: User) -> Seat:
        return Seat.objects.open().get(member__user=user)


def user(username: str, name: str, *, role: roles.Role | None = None, phone: str | None = None) -> User:
    made = open_account(name=name, username=username, password=PASSWORD, phone=phone, now=NOW)
    if role:
        made.groups.add(Group.objects.get(name=role.name))  # the casting leaves no trail of its own
    return made


def post(holder: User, unit: Unit, part: UnitPost.Part = UnitPost.Part.HANDLER) -> User:
    assign_post(unit=unit, user=holder, part=part, by=None, now=NOW)
    return holder


def seat(term: Term, name: str, sector: str, *, phone: str = "", account: User | None = None) -> Seat:
    held = add_member(
        term=term,
        person={"name": name, "gender": "male", "phone": phone, "employer": f"{name}的单位"},
        seat={"sector": Sector.objects.get(name=sector), "area": Area.objects.get_or_create(name="城关镇")[0]},
        by=None,
        now=NOW,
    )
    if account:
        held.member.user = account
        held.member.save(update_fields=["user"])
    return held


def assemble() -> Cast:
    term, _ = Term.objects.get_or_create(number=10)
    town = Studio.objects.create(number=1, name="城关工作室")
    river = Studio.objects.create(number=2, name="河东工作室")
    member = user("hanmei", "韩梅", phone="13900000001")
    other = user("liqiang", "李强", phone="13900000002")
    convener = user("wangzhao", "王召", phone="13900000003")
    liaison = user("zhaolian", "赵联")
    hanmei = seat(term, "韩梅", "工商联界", phone="13900000001", account=member)
    liqiang = seat(term, "李强", "教育界", phone="13900000002", account=other)
    wangzhao = seat(term, "王召", "工商联界", phone="13900000003", account=convener)
    Residency.objects.create(studio=town, member=hanmei.member)
    Residency.objects.create(studio=river, member=liqiang.member)
    Residency.objects.create(studio=town, member=wangzhao.member, part=Residency.Part.CONVENER)
    Residency.objects.create(studio=town, user=liaison, part=Residency.Part.LIAISON)
    water = Unit.objects.create(name="县水利局", short_name="水利局")
    hall = Unit.objects.create(name="城关镇政府")
    post(convener, hall)
    return Cast(
        term=term,
        clerk=user("zhoumin", "周敏", role=roles.GENERAL_OFFICE),
        officer=user("helianluo", "何联络", role=roles.ASSESSMENT),
        leader=user("qianzhuxi", "钱主席", role=roles.LEADER),
        auditor=user("wushen", "吴审", role=roles.AUDITOR),
        keeper=user("sunhong", "孙宏", role=roles.SYSTEM_ADMIN),
        handler=post(user("majingban", "马经办", phone="13900000021"), water),
        head=post(user("zhengju", "郑局长"), water, UnitPost.Part.HEAD),
        member=member,
        other=other,
        convener=convener,
        liaison=liaison,
        stranger=user("sunwai", "孙外"),
        town=town,
        river=river,
        water=water,
        hall=hall,
    )
