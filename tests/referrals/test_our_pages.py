"""The side that hands out: the office's pages, and one's own."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEvent
from notices.models import Notice
from referrals import services, states
from referrals.models import Part, ReferralSetting
from referrals.queries import referrals_about
from referrals.resources import LEDGER
from tests.cast import Cast
from tests.common.files import picture
from tests.deadlines.makers import at
from tests.referrals.makers import ANSWERED, answered, in_state, referred, signed, village

NOW = at("2026-03-12", 9)


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def text(response) -> str:
    return response.content.decode()


def some(cast: Cast) -> None:
    referred(cast, label="逾期的件")
    signed(cast, label="在办的件", part=Part.SHARE)
    answered(cast, label="答复的件")
    in_state(cast, states.ASKED_BACK, label="申退的件")
    referred(cast, at("2026-02-02"), label="二月的件", unit=cast.hall, urgent=True)


ALL = {"逾期的件", "在办的件", "答复的件", "申退的件", "二月的件"}


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("", ALL),
        ("state=late", {"逾期的件", "申退的件", "二月的件"}),
        ("state=asked_back", {"申退的件"}),
        ("state=review", {"答复的件"}),
        ("state=signed", {"在办的件"}),
        ("part=share", {"在办的件"}),
        ("month=2026-02", {"二月的件"}),
        ("urgent=1", {"二月的件"}),
        ("q=答复的", {"答复的件"}),
        ("state=x&unit=x&month=2026-99&part=x", ALL),
    ],
)
def test_office_list_filters(cast: Cast, signed_in, query: str, seen: set[str]):
    some(cast)
    page = text(signed_in(cast.leader).get(f"/office/referrals/?{query}"))
    assert {label for label in ALL if label in page} == seen


def test_office_list_is_sorted_by_the_day_due_when_asked(cast: Cast, signed_in):
    some(cast)
    client = signed_in(cast.clerk)

    def before(first: str, second: str, query: str) -> bool:
        page = text(client.get(f"/office/referrals/{query}"))
        return page.index(first) < page.index(second)

    assert before("逾期的件", "二月的件", "")
    assert before("二月的件", "逾期的件", "?order=due")
    assert before("逾期的件", "二月的件", "?order=nonsense")


def test_office_list_of_a_unit_and_what_is_to_be_decided(cast: Cast, signed_in):
    some(cast)
    page = text(signed_in(cast.clerk).get(f"/office/referrals/?unit={cast.hall.pk}"))
    assert "二月的件" in page
    assert "在办的件" not in page
    assert "<strong>1</strong>申请退回" in page
    assert "<strong>1</strong>已答复,待审核" in page
    home = text(signed_in(cast.clerk).get("/office/"))
    assert "<strong>1</strong> 件</a> 单位已答复,待审核" in home


@pytest.mark.parametrize(
    ("state", "changes", "next_step"),
    [
        (states.WAITING, {}, "等县水利局签收"),
        (states.SIGNED, {}, "等县水利局答复"),
        (states.SIGNED, {"part": Part.JOINT}, "等县水利局交会办意见"),
        (states.FOR_HEAD, {}, "等县水利局负责人审定"),
        (states.ASKED_BACK, {}, "等赵联或办公室答复退回申请"),
        (states.ANSWERED, {}, "等赵联或办公室审核答复"),
    ],
)
def test_page_says_who_is_to_do_what_next(cast: Cast, signed_in, state: str, changes, next_step: str):
    one = in_state(cast, state, **changes)
    page = " ".join(text(signed_in(cast.clerk).get(f"/office/referrals/{one.pk}/")).split())
    assert f"</span> {next_step}</p>" in page


def test_empty_lists_say_what_to_do(cast: Cast, signed_in):
    assert "选“转办”" in text(signed_in(cast.clerk).get("/office/referrals/"))
    assert "看全部交办" in text(signed_in(cast.clerk).get("/office/referrals/?q=无"))
    client = signed_in(cast.liaison)
    assert "选“转办”" in text(client.get("/my/referrals/"))
    assert "还没有办完的" in text(client.get("/my/referrals/?show=over"))


@pytest.mark.parametrize(
    ("path", "who"), [("/office/referrals/", "clerk"), ("/my/referrals/", "liaison"), ("/my/", "liaison")]
)
def test_lists_ask_the_same_number_of_queries_for_one_row_and_three(cast: Cast, signed_in, path: str, who: str):
    client, counts = signed_in(getattr(cast, who)), []
    for times in (1, 2):
        for _ in range(times):
            referred(cast)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_workbook_holds_the_filtered_list_and_no_draft_and_leaves_a_row_in_the_trail(cast: Cast, signed_in):
    some(cast)
    held = signed(cast, label="有草稿的件")
    services.save_answer_draft(
        referral=held, answer=services.Answer("半篇草稿"), revision=held.revision, by=cast.handler, now=ANSWERED
    )
    answer = signed_in(cast.clerk).post("/office/referrals/export/?state=")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [column.header for column in LEDGER] in rows
    said = {str(cell) for row in rows for cell in row}
    assert {"有草稿的件", "已更换灯头12盏。", "按期答复", "申退中"} <= said
    assert "半篇草稿" not in said
    assert AuditEvent.objects.get(action="exported").detail == {"rows": 6}
    assert signed_in(cast.officer).post("/office/referrals/export/").status_code == 404


def test_reader_of_the_office_gets_no_buttons(cast: Cast, signed_in):
    held = in_state(cast, states.ASKED_BACK)
    page = text(signed_in(cast.leader).get(f"/office/referrals/{held.pk}/"))
    assert "归路灯所管" in page
    for words in ("答复退回申请</a>", "撤回</a>", "代录回执</a>"):
        assert words not in page
        assert words in text(signed_in(cast.clerk).get(f"/office/referrals/{held.pk}/")) or words == "代录回执</a>"


DOORS = [("my", "liaison"), ("office", "clerk")]


@pytest.mark.parametrize(("door", "who"), DOORS)
def test_return_is_answered_by_who_sent_it_or_the_office(cast: Cast, signed_in, door: str, who: str):
    held = in_state(cast, states.ASKED_BACK)
    path, client = f"/{door}/referrals/{held.pk}/return/", signed_in(getattr(cast, who))
    assert "归路灯所管" in text(client.get(path))
    assert "请写明为什么" in text(client.post(path, {"decision": "不同意,仍由该单位办", "why": ""}))
    assert "已答复不同意" in text(
        client.post(path, {"decision": "不同意,仍由该单位办", "why": "权属在你局"}, follow=True)
    )
    page = text(client.post(path, {"decision": "同意退回", "why": "写了很久的意见"}))
    assert "写了很久的意见" in page
    assert "已不同意退回" in page
    assert "现在不用答复退回申请" in text(client.get(path, follow=True))


@pytest.mark.parametrize(("door", "who"), DOORS)
def test_answer_is_reviewed(cast: Cast, signed_in, door: str, who: str):
    held = answered(cast)
    path, client = f"/{door}/referrals/{held.pk}/review/", signed_in(getattr(cast, who))
    assert "已更换灯头12盏" in text(client.get(path))
    assert "请写明为什么" in text(client.post(path, {"decision": "驳回重办", "why": " "}))
    assert "已审核通过" in text(client.post(path, {"decision": "审核通过", "why": ""}, follow=True))
    held.refresh_from_db()
    assert held.state == states.APPROVED


@pytest.mark.parametrize(("door", "who"), DOORS)
def test_withdrawing_needs_a_reason_and_is_confirmed_by_number(cast: Cast, signed_in, door: str, who: str):
    held = referred(cast)
    path, client = f"/{door}/referrals/{held.pk}/withdraw/", signed_in(getattr(cast, who))
    assert f"确定撤回{held.number}" in text(client.get(path))
    assert "请写明理由" in text(client.post(path, {"why": ""}))
    assert "已撤回" in text(client.post(path, {"why": "重复"}, follow=True))


@pytest.mark.parametrize("act", ["return", "review", "withdraw", "slip"])
def test_nobody_else_decides(cast: Cast, signed_in, act: str):
    held = in_state(cast, states.ASKED_BACK if act == "return" else states.SIGNED)
    for who in ("leader", "officer", "handler", "member", "stranger"):
        client = signed_in(getattr(cast, who))
        for door in ("my", "office"):
            assert client.get(f"/{door}/referrals/{held.pk}/{act}/").status_code == 404
            assert client.post(f"/{door}/referrals/{held.pk}/{act}/", {"why": "x"}).status_code == 404


def test_late_return_is_allowed_by_the_office_only(cast: Cast, signed_in):
    held = signed(cast)
    assert "放宽退回期限</a>" in text(signed_in(cast.clerk).get(f"/office/referrals/{held.pk}/"))
    assert "放宽退回期限" not in text(signed_in(cast.liaison).get(f"/my/referrals/{held.pk}/"))
    assert "申请退回</a>" not in text(signed_in(cast.handler).get(f"/unit/referrals/{held.pk}/"))
    path = f"/office/referrals/{held.pk}/allow-return/"
    assert signed_in(cast.leader).post(path, {"why": "x"}).status_code == 404
    assert "已放宽" in text(signed_in(cast.clerk).post(path, {"why": "机构改革"}, follow=True))
    assert "申请退回</a>" in text(signed_in(cast.handler).get(f"/unit/referrals/{held.pk}/"))


@pytest.mark.parametrize(("door", "who"), DOORS)
def test_slip_is_entered_with_its_scan(cast: Cast, signed_in, door: str, who: str, files_dir):
    held = referred(cast, unit=village())
    path, client = f"/{door}/referrals/{held.pk}/slip/", signed_in(getattr(cast, who))
    assert "打印转办单送达" in text(client.get(f"/{door}/referrals/{held.pk}/"))
    form = {"on": "2026-03-10", "result": "doing", "text": "月底修好", "head_name": "村主任"}
    assert "请选一种办理结果" in text(client.post(path, {**form, "result": ""}))
    page = text(client.post(path, {**form, "on": "2026-03-13"}))
    assert "到今天之间" in page
    assert "月底修好" in page
    scan = SimpleUploadedFile("回执.png", picture("PNG"))
    page = text(client.post(path, {**form, "file": scan}, follow=True))
    for words in ("已照回执录入", "月底修好", "回执.jpg", "照2026年3月10日(周二)的纸质回执代录", "代录"):
        assert words in page


def test_slip_of_a_late_return_is_the_offices(cast: Cast, signed_in):
    held = referred(cast, unit=village())
    form = {"on": "2026-03-12", "reason": "不归本村"}
    page = text(signed_in(cast.liaison).post(f"/my/referrals/{held.pk}/slip/?act=ask_back", form))
    assert "请由办公室录入" in page
    assert "不归本村" in page
    done = signed_in(cast.clerk).post(f"/office/referrals/{held.pk}/slip/?act=ask_back", form, follow=True)
    assert "已照回执录入" in text(done)


def test_signature_slip_asks_for_its_day_only(cast: Cast, signed_in):
    held = referred(cast, unit=village())
    page = text(signed_in(cast.liaison).get(f"/my/referrals/{held.pk}/slip/?act=sign"))
    assert "答复内容" not in page
    signed_in(cast.liaison).post(f"/my/referrals/{held.pk}/slip/?act=sign", {"on": "2026-03-03"})
    held.refresh_from_db()
    assert held.state == states.SIGNED


def test_my_list_puts_in_front_what_waits_for_me(cast: Cast, signed_in):
    referred(cast, label="还没签的")
    answered(cast, label="等我审的")
    in_state(cast, states.WITHDRAWN, label="撤回了的")
    referred(cast, label="别人送的", by=cast.member)
    client = signed_in(cast.liaison)
    page = text(client.get("/my/referrals/"))
    assert page.index("等我审的") < page.index("还没签的")
    assert "有 1 件等您处理" in page
    assert "别人送的" not in page
    assert "撤回了的" in text(client.get("/my/referrals/?show=over"))
    assert "1 件等您处理" in text(client.get("/my/"))


@pytest.mark.parametrize(("door", "who"), DOORS)
def test_what_is_decided_on_the_page_of_its_subject_is_not_decided_here(cast: Cast, signed_in, door: str, who: str):
    client = signed_in(getattr(cast, who))
    cases = [(states.ASKED_BACK, "return", "去答复退回申请"), (states.ANSWERED, "review", "去审核答复"),
             (states.SIGNED, "withdraw", "看原来的事")]  # fmt: skip
    for state, act, words in cases:
        held = in_state(cast, state, decided_here=False)
        page = text(client.get(f"/{door}/referrals/{held.pk}/"))
        assert f'href="{held.link}">{words}</a>' in page
        assert f"/{held.pk}/{act}/" not in page
        path = f"/{door}/referrals/{held.pk}/{act}/"
        for decision in ("同意退回", "审核通过"):
            form = {"decision": decision, "why": "好"}
            assert client.get(path)["Location"] == client.post(path, form)["Location"] == held.link
        held.refresh_from_db()
        assert held.state == state


def test_slip_is_entered_here_whoever_decides(cast: Cast, signed_in):
    held = referred(cast, unit=village(), decided_here=False)
    assert "代录回执</a>" in text(signed_in(cast.liaison).get(f"/my/referrals/{held.pk}/"))


def test_officer_who_did_not_send_it_decides_too(cast: Cast, signed_in):
    held = answered(cast, by=cast.member, responsible_officer=cast.liaison)
    for who in (cast.member, cast.liaison):
        assert "审核答复</a>" in text(signed_in(who).get(f"/my/referrals/{held.pk}/"))


def test_setting_is_changed_on_its_page(cast: Cast, signed_in):
    client, path = signed_in(cast.clerk), "/office/referrals/setting/"
    assert "要有一个 {year}" in text(client.post(path, {"number_pattern": "转办{number}号"}))
    assert "大括号没有配好" in text(client.post(path, {"number_pattern": "{year}{number}{"}))
    form = {"number_pattern": "转〔{year}〕{number}号", "head_signs_off": "on"}
    assert "已保存" in text(client.post(path, form, follow=True))
    assert ReferralSetting.objects.get().head_signs_off
    assert signed_in(cast.leader).post(path, form).status_code == 404


def test_link_leads_each_to_their_own_page(cast: Cast, signed_in):
    held = referred(cast)
    for who, page in (("clerk", "office"), ("leader", "office"), ("handler", "unit"), ("liaison", "my")):
        answer = signed_in(getattr(cast, who)).get(f"/go/referrals.referral/{held.pk}/")
        assert answer["Location"] == f"/{page}/referrals/{held.pk}/"
    for who in ("convener", "member", "stranger"):
        assert signed_in(getattr(cast, who)).get(f"/go/referrals.referral/{held.pk}/").status_code == 404


def test_notice_of_a_unit_leads_to_its_page(cast: Cast, signed_in):
    held = referred(cast)
    link = Notice.objects.filter(user=cast.handler).get().link
    assert held.label in text(signed_in(cast.handler).get(link, follow=True))


def test_higher_app_reads_what_is_about_a_subject_in_two_queries(cast: Cast, django_assert_num_queries):
    first = in_state(cast, states.RETURNED)
    second = referred(cast, NOW, subject=first.subject, unit=cast.hall)
    referred(cast)
    with django_assert_num_queries(2):
        found = referrals_about(first.subject)
        assert [(one, one.unit, list(one.files.all())) for one in found] == [
            (first, cast.water, []), (second, cast.hall, []),
        ]  # fmt: skip
