"""Deadlines and limits: the same press twice is one, and the second of two hears what it is now."""

import pytest

from accounts import roles
from deadlines.models import Party
from deadlines.services import RungValues, change_ladder, sweep
from tests.cast import NOW, Cast, user
from tests.deadlines.makers import opened
from tests.deadlines.test_extensions import ask
from tests.deadlines.test_pages import NOTICE, clock, general, limit_form, rungs_form
from tests.twice import Act, once, told

__all__ = ["clock"]

OFFICE = ("clerk", "deputy")
GENERAL = {"label": "报送小结", "started_on": "2026-03-24", "head": "", "responsible": lambda cast: cast.member.pk}
ENTERED = {"year": "", "source": "国办发明电〔2026〕7号", "text": NOTICE, "confirm": "1"}
DAY = {"day": "2026-03-16", "counts": "off", "name": "县庆"}
RUNGS = rungs_form(("before", "2", "remind", ["head"]))
REFUSED = {"decision": "refuse", "answer": "不宜再拖"}


def by_hand(act: str):
    return lambda cast: f"/office/deadlines/{general(cast).pk}/{act}/"


def my(act: str):
    return lambda cast: f"/my/deadlines/{general(cast).pk}/{act}/"


def hand_over(cast: Cast) -> str:
    return f"/office/deadlines/{opened(cast).pk}/hand-over/"


def extension(cast: Cast) -> str:
    return f"/office/deadlines/extensions/{ask(cast, opened(cast)).pk}/"


def limit(cast: Cast) -> str:
    return "/office/limits/return/"


def handed(cast: Cast) -> str:
    return f"/office/deadlines/{opened(cast).pk}/hand-over/"


def responsible(cast: Cast) -> int:
    return Party.objects.get(part="responsible").pk


def other_one(cast: Cast) -> int:
    return cast.other.pk


def everything(cast: Cast) -> str:
    opened(cast), opened(cast, 2)
    return "/office/deadlines/hand-over/"


def noted(cast: Cast) -> str:
    found = opened(cast)
    sweep(now=NOW)
    return f"/my/deadlines/{found.pk}/seen/"


def unreached(cast: Cast) -> str:
    found = opened(cast, parties={})
    sweep(now=NOW)
    return f"/office/deadlines/undelivered/{found.pk}/settled/"


def own_ladder(cast: Cast) -> str:
    return "/office/ladders/of/referral/"


def changed(cast: Cast) -> str:
    change_ladder(kind="referral", rungs=[RungValues(-3, "remind", ["head"])], by=None, now=NOW)
    return own_ladder(cast)


def dropped(cast: Cast) -> str:
    return f"{changed(cast)}drop/"


def other(old: str, new: str):
    return lambda path: path.replace(old, new)


ACTS = [
    Act("open a general one", lambda cast: "/office/deadlines/new/", ("clerk", "clerk"), GENERAL,
        "已开办", {"responsible": lambda cast: cast.other.pk}),
    Act("meet", by_hand("met"), ("clerk", "clerk"), {},
        "这一件已办结", {"why": "重复了"}, "重复了", other("met", "cancel")),
    Act("cancel", by_hand("cancel"), ("clerk", "member"), {"why": "重复了"},
        "这一件已取消", instead=lambda path: path.replace("office", "my").replace("cancel", "met")),
    Act("ask for more time", my("extend"), ("member", "convener"), {"until_on": "2026-04-30", "reason": "等检测"},
        "韩梅已申请延到2026年4月30日", {"until_on": "2026-04-29", "reason": "等拨款"}, "等拨款"),
    Act("grant more time", extension, OFFICE, {"decision": "grant"},
        "周敏已答复这个申请:已批准", REFUSED, "不宜再拖"),
    Act("refuse more time", extension, OFFICE, REFUSED,
        "周敏已答复这个申请:未同意", {"decision": "grant", "answer": "可以"}, "可以"),
    Act("hand over", handed, OFFICE, {"party": responsible, "new": lambda cast: cast.other.pk},
        "这一方刚刚已经移交", {"new": lambda cast: cast.officer.pk, "why": "休产假"}, "休产假"),
    Act("make somebody more responsible", handed, OFFICE, {"party": "", "new": lambda cast: cast.other.pk},
        "已经有李强,不用再增加", {"why": "人手不够"}, "人手不够"),
    Act("hand everything over", everything, OFFICE, {"old": lambda cast: cast.member.pk, "new": other_one},
        "没有要移交的"),
    Act("say of a day", lambda cast: "/office/calendar/day/", OFFICE, DAY,
        "已改,原来是“县庆”", {"name": "防汛值守", "counts": "works"}),
    Act("enter a notice", lambda cast: "/office/calendar/notice/", OFFICE, ENTERED,
        "已录入2027年放假安排"),
    Act("take note", noted, ("member", "member"), {}, "已经有人知悉,没有变动"),
    Act("settle what reached nobody", unreached, OFFICE, {}, "已经有人记过,没有变动"),
    Act("change a limit", limit, OFFICE, limit_form(value="12"),
        "周敏已把这一项改成12个工作日", {"value": "9", "source": "新办法"}, "新办法"),
    Act("change the ladder for all", lambda cast: "/office/ladders/all/", OFFICE, RUNGS,
        "刚刚有人改过,现在是:到期前2天提醒:负责人", {"form-0-days": "77"}, 'value="77"'),
    Act("give a kind its own ladder", own_ladder, OFFICE, RUNGS,
        "刚刚有人改过,现在是:到期前2天提醒:负责人", {"form-0-days": "77"}, 'value="77"'),
    Act("take a kind's ladder away", dropped, OFFICE, {},
        "这一种已经照通用的阶梯,没有变动", stands=other("drop/", "")),
    Act("change a ladder that another takes away", dropped, OFFICE, {},
        "刚刚有人改过,现在是:照“通用”", RUNGS | {"form-0-days": "77"}, 'value="77"', other("drop/", ""),
        other("drop/", "")),
    Act("take away a ladder that another changes", changed, OFFICE, RUNGS,
        "刚刚有人改过这个阶梯,没有去掉", {}, "到期前2天", other("referral/", "referral/drop/"), other("drop/", "")),
    Act("set the hours", lambda cast: "/office/ladders/hours/", OFFICE, {"opens": "08:30", "closes": "12:00"},
        "刚刚有人改过,现在是:08:30至12:00", {"closes": "16:45"}, "16:45", stands=other("hours/", "")),
]  # fmt: skip


@pytest.fixture
def cast(cast: Cast) -> Cast:
    """With 冯副, another of the office."""
    cast.deputy = user("fuzhou", "冯副", role=roles.GENERAL_OFFICE)
    return cast


test_same_form_sent_twice_does_it_once = once(ACTS)
test_second_of_two_hears_what_it_is_now_and_keeps_what_they_typed = told(ACTS)
