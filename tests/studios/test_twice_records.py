"""Studios, their people and their standard: the same press twice is one, and the second of two hears what it is now."""

import datetime as dt

from django.utils import timezone

from studios.models import Residency
from studios.services import add_honour, close_studio
from tests.cast import Cast, seat
from tests.studios.test_standard import item
from tests.twice import Act, once, told

TODAY = timezone.localdate()
BEFORE = TODAY - dt.timedelta(days=30)


def town(path: str):
    return lambda cast: f"/office/studios/{cast.town.pk}/{path}"


def closed(cast: Cast) -> str:
    close_studio(studio=cast.town, on=BEFORE, why="", by=cast.clerk, now=timezone.now())
    return town("reopen/")(cast)


def honour(cast: Cast) -> str:
    made = add_honour(studio=cast.town, year=2026, title="五星", given_by="", by=cast.clerk, now=timezone.now())
    return town(f"honours/{made.pk}/remove/")(cast)


def placing(cast: Cast) -> str:
    seat(cast.term, "丁一", "教育界")
    return "/office/studios/placing/"


def newcomer(cast: Cast) -> int:
    return cast.term.seats.get(member__name="丁一").member_id


def resident(act: str):
    def place(cast: Cast) -> str:
        held = Residency.objects.open().get(member=cast.person(cast.member))
        return f"/office/studios/people/{held.pk}/{act}/"

    return place


def evidence(cast: Cast) -> str:
    return f"/my/studio/standard/{cast.town.pk}/{item().pk}/"


PLACED = {"members": newcomer, "studio": lambda cast: cast.town.pk, "part": "resident", "since": f"{TODAY}"}
SETTING = {"convener_day": "25", "office_after": "2", "leader_after": "4", "unchecked_after": "7"}
SETTING |= {"first_month": "2026-05", "source": "主席会议纪要"}

OFFICE = ("clerk", "officer")
ACTS = [
    Act("open a studio", lambda cast: "/office/studios/new/", OFFICE, {"name": "石桥工作室"},
        "已经有叫“石桥工作室”的工作室", {"address": "石桥镇政府二楼"}, "石桥镇政府二楼"),
    Act("change a studio", town("edit/"), OFFICE, {"name": "城关工作室", "number": "1", "brand": "同心桥"},
        "别人改过这个工作室的资料", {"brand": "连心桥"}, "连心桥"),
    Act("close a studio", town("close/"), OFFICE, {"on": f"{TODAY}", "why": "并入河东"},
        "撤销", {"on": f"{BEFORE}", "why": "依托单位搬迁"}, "依托单位搬迁"),
    Act("open a studio again", closed, OFFICE, {"why": "误登记"},
        "已恢复使用", {"why": "重新启用"}),
    Act("write down an honour", town("honours/new/"), OFFICE, {"year": "2026", "title": "五星"},
        "不用再登记", {"given_by": "市政协"}),
    Act("take an honour away", honour, OFFICE, {},
        "已经删去了"),
    Act("place a member", placing, OFFICE, PLACED,
        "刚由别人编入城关工作室",
        {"studio": lambda cast: cast.river.pk}),
    Act("place an officer", town("officer/"), OFFICE, {"who": "sunwai", "part": "liaison", "since": f"{TODAY}"},
        "孙外已是城关工作室的联络员", {"part": "convener"}, "sunwai"),
    Act("change somebody's part", resident("part"), OFFICE, {"part": "convener", "on": f"{TODAY}"},
        "身份已于", {"part": "liaison"}),
    Act("end somebody's time", resident("end"), OFFICE, {"on": f"{TODAY}", "why": "调走"},
        "身份已于", {"on": f"{BEFORE}", "why": "不再担任"}, "不再担任"),
    Act("fill in a line of the standard", evidence, ("convener", "liaison"), {"met": "yes", "note": "二楼"},
        "王召刚刚填过这一项", {"met": "no", "note": "没有牌子"}, "没有牌子"),
    Act("set the days of telling", lambda cast: "/office/gaps/setting/", ("clerk", "clerk"), SETTING,
        "刚刚有人改过", {"convener_day": "10", "source": "办公会"}, "办公会"),
]  # fmt: skip


test_same_form_sent_twice_does_it_once = once(ACTS)
test_second_of_two_hears_what_it_is_now_and_keeps_what_they_typed = told(ACTS)
