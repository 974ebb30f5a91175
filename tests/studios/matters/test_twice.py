"""A matter's acts: the same press twice is one; who presses second hears who was first and keeps what they typed."""

from typing import Any

import pytest

from referrals import services as units
from studios.models import Matter
from studios.services import send_back
from tests.cast import NOW, Cast
from tests.studios.matters.makers import (
    again,
    answered_by_unit,
    in_situation,
    raised,
    refer,
    referral_of,
    settled,
)
from tests.studios.matters.makers import told as said
from tests.twice import Act, once, told

pytestmark = pytest.mark.django_db

TYPED = "第二个人写的话"
ON = {"on": "2026-03-20"}
TELLING = {"told_on": "2026-03-20", "way": "phone", "whom": "self", "told_by": "赵联", "content": "satisfied"}
TOWN = {"town": "东关村", "town_on": "2026-03-20"}
DECISIONS = [f"units/{{unit}}/{word}" for word in ("accept", "keep", "reject", "withdraw")]
ACCEPT, KEEP, REJECT, WITHDRAW = DECISIONS
REFERRAL = {"title": "机井维修", "text": "请修", "lead": lambda cast: cast.water.pk}


def situated(cast: Cast, name: str) -> Matter:
    if name == "untold_town":
        return said(cast, settled(cast, raised(cast)), town="", town_on=None)
    if name in ("asked_back", "answer_in"):
        matter = refer(cast, raised(cast))
        if name == "answer_in":
            answered_by_unit(cast, matter)
        else:
            units.ask_back(referral=referral_of(matter), reason="归镇里管", by=cast.handler, now=NOW)
        return matter
    return in_situation(cast, name)


def act(path: str, situation: str, typed: dict[str, Any], field: str, *, door: str = "my/studio") -> Act:
    """What two do to a matter in this situation; the second has written in ``field``."""

    def place(cast: Cast) -> str:
        matter = again(situated(cast, situation))
        unit = referral_of(matter)
        return f"/{door}/matters/{matter.pk}/{path}/".format(unit=unit.pk if unit else "")

    who, first = (("clerk", "clerk"), "周敏") if door == "office" else (("liaison", "convener"), "赵联")
    hears = f"{first}已" if path in DECISIONS else f"还没有办。{first}"  # of the unit's part it is said when
    return Act(path, place, who, typed, hears, {field: TYPED}, TYPED)


def responsible(cast: Cast) -> str:
    return f"/my/studio/matters/{raised(cast).pk}/assign/"


def leading(cast: Cast) -> str:
    return f"/my/studio/matters/{in_situation(cast, 'leads').pk}/unbundle/"


def bundle(cast: Cast) -> str:
    raised(cast), raised(cast, text="也坏了")
    return "/my/studio/matters/bundle/"


def both(cast: Cast) -> list[int]:
    return list(Matter.objects.order_by("pk").values_list("pk", flat=True))


ACTS = [
    act("refer", "open", REFERRAL, "text"),
    act("report", "open", {"level": "office", "text": "请协调"}, "text"),
    act("take-report-back", "at_office", {"why": "自己办了"}, "why"),
    act("result", "open", {"result": "done", "text": "修好了", **ON}, "text"),
    act("tell", "answered", {**TELLING, **TOWN, "words": "修好了"}, "words"),
    act("town", "untold_town", {"town": "东关村", **ON}, "town"),
    act("reopen", "unhappy", {"why": "又坏了"}, "why"),
    act("outcome", "open", {"outcome": "opinion", "why": "好几户都说"}, "why"),
    act("answer-report", "at_desk", {"text": "已请水利局安排", **ON}, "text", door="office"),
    act(ACCEPT, "asked_back", {"why": "归镇里"}, "why"),
    act(KEEP, "asked_back", {"why": "按职责归你"}, "why"),
    act(REJECT, "answer_in", {"why": "没写何时修好"}, "why"),
    act("units/{unit}/approve", "answer_in", {"result": "done", "text": "修好了", **ON}, "text"),
    act(WITHDRAW, "at_unit", {"why": "转错了"}, "why"),
    Act("assign", responsible, ("liaison", "convener"), {"responsible": lambda cast: cast.member.pk},
        "还没有办。赵联", {"responsible": lambda cast: cast.convener.pk}),
    Act("take a bundle apart", leading, ("liaison", "convener"), {}, "还没有办。"),
    Act("bundle", bundle, ("liaison", "convener"),
        {"m": both, "lead": lambda cast: both(cast)[0], "title": "机井维修", "outcome": "referred"},
        "赵联", {"title": TYPED}, TYPED),
]  # fmt: skip


test_same_form_sent_twice_does_it_once = once(ACTS)
test_second_hears_who_was_first_and_keeps_what_they_typed = told(ACTS)


def test_log_returned_meanwhile_its_matter_is_not_handed_on_and_nothing_typed_is_lost(cast: Cast, signed_in):
    matter = raised(cast)
    send_back(visit=matter.visit, revision=matter.visit.revision, why="写清地点", by=cast.liaison, now=NOW)
    form = {"revision": again(matter).revision, "title": "机井维修", "text": TYPED, "lead": cast.water.pk}
    page = signed_in(cast.convener).post(f"/my/studio/matters/{matter.pk}/refer/", form).content.decode()
    assert "这条走访记录已退回,等委员改好再转办。" in page
    assert TYPED in page


@pytest.mark.parametrize("sign", ["", "0", "+"])
def test_revision_written_otherwise_opens_no_act_that_has_no_place(cast: Cast, signed_in, sign: str):
    matter = in_situation(cast, "at_desk")
    form = {"revision": f"{sign}{matter.revision}", "why": "算了"}
    signed_in(cast.liaison).post(f"/my/studio/matters/{matter.pk}/take-report-back/", form)
    assert [one.state for one in again(matter).reports.all()] == ["waiting"]
