"""Who presses second, by the page: told who was first and what it is now; what they typed stays in the form."""

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
    told,
)

pytestmark = pytest.mark.django_db

TYPED = "第二个人写的话"
ON = {"on": "2026-03-20"}
TELLING = {"told_on": "2026-03-20", "way": "phone", "whom": "self", "told_by": "赵联", "content": "satisfied"}
TOWN = {"town": "东关村", "town_on": "2026-03-20"}

# act → in what situation, what the first sends, the field in which the second has written
ACTS: dict[str, tuple[str, dict[str, Any], str]] = {
    "refer": ("open", {"title": "机井维修", "text": "请修"}, "text"),
    "report": ("open", {"level": "office", "text": "请协调"}, "text"),
    "take-report-back": ("at_office", {"why": "自己办了"}, "why"),
    "result": ("open", {"result": "done", "text": "修好了", **ON}, "text"),
    "tell": ("answered", {**TELLING, **TOWN, "words": "修好了"}, "words"),
    "town": ("untold_town", {"town": "东关村", **ON}, "town"),
    "reopen": ("unhappy", {"why": "又坏了"}, "why"),
    "outcome": ("open", {"outcome": "opinion", "why": "好几户都说"}, "why"),
    "answer-report": ("at_desk", {"text": "已请水利局安排", **ON}, "text"),
    "units/{unit}/accept": ("asked_back", {"why": "归镇里"}, "why"),
    "units/{unit}/keep": ("asked_back", {"why": "按职责归你"}, "why"),
    "units/{unit}/reject": ("answer_in", {"why": "没写何时修好"}, "why"),
    "units/{unit}/approve": ("answer_in", {"result": "done", "text": "修好了", **ON}, "text"),
    "units/{unit}/withdraw": ("at_unit", {"why": "转错了"}, "why"),
}


def situated(cast: Cast, name: str) -> Matter:
    if name == "untold_town":
        return told(cast, settled(cast, raised(cast)), town="", town_on=None)
    if name in ("asked_back", "answer_in"):
        matter = refer(cast, raised(cast))
        if name == "answer_in":
            answered_by_unit(cast, matter)
        else:
            units.ask_back(referral=referral_of(matter), reason="归镇里管", by=cast.handler, now=NOW)
        return matter
    return in_situation(cast, name)


@pytest.mark.parametrize("act", ACTS)
def test_second_keeps_what_they_typed_and_hears_who_was_first(cast: Cast, signed_in, act: str):
    name, said, field = ACTS[act]
    matter = again(situated(cast, name))
    unit = referral_of(matter)
    form = {"revision": matter.revision, **said} | ({"lead": cast.water.pk} if act == "refer" else {})
    door, first, second = ("my/studio", cast.liaison, cast.convener)
    if act == "answer-report":
        door, first, second = ("office", cast.clerk, cast.clerk)
    path = f"/{door}/matters/{matter.pk}/{act}/".format(unit=unit.pk if unit else "")
    assert signed_in(first).post(path, form).status_code == 302
    page = signed_in(second).post(path, form | {field: TYPED}).content.decode()
    assert first.name in page
    assert "还没有办。" in page
    assert TYPED in page


def test_second_who_makes_somebody_responsible_hears_who_was_first(cast: Cast, signed_in):
    matter = raised(cast)
    path, form = f"/my/studio/matters/{matter.pk}/assign/", {"revision": matter.revision}
    assert signed_in(cast.liaison).post(path, form | {"responsible": cast.member.pk}).status_code == 302
    page = signed_in(cast.convener).post(path, form | {"responsible": cast.convener.pk}).content.decode()
    assert "赵联" in page
    assert again(matter).responsible == cast.member


def test_second_who_bundles_the_same_hears_who_was_first_and_keeps_the_title(cast: Cast, signed_in):
    one, other = raised(cast), raised(cast, text="也坏了")
    form = {"m": [one.pk, other.pk], "lead": one.pk, "title": "机井维修", "outcome": "referred"}
    assert signed_in(cast.liaison).post("/my/studio/matters/bundle/", form).status_code == 302
    page = signed_in(cast.convener).post("/my/studio/matters/bundle/", form | {"title": TYPED}).content.decode()
    assert "赵联" in page
    assert TYPED in page


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
