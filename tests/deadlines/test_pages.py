"""The pages of deadlines: the office's and one's own."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts import roles
from accounts.models import AuditEvent
from deadlines.models import Deadline, Extension, Firing, Limit, Part
from deadlines.resources import LIST
from deadlines.services import ask_extension, change_limit, meet, open_general, sweep
from deadlines.services.limits import LimitValues
from notices.models import Notice
from tests.cast import Cast, user
from tests.deadlines.makers import at, day, group, opened, usual_parties

NOW = at("2026-03-24", 10)


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> None:
    """Pages read 24 March 2026, the day after ``opened`` is due."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def text(response) -> str:
    return response.content.decode()


def general(cast: Cast, **changes) -> Deadline:
    said = {"label": "报送季度小结", "started_on": day("2026-03-20"), "parties": usual_parties(cast)} | changes
    return open_general(by=cast.clerk, now=at("2026-03-20"), **said)


# The office


def test_empty_list_says_what_to_do(cast: Cast, signed_in):
    assert "开办一般办件" in text(signed_in(cast.clerk).get("/office/deadlines/"))
    assert "开办一般办件</a></p>" not in text(signed_in(cast.leader).get("/office/deadlines/"))
    assert "没有符合条件" in text(signed_in(cast.clerk).get("/office/deadlines/?q=无"))


def write_some(cast: Cast) -> None:
    """One late, one of this week, one provisional, one closed."""
    opened(cast)
    opened(cast, 2, due_on=day("2026-03-27"))
    opened(cast, 3, started_on=day("2027-01-04"), kind="return")
    meet(deadline=opened(cast, 4), by=cast.clerk, now=NOW)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {1, 2, 3}),
        ("state=overdue", {1}),
        ("state=week", {2}),
        ("state=provisional", {3}),
        ("state=closed", {4}),
        ("state=all", {1, 2, 3, 4}),
        ("kind=return", {3}),
        ("q=问题2", {2}),
        ("who=me", set()),
        ("state=x&kind=x&who=x&page=x", {1, 2, 3}),
    ],
)
def test_list_filters(cast: Cast, signed_in, query: str, found: set[int]):
    write_some(cast)
    page = text(signed_in(cast.clerk).get(f"/office/deadlines/?{query}"))
    assert {n for n in range(1, 5) if f"路灯不亮的问题{n}</a></th>" in page} == found


def test_list_counts_and_marks(cast: Cast, signed_in):
    write_some(cast)
    page = text(signed_in(cast.clerk).get("/office/deadlines/"))
    assert "<strong>1</strong>已逾期(件)" in page
    assert "<strong>1</strong>本周到期(件)" in page
    assert "<strong>3</strong>办理中(件)" in page
    assert '<span class="state late">已逾期1个工作日</span>' in page
    assert '<span class="state off">暂定</span>' in page
    assert "现有 1 件暂定" in page
    assert "转办办理" in page


@pytest.mark.parametrize("path", ["/office/deadlines/", "/my/deadlines/", "/office/deadlines/undelivered/"])
def test_lists_ask_the_same_number_of_queries_for_one_row_and_three(cast: Cast, signed_in, path: str):
    parties = {Part.RESPONSIBLE: [cast.clerk], Part.HEAD: []}
    client, counts = signed_in(cast.clerk), []
    for numbers in ([1], [2, 3]):
        for number in numbers:
            made = opened(cast, number, parties=parties)
            Firing.objects.create(deadline=made, leg=1, offset=0, level="urge", at=NOW, due_on=made.due_on)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_page_of_one_shows_why_people_and_story(cast: Cast, signed_in):
    deadline = opened(cast)
    sweep(now=NOW)
    page = text(signed_in(cast.leader).get(f"/office/deadlines/{deadline.pk}/"))
    for words in (
        "第15个工作日是2026年3月23日(周一)", "2026年3月7日(周六)至2026年3月8日(周日) 周末,2天", "韩梅", "王召",
        "钱主席", "催办〔2026〕1号", "已被后一级越过", "开始计时 周敏", "办公室批准,连同延期最长30个工作日",
    ):  # fmt: skip
        assert words in page
    assert "移交</a>" not in page  # a leader reads


def test_paper_says_what_stood_on_its_day(cast: Cast, signed_in):
    opened(cast)
    sweep(now=NOW)
    paper = Firing.objects.papers().get()
    page = text(signed_in(cast.clerk).get(f"/office/deadlines/papers/{paper.pk}/"))
    for words in ("催办单", "催办〔2026〕1号", "韩梅", "已逾期1个工作日", "2026年3月24日", "回执"):
        assert words in page
    reminder = Firing.objects.filter(number=None).first()
    assert signed_in(cast.clerk).get(f"/office/deadlines/papers/{reminder.pk}/").status_code == 404


def test_clerk_opens_a_general_deadline_by_its_limit_or_by_a_day(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    form = {"label": "报送小结", "started_on": "2026-03-24", "responsible": cast.member.pk, "head": ""}
    client.post("/office/deadlines/new/", form)
    client.post("/office/deadlines/new/", {**form, "due_on": "2026-04-01"})
    first, second = Deadline.objects.order_by("pk")
    assert (first.due_on, second.due_on) == (day("2026-04-15"), day("2026-04-01"))
    assert {(party.part, str(party)) for party in first.parties.all()} == {
        ("responsible", "韩梅"), ("office", "办公室"), ("leader", "秘书长"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"label": ""}, "请写明要办什么"),
        ({"started_on": ""}, "请填写日期"),
        ({"started_on": "2016-03-24"}, "请核对年份"),
        ({"due_on": "2026-03-24"}, "要在起算日期以后"),
        ({"due_on": "2062-03-24"}, "十年以内"),
        ({"responsible": ""}, "请选择一位"),
    ],
)
def test_general_form_says_what_is_wrong_and_keeps_what_was_typed(cast: Cast, signed_in, changes, words: str):
    form = {"label": "报送小结", "started_on": "2026-03-24", "responsible": cast.member.pk} | changes
    page = text(signed_in(cast.clerk).post("/office/deadlines/new/", form))
    assert words in page
    assert not Deadline.objects.exists()


def test_office_closes_by_hand_only_what_is_general(cast: Cast, signed_in):
    client, mine, other = signed_in(cast.clerk), general(cast), opened(cast)
    assert client.post(f"/office/deadlines/{other.pk}/met/").status_code == 404
    assert client.get(f"/office/deadlines/{other.pk}/cancel/").status_code == 404
    assert "请写明为什么取消" in text(client.post(f"/office/deadlines/{mine.pk}/cancel/", {"why": ""}))
    client.post(f"/office/deadlines/{mine.pk}/met/")
    assert Deadline.objects.closed().get() == mine
    assert "这一件已办结" in text(client.post(f"/office/deadlines/{mine.pk}/met/", follow=True))


def test_office_hands_over_and_adds(cast: Cast, signed_in):
    client, deadline = signed_in(cast.clerk), opened(cast)
    party = deadline.parties.get(part="responsible")
    client.post(f"/office/deadlines/{deadline.pk}/hand-over/", {"party": party.pk, "new": cast.other.pk})
    client.post(f"/office/deadlines/{deadline.pk}/hand-over/", {"party": "", "new": cast.officer.pk})
    assert {str(one) for one in deadline.parties.filter(part="responsible")} == {"李强", "何联络"}
    page = text(client.post(f"/office/deadlines/{deadline.pk}/hand-over/", {"party": party.pk, "new": cast.other.pk}))
    assert "刚刚已经移交" in page


def test_extension_goes_from_the_members_phone_to_who_grants_it(cast: Cast, signed_in):
    secretary = user("mishuzhang", "郑秘书长", role=roles.SECRETARY)
    deadline, phone, office = general(cast), signed_in(cast.member), signed_in(secretary)
    page = text(phone.post(f"/my/deadlines/{deadline.pk}/extend/", {"until_on": "2026-04-01", "reason": "等检测"}))
    assert "现在的期限是2026年4月13日" in page  # too early: said on the form, what was typed stays
    assert "等检测" in page
    phone.post(f"/my/deadlines/{deadline.pk}/extend/", {"until_on": "2026-04-30", "reason": "等检测"})
    request = Extension.objects.get()
    assert "等您答复的延期申请" in text(office.get("/office/deadlines/"))
    assert "等您答复的延期申请" not in text(signed_in(cast.clerk).get("/office/deadlines/"))
    assert (
        signed_in(cast.clerk).post(f"/office/deadlines/extensions/{request.pk}/", {"decision": "grant"}).status_code
        == 404
    )
    page = text(office.post(f"/office/deadlines/extensions/{request.pk}/", {"decision": "refuse", "answer": ""}))
    assert "请写明理由" in page
    office.post(f"/office/deadlines/extensions/{request.pk}/", {"decision": "grant"})
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.leg) == (day("2026-04-30"), 2)
    assert "等检测" in text(phone.get(f"/my/deadlines/{deadline.pk}/"))


def test_undelivered_is_listed_and_settled(cast: Cast, signed_in):
    deadline = opened(cast, parties={})
    sweep(now=NOW)
    client = signed_in(cast.clerk)
    assert "有 1 件的提醒没有人可告诉" in text(client.get("/office/deadlines/"))
    hand_over = f"/office/deadlines/{deadline.pk}/hand-over/"
    page = text(client.get("/office/deadlines/undelivered/"))
    assert "催办〔2026〕1号" in page
    assert hand_over in page
    meet(deadline=deadline, by=cast.clerk, now=NOW)
    assert hand_over not in text(client.get("/office/deadlines/undelivered/"))
    client.post(f"/office/deadlines/undelivered/{deadline.pk}/settled/")
    assert "每次提醒都有人可告诉" in text(client.get("/office/deadlines/undelivered/"))


def test_what_the_sweep_could_not_do_is_shown(cast: Cast, signed_in):
    deadline = opened(cast)
    Deadline.objects.filter(pk=deadline.pk).update(fault="ValueError: x")
    assert "有 1 件没能处理,每小时会再试" in text(signed_in(cast.clerk).get("/office/deadlines/"))


# One's own


def test_own_list_holds_what_one_is_to_see_to_and_nothing_else(cast: Cast, signed_in):
    opened(cast), opened(cast, 2, parties={Part.RESPONSIBLE: [cast.other]})
    page = text(signed_in(cast.member).get("/my/deadlines/"))
    assert "路灯不亮的问题1" in page
    assert "路灯不亮的问题2" not in page
    assert "现在没有限期要您办的事" in text(signed_in(cast.leader).get("/my/deadlines/"))


def test_member_takes_note_and_says_it_is_done(cast: Cast, signed_in):
    deadline, phone = general(cast, due_on=day("2026-03-30")), signed_in(cast.member)
    sweep(now=NOW)
    page = text(phone.get(f"/my/deadlines/{deadline.pk}/"))
    assert "知道了,我来办" not in page  # nothing was told yet: a day remains until the first rung
    sweep(now=at("2026-03-25", 9))
    assert "知道了,我来办" in text(phone.get(f"/my/deadlines/{deadline.pk}/"))
    phone.post(f"/my/deadlines/{deadline.pk}/seen/")
    assert Firing.objects.told_of().get().seen_by == cast.member
    phone.post(f"/my/deadlines/{deadline.pk}/met/")
    assert "已办结" in text(phone.get("/my/deadlines/?show=closed"))


def test_who_handles_for_a_unit_finds_its_deadlines_behind_the_unit_door(cast: Cast, signed_in):
    deadline = general(cast, parties={Part.RESPONSIBLE: [cast.water]}, due_on=day("2026-03-30"))
    other = general(cast, label="别的单位的事", parties={Part.RESPONSIBLE: [cast.hall]})
    sweep(now=at("2026-03-25", 9))
    desk, page = signed_in(cast.handler), f"/unit/deadlines/{deadline.pk}/"
    assert desk.get(f"/go/deadlines.deadline/{deadline.pk}/")["Location"] == page
    assert "要我办的" in text(desk.get("/unit/"))
    assert "别的单位的事" not in text(desk.get("/unit/deadlines/"))
    assert page in text(desk.get("/unit/deadlines/"))
    for act in ("seen", "met"):
        assert desk.post(f"{page}{act}/")["Location"] == page
        assert desk.post(f"/unit/deadlines/{other.pk}/{act}/").status_code == 404
    assert Firing.objects.told_of().get().seen_by == cast.handler
    assert Deadline.objects.closed().get() == deadline


def test_unit_door_is_shut_to_who_holds_no_post(cast: Cast, signed_in):
    deadline = general(cast)
    for path in ("", f"{deadline.pk}/", f"{deadline.pk}/extend/"):
        assert signed_in(cast.member).get(f"/unit/deadlines/{path}").status_code == 404


def test_leader_reads_and_has_no_buttons(cast: Cast, signed_in):
    deadline = general(cast)
    assert "已经办好" not in text(signed_in(cast.leader).get(f"/my/deadlines/{deadline.pk}/"))
    assert signed_in(cast.leader).post(f"/my/deadlines/{deadline.pk}/met/").status_code == 404


def test_deadline_of_another_app_is_not_met_by_hand(cast: Cast, signed_in):
    deadline = opened(cast)
    assert signed_in(cast.member).post(f"/my/deadlines/{deadline.pk}/met/").status_code == 404


def test_others_find_nothing(cast: Cast, signed_in):
    deadline = opened(cast)
    for path in ("", "extend/"):
        assert signed_in(cast.other).get(f"/my/deadlines/{deadline.pk}/{path}").status_code == 404
    assert signed_in(cast.member).get(f"/office/deadlines/{deadline.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("who", "page"),
    [("clerk", "/office/deadlines/{}/"), ("leader", "/office/deadlines/{}/"), ("member", "/my/deadlines/{}/")],
)
def test_link_leads_each_to_their_own_page(cast: Cast, signed_in, who: str, page: str):
    deadline = opened(cast)
    answer = signed_in(getattr(cast, who)).get(f"/go/deadlines.deadline/{deadline.pk}/")
    assert answer["Location"] == page.format(deadline.pk)


def test_link_of_what_is_not_ones_own_leads_nowhere(cast: Cast, signed_in):
    deadline = opened(cast)
    assert signed_in(cast.other).get(f"/go/deadlines.deadline/{deadline.pk}/").status_code == 404


def test_first_pages_count_what_is_due(cast: Cast, signed_in):
    opened(cast)
    assert "1 件逾期" in text(signed_in(cast.member).get("/my/"))
    assert "要我办的" not in text(signed_in(cast.other).get("/my/"))
    assert "<strong>1</strong> 件</a> 已逾期" in text(signed_in(cast.clerk).get("/office/"))


# Calendar, limits, ladders

NOTICE = "国务院办公厅关于2027年部分节假日安排的通知\n一、元旦:1月1日(周五)至3日(周日)放假,共3天。"


def test_notice_is_previewed_before_anything_is_saved(cast: Cast, signed_in):
    client, form = signed_in(cast.clerk), {"year": "", "source": "国办发明电〔2026〕7号", "text": NOTICE}
    page = text(client.post("/office/calendar/notice/", form))
    assert "读出放假 3 天,调休上班 0 天。现在什么也没有保存" in page
    assert "<strong>新增</strong>" in page
    assert "暂定</span>" in text(client.get("/office/calendar/2027/"))
    answer = client.post("/office/calendar/notice/", {**form, "confirm": "1"}, follow=True)
    assert "已录入2027年放假安排。没有到期日因此改变" in text(answer)
    assert "已有放假通知" in text(answer)


def test_notice_with_a_fault_names_it_and_cannot_be_confirmed(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    form = {"year": "", "source": "x", "text": NOTICE.replace("周五", "周四"), "confirm": "1"}
    page = text(client.post("/office/calendar/notice/", form))
    assert "2027年1月1日不是周四" in page
    assert "国务院办公厅关于2027年" in page  # what was pasted stays
    assert "暂定</span>" in text(client.get("/office/calendar/2027/"))


def test_clerk_changes_a_day_and_hears_what_moved(cast: Cast, signed_in):
    opened(cast, due_on=None)
    client = signed_in(cast.clerk)
    form = {"day": "2026-03-16", "counts": "off", "name": "县庆"}
    page = text(client.post("/office/calendar/day/", form, follow=True))
    assert "有1件的到期日随之改变,已告诉承办人" in page
    assert "县庆" in page
    page = text(client.post("/office/calendar/day/", {**form, "counts": "plain", "name": ""}, follow=True))
    assert "没有到期日因此改变" in page  # what moved later does not move back: it was no provisional date
    assert "请写明是什么日子" in text(client.post("/office/calendar/day/", {**form, "name": ""}))


def test_calendar_of_a_year_without_notice_shows_the_days_of_the_law(cast: Cast, signed_in):
    page = text(signed_in(cast.leader).get("/office/calendar/2027/"))
    assert "按周末和法定节日推算" in page
    assert "2027年2月6日(周六)" in page
    assert "改一天" not in page


def limit_form(**changes) -> dict[str, str]:
    form = {
        "count": "working", "value": "10", "fixed_on": "", "rolls": "on", "granted_by": "", "longest": "",
        "longest_count": "", "source": "本县办法", "effective_from": "2026-03-24",
    }  # fmt: skip
    return form | changes


def test_office_changes_a_limit_by_a_new_row(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    client.post("/office/limits/return/", limit_form(value="12"))
    page = text(client.get("/office/limits/"))
    assert "12个工作日" in page
    assert "本县办法" in page
    story = text(client.get("/office/limits/return/"))
    assert "7个工作日" in story
    assert "周敏" in story


def test_changing_a_limit_without_the_right_is_refused_and_in_the_trail(cast: Cast, signed_in):
    assert signed_in(cast.leader).post("/office/limits/return/", limit_form(value="12")).status_code == 404
    assert Limit.objects.filter(code="return").count() == 1
    assert "修改时限" in AuditEvent.objects.get(action="refused").subject


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"value": ""}, "请填写数值"),
        ({"value": "0"}, "请填1到3660的整数"),
        ({"count": "fixed_date"}, "请填写固定日期"),
        ({"longest": "5", "longest_count": "working"}, "请选谁批准延期"),
        ({"longest": "5", "longest_count": ""}, "要一起填"),
        ({"effective_from": "2026-03-23"}, "只能从今天或以后"),
        ({"count": "x"}, "errorlist"),
    ],
)
def test_limit_form_says_what_is_wrong(cast: Cast, signed_in, changes, words: str):
    client = signed_in(cast.clerk)
    assert words in text(client.post("/office/limits/return/", limit_form(**changes)))
    assert "本县办法" not in text(client.get("/office/limits/"))


def test_longest_below_the_limit_is_named(cast: Cast, signed_in):
    form = limit_form(granted_by=group(roles.SECRETARY).pk, longest="5", longest_count="working")
    assert "不能短于时限本身的10" in text(signed_in(cast.clerk).post("/office/limits/return/", form))


def test_limit_that_is_to_come_is_announced(cast: Cast, signed_in):
    change_limit(
        seen=Limit.objects.get(code="return"), values=LimitValues("working", 9), effective_from=day("2026-05-01"),
        by=cast.clerk, now=NOW,
    )  # fmt: skip
    page = text(signed_in(cast.leader).get("/office/limits/"))
    assert "2026年5月1日(周五)起9个工作日" in page
    assert "从哪天起施行" not in text(signed_in(cast.leader).get("/office/limits/return/"))


def rungs_form(*rungs: tuple[str, str, str, list[str]]) -> dict[str, object]:
    form: dict[str, object] = {"form-TOTAL_FORMS": len(rungs), "form-INITIAL_FORMS": 0}
    for place, (side, days, level, parts) in enumerate(rungs):
        names = {"side": side, "days": days, "level": level, "parts": parts}
        form |= {f"form-{place}-{name}": value for name, value in names.items()}
    return form


def test_kind_gets_its_own_ladder_and_gives_it_up(cast: Cast, signed_in):
    deadline, client = opened(cast), signed_in(cast.clerk)
    assert 'value="7"' in text(client.get("/office/ladders/of/referral/"))
    form = rungs_form(("before", "2", "remind", ["head"]), ("after", "", "urge", []))
    client.post("/office/ladders/of/referral/", form)
    deadline.refresh_from_db()
    assert deadline.next_at == at("2026-03-19")
    assert "到期前2天" in text(client.get("/office/ladders/"))
    client.post("/office/ladders/of/referral/drop/")
    deadline.refresh_from_db()
    assert deadline.next_at == at("2026-03-12")
    assert client.get("/office/ladders/of/nothing/").status_code == 404


def test_ladder_form_says_what_is_wrong(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    page = text(client.post("/office/ladders/all/", rungs_form(("before", "2", "remind", []))))
    assert "请选择告诉谁" in page
    twice = rungs_form(("after", "0", "urge", ["head"]), ("before", "0", "urge", ["head"]))
    assert "同一天" in text(client.post("/office/ladders/all/", twice, follow=True))
    assert "到期前7天" in text(client.get("/office/ladders/"))


def test_hours_are_set(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    assert "要晚于开始" in text(client.post("/office/ladders/hours/", {"opens": "12:00", "closes": "9:00"}))
    client.post("/office/ladders/hours/", {"opens": "8:30", "closes": "12:00"})
    assert "08:30至12:00" in text(client.get("/office/ladders/"))


def test_asking_in_the_name_of_the_responsible_is_the_clerks(cast: Cast, signed_in):
    deadline = opened(cast)
    signed_in(cast.clerk).post(
        f"/office/deadlines/{deadline.pk}/extend/", {"until_on": "2026-04-08", "reason": "单位来电申请"}
    )
    assert Extension.objects.get().asked_by == cast.clerk
    assert not Notice.objects.filter(user=cast.clerk).exists()  # nobody is asked to grant their own
    with pytest.raises(Exception, match="周敏已申请延到2026年4月8日"):
        ask_extension(deadline=deadline, until_on=day("2026-04-09"), reason="x", by=cast.member, now=NOW)
    assert dt.date(2026, 4, 8) == Extension.objects.get().until_on


def exported(response) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_export_is_the_filtered_list_and_audited_once(cast: Cast, signed_in):
    write_some(cast)
    rows = exported(signed_in(cast.clerk).post("/office/deadlines/export/?state=overdue"))
    header = rows.index([column.header for column in LIST])
    assert rows[header + 1][:4] == ["路灯不亮的问题1", "转办办理", "韩梅", "王召"]
    assert rows[header + 1][7:9] == ["已逾期1个工作日", 0]
    assert not any(row[0] == "路灯不亮的问题2" for row in rows)
    event = AuditEvent.objects.get(action="exported")
    assert (event.subject, event.detail) == ("期限", {"rows": 1})
    assert signed_in(cast.leader).post("/office/deadlines/export/").status_code == 404


def test_everything_of_who_leaves_is_handed_over_at_once(cast: Cast, signed_in):
    opened(cast), opened(cast, 2)
    client = signed_in(cast.clerk)
    path = "/office/deadlines/hand-over/"
    assert "要交给另一个人" in text(client.post(path, {"old": cast.member.pk, "new": cast.member.pk}))
    page = text(client.post(path, {"old": cast.member.pk, "new": cast.other.pk}, follow=True))
    assert "2件已移交给李强" in page
    assert "没有要移交的" in text(client.post(path, {"old": cast.member.pk, "new": cast.other.pk}, follow=True))


@pytest.mark.parametrize(
    ("now", "shown"),
    [(at("2026-03-23", 9, 30), False), (at("2026-03-23", 10, 30), True), (at("2026-03-23", 20), False)],
)
def test_sweep_that_stands_still_is_seen_after_an_hour_of_office_hours(
    cast: Cast, signed_in, monkeypatch, now: dt.datetime, shown: bool
):
    opened(cast)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert ("定时任务可能停了" in text(signed_in(cast.clerk).get("/office/deadlines/"))) == shown
