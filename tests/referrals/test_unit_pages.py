"""The unit door: lists, one referral, what its people do on its pages."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import UnitPost
from deadlines.models import Deadline
from deadlines.services import sweep
from referrals import services, states
from referrals.models import Part, Referral
from tests.access import read_to_end
from tests.cast import NOW as CAST
from tests.cast import Cast, post, user
from tests.common.files import PDF, picture
from tests.deadlines.makers import at
from tests.referrals.makers import (
    ANSWERED,
    SIGNED,
    answer,
    answered,
    attachment,
    head_must_sign_off,
    in_state,
    referred,
    signed,
)
from tests.referrals.test_rules import lines

NOW = at("2026-03-10", 9)
FORM = {
    "result": "done", "text": "已更换灯头", "head_name": "郑局长", "contact_name": "马经办", "contact_phone": "0700-1",
    "act": "submit",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def opened(client, path: str) -> int:
    """The status of a download, read to its end."""
    return read_to_end(client.get(path)).status_code


def text(response) -> str:
    return response.content.decode()


PEOPLE = {
    "handler": "handler", "head": "head", "sender": "liaison", "office": "clerk", "reader": "leader",
    "stranger": "convener",
}  # fmt: skip


@pytest.mark.parametrize("state", list(states.STATES))
def test_page_opens_for_whom_the_table_says(state: str, cast: Cast, signed_in) -> None:
    held = in_state(cast, state)
    sees = set()
    for who, name in PEOPLE.items():
        client = signed_in(getattr(cast, name))
        if any(client.get(f"/{door}/referrals/{held.pk}/").status_code == 200 for door in ("unit", "my", "office")):
            sees.add(who)
    assert sees == {who for one, _, who, may in lines() if one == state and "see" in may}


# Lists


def some(cast: Cast) -> dict[str, Referral]:
    """One of each kind that the tabs tell apart, and one of another unit."""
    found = {
        "late": referred(cast, label="逾期的件"),
        "soon": referred(cast, at("2026-03-05"), label="临期的件", part=Part.JOINT),
        "waiting": referred(cast, at("2026-03-09"), label="待签的件"),
        "hand": signed(cast, label="在办的件", urgent=False),
        "heard": answered(cast, at("2026-03-09"), label="答复的件"),
        "other": referred(cast, label="别家的件", unit=cast.hall),
    }
    services.sign(referral=found["late"], by=cast.handler, now=SIGNED)
    late = Referral.objects.get(pk=found["late"].pk)
    Deadline.objects.filter(pk=late.deadline_id).update(due_on=at("2026-03-06").date())
    return found


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", {"逾期的件", "临期的件", "待签的件", "在办的件", "答复的件"}),
        ("state=waiting", {"临期的件", "待签的件"}),
        ("state=hand", {"逾期的件", "在办的件"}),
        ("state=late", {"逾期的件"}),
        ("state=soon", {"临期的件"}),
        ("state=heard", {"答复的件"}),
        ("state=open", {"逾期的件", "临期的件", "待签的件", "在办的件"}),
        ("part=joint", {"临期的件"}),
        ("urgent=1", set()),
        ("q=在办", {"在办的件"}),
        ("q=转办〔2026〕3号", {"待签的件"}),
        ("state=x&part=x&urgent=x&unit=99&page=x", {"逾期的件", "临期的件", "待签的件", "在办的件", "答复的件"}),
    ],
)
def test_list_filters_and_shows_ones_own_unit_only(cast: Cast, signed_in, query: str, seen: set[str]):
    some(cast)
    sweep(now=NOW)
    page = text(signed_in(cast.handler).get(f"/unit/referrals/?{query}"))
    labels = ["逾期的件", "临期的件", "待签的件", "在办的件", "答复的件", "别家的件"]
    assert {label for label in labels if label in page} == seen


def test_list_is_sorted_by_the_day_due(cast: Cast, signed_in):
    some(cast)
    page = text(signed_in(cast.handler).get("/unit/referrals/?state=open"))
    assert page.index("逾期的件") < page.index("临期的件") < page.index("待签的件") < page.index("在办的件")


def test_state_is_chosen_by_the_chips_alone_and_stays_while_the_rest_is_filtered(cast: Cast, signed_in):
    some(cast)
    page = text(signed_in(cast.handler).get("/unit/referrals/?state=late"))
    assert '<input type="hidden" name="state" value="late"' in page
    assert '<select name="state"' not in page
    assert "待您审定" not in page
    head = text(signed_in(cast.head).get("/unit/referrals/?state=for_head"))
    assert re.search('state=for_head" aria-current="page">待您审定', head)


def test_empty_list_says_what_to_do(cast: Cast, signed_in):
    client = signed_in(cast.handler)
    assert "设置通知方式" in text(client.get("/unit/referrals/"))
    assert "看全部交办" in text(client.get("/unit/referrals/?q=无"))
    assert "看办过的" in text(client.get("/unit/"))


def test_who_stands_for_two_units_chooses_between_them(cast: Cast, signed_in):
    some(cast)
    post(cast.handler, cast.hall)
    page = text(signed_in(cast.handler).get(f"/unit/referrals/?unit={cast.hall.pk}"))
    assert "别家的件" in page
    assert "在办的件" not in page
    assert '<option value="' in page


def test_first_page_counts_and_leads_to_lists(cast: Cast, signed_in):
    some(cast)
    sweep(now=NOW)
    page = text(signed_in(cast.handler).get("/unit/"))
    for number, word in ((2, "待签收"), (2, "在办"), (1, "临期"), (1, "逾期")):
        assert f"<strong>{number}</strong>{word}(件)" in page
    assert "别家的件" not in page
    assert "答复的件" not in page


@pytest.mark.parametrize("path", ["/unit/", "/unit/referrals/", "/unit/referrals/statistics/"])
def test_lists_ask_the_same_number_of_queries_for_one_row_and_three(cast: Cast, signed_in, path: str):
    client, counts = signed_in(cast.head), []
    for times in (1, 2):
        for _ in range(times):
            referred(cast)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_statistics_of_the_head_make_up_the_whole(cast: Cast, signed_in):
    answered(cast)
    answered(cast, at("2026-03-26"))
    referred(cast, unit=cast.hall)
    for state in (states.WAITING, states.SIGNED, states.RETURNED, states.WITHDRAWN):
        in_state(cast, state)
    referred(cast, at("2026-02-02"))
    client = signed_in(cast.head)
    page = text(client.get("/unit/referrals/statistics/"))
    assert (
        "2026年交办 <strong>6</strong> 件,按期答复 1 件,逾期答复 1 件,逾期未答复 2 件,按期率 <strong>25%</strong>"
        in page
    )
    assert "2026年2月" in page
    assert "没有交办给本单位的事" in text(client.get("/unit/referrals/statistics/?year=2025"))
    assert signed_in(cast.handler).get("/unit/referrals/statistics/").status_code == 404


# One referral


def test_page_shows_the_text_the_buttons_and_what_happened(cast: Cast, signed_in, files_dir):
    held = referred(cast, files=[attachment()], urgent=True)
    page = text(signed_in(cast.handler).get(f"/unit/referrals/{held.pk}/"))
    for words in (
        "村口路灯不亮",
        "现场.jpg",
        "签收</button>",
        "申请退回</a>",
        "转办单</a>",
        "交办 赵联",
        ">急<",
        "2026年3月11日",
    ):
        assert words in page
    assert "答复</a>" not in page


def test_signing_twice_signs_once_and_the_colleague_hears_of_it(cast: Cast, signed_in):
    held = referred(cast)
    path = f"/unit/referrals/{held.pk}/sign/"
    assert "已签收,办理期限从今天起算" in text(signed_in(cast.handler).post(path, follow=True))
    assert "已签收,办理期限从今天起算" in text(signed_in(cast.handler).post(path, follow=True))
    page = text(signed_in(cast.head).post(path, follow=True))
    assert "2026年3月10日(周二)09:00马经办已签收" in page
    assert held.events.count() == 2


def test_asking_back_keeps_the_reason_when_it_is_refused(cast: Cast, signed_in):
    held = referred(cast)
    path = f"/unit/referrals/{held.pk}/return/"
    client = signed_in(cast.handler)
    assert "请写明为什么不归" in text(client.post(path, {"reason": ""}))
    page = text(client.post(path, {"reason": "归路灯所", "suggested_unit": cast.water.pk}))
    assert "归路灯所" in page
    assert not held.events.filter(action="ask_back").exists()
    form = {"reason": "归路灯所", "suggested_unit": cast.hall.pk}
    assert "已申请退回" in text(client.post(path, form, follow=True))
    page = text(signed_in(cast.head).post(path, {"reason": "另写的理由"}))
    assert "马经办已申请退回" in page
    assert "另写的理由" in page
    assert "现在不能申请退回" in text(client.get(path, follow=True))


def test_answer_with_a_gap_keeps_what_was_typed(cast: Cast, signed_in):
    held = signed(cast)
    path = f"/unit/referrals/{held.pk}/answer/"
    client = signed_in(cast.handler)
    assert 'value="郑局长"' in text(client.get(path))
    page = text(client.post(path, {**FORM, "result": "", "revision": held.revision}))
    assert "请选一种办理结果" in page
    assert "已更换灯头" in page
    held.refresh_from_db()
    assert (held.state, held.answer) == (states.SIGNED, "")


def test_draft_and_files_are_the_units_own_until_the_answer(cast: Cast, signed_in, files_dir):
    held = signed(cast)
    path = f"/unit/referrals/{held.pk}/answer/"
    client, sender = signed_in(cast.handler), signed_in(cast.liaison)
    file = SimpleUploadedFile("清单.pdf", PDF)
    draft = {**FORM, "result": "", "act": "draft", "text": "半篇草稿", "revision": held.revision, "file": file}
    assert "清单.pdf" in text(client.post(path, draft, follow=True))
    pk = held.files.get().pk
    for page in (f"/my/referrals/{held.pk}/", f"/my/referrals/{held.pk}/paper/"):
        assert "半篇草稿" not in text(sender.get(page))
        assert "清单.pdf" not in text(sender.get(page))
    assert sender.get(f"/my/referrals/files/{pk}/").status_code == 404
    assert signed_in(cast.clerk).get(f"/office/referrals/files/{pk}/").status_code == 404
    assert opened(client, f"/unit/referrals/files/{pk}/") == 200
    held.refresh_from_db()
    said = {**FORM, "revision": held.revision, "file": SimpleUploadedFile("图.png", picture("PNG"))}
    assert "答复已提交" in text(client.post(path, said, follow=True))
    page = text(sender.get(f"/my/referrals/{held.pk}/"))
    assert "清单.pdf" in page
    assert "图.jpg" in page
    assert opened(sender, f"/my/referrals/files/{pk}/") == 200
    assert signed_in(cast.other).get(f"/my/referrals/files/{pk}/").status_code == 404
    assert signed_in(cast.convener).get(f"/unit/referrals/files/{pk}/").status_code == 404


def test_file_is_taken_out_of_a_draft_by_the_unit_only(cast: Cast, signed_in, files_dir):
    held = signed(cast)
    held = services.save_answer_draft(
        referral=held, answer=answer("稿"), revision=held.revision, by=cast.handler, now=ANSWERED, files=[attachment()]
    )
    path = f"/unit/referrals/files/{held.files.get().pk}/remove/"
    assert signed_in(cast.convener).post(path).status_code == 404
    assert signed_in(cast.clerk).post(path).status_code == 404
    assert "附件已删去" in text(signed_in(cast.handler).post(path, follow=True))


def test_two_who_answer_at_once_see_what_the_other_stored_and_keep_their_own(cast: Cast, signed_in):
    held = signed(cast)
    path = f"/unit/referrals/{held.pk}/answer/"
    first, second = signed_in(cast.handler), signed_in(cast.head)
    draft = {**FORM, "act": "draft", "text": "先存的", "revision": held.revision}
    first.post(path, draft)
    page = text(second.post(path, {**FORM, "text": "后写的", "revision": held.revision}))
    for words in ("马经办2026年3月10日", "先存的", "后写的", "还没有提交"):
        assert words in page
    held.refresh_from_db()
    assert f'name="revision" value="{held.revision}"' in page
    assert "答复已提交" in text(second.post(path, {**FORM, "text": "后写的", "revision": held.revision}, follow=True))
    page = text(first.post(path, {**FORM, "text": "我也答一份", "revision": held.revision}))
    assert "郑局长已答复" in page
    assert "我也答一份" in page


def test_joint_unit_is_asked_for_an_opinion_without_result(cast: Cast, signed_in):
    held = signed(cast, part=Part.JOINT)
    path = f"/unit/referrals/{held.pk}/answer/"
    client = signed_in(cast.handler)
    assert "办理结果" not in text(client.get(path))
    form = {**FORM, "text": "配合施工", "revision": held.revision}
    assert "会办意见已提交" in text(client.post(path, form, follow=True))


def test_head_signs_off_or_hands_back_with_a_reason(cast: Cast, signed_in):
    head_must_sign_off()
    held = answered(cast)
    path = f"/unit/referrals/{held.pk}/sign-off/"
    assert signed_in(cast.handler).get(path).status_code == 404
    client = signed_in(cast.head)
    assert "已更换灯头12盏" in text(client.get(path))
    assert "请写明为什么" in text(client.post(path, {"decision": "退回修改", "why": ""}))
    assert "请选择" in text(client.post(path, {"decision": ""}))
    assert "已审定" in text(client.post(path, {"decision": "审定,正式答复", "why": ""}, follow=True))
    assert "现在不能审定" in text(client.get(path, follow=True))


def test_handler_takes_back_from_the_heads_desk(cast: Cast, signed_in):
    head_must_sign_off()
    held = answered(cast)
    assert "<strong>1</strong>待您审定(件)" in text(signed_in(cast.head).get("/unit/"))
    assert "待您审定" not in text(signed_in(cast.handler).get("/unit/"))
    path = f"/unit/referrals/{held.pk}/take-back/"
    assert signed_in(cast.head).post(path).status_code == 404
    assert "收回修改</button>" in text(signed_in(cast.handler).get(f"/unit/referrals/{held.pk}/"))
    assert "已更换灯头12盏" in text(signed_in(cast.handler).post(path, follow=True))


def test_rejected_answer_is_read_in_the_story(cast: Cast, signed_in):
    held = in_state(cast, states.REJECTED)
    page = text(signed_in(cast.handler).get(f"/unit/referrals/{held.pk}/"))
    assert page.count("没有写明何时修好") == 2  # above, and where it happened
    assert "接着写答复" in page


def test_paper_prints_text_limit_and_slip(cast: Cast, signed_in):
    held = referred(cast)
    for who, door in ((cast.handler, "unit"), (cast.clerk, "office"), (cast.liaison, "my")):
        page = text(signed_in(who).get(f"/{door}/referrals/{held.pk}/paper/"))
        for words in (
            held.number,
            "县水利局:",
            "村口路灯不亮",
            "15个工作日内",
            "2026年3月5日(周四)前",
            "回执",
            "单位盖章",
            "联系人:赵联",
        ):
            assert words in page
    assert signed_in(cast.convener).get(f"/unit/referrals/{held.pk}/paper/").status_code == 404


def test_door_is_shut_when_the_post_ends(cast: Cast, signed_in):
    held = referred(cast)
    new = post(user("xin", "新经办"), cast.water)
    assert signed_in(new).get(f"/unit/referrals/{held.pk}/").status_code == 200
    UnitPost.objects.filter(user=new).update(until=CAST.date())
    assert signed_in(new).get(f"/unit/referrals/{held.pk}/").status_code == 404
    assert signed_in(new).post(f"/unit/referrals/{held.pk}/sign/").status_code == 404
