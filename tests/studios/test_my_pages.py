"""A member's own pages: write, file, correct, withdraw, and what is said each time."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common.dates import month_start
from deadlines.services import close_period
from studios.models import Purpose, VisitLog
from studios.services import VisitEntry, correct, file, save_draft
from tests.cast import Cast
from tests.studios.makers import matter


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def form(day: dt.date, **changes: object) -> dict[str, object]:
    """What the browser sends of an empty form in which day, way and heads are filled in."""
    blocks = {f"matter-{n}-{name}": "" for n in range(3) for name in ("text", "answer")}
    management = {"matter-TOTAL_FORMS": 3, "matter-INITIAL_FORMS": 0}
    management |= {"newcomer-TOTAL_FORMS": 1, "newcomer-INITIAL_FORMS": 0}
    start = {"occurred_on": f"{day:%Y-%m-%d}", "way": "visit", "headcount": 2, "client_id": str(uuid.uuid4())}
    return {**blocks, **management, **start, "people": "", "place": "", "summary": "", "act": "file", **changes}


def filed(cast: Cast, user, day: dt.date, **fields) -> VisitLog:
    entry = VisitEntry(day, fields.pop("way", "visit"), **fields)
    return file(member=cast.person(user), entry=entry, by=user, now=timezone.now())


def draft(cast: Cast, user, day: dt.date, **fields) -> VisitLog:
    return save_draft(member=cast.person(user), entry=VisitEntry(day, "visit", **fields), by=user, now=timezone.now())


def last_month(today: dt.date) -> dt.date:
    return month_start(today) - dt.timedelta(days=1)


def messages_after(client: Client, response) -> str:
    assert response.status_code == 302, response.content.decode()
    return text(client.get(response.headers["Location"]))


def empty_form(client: Client) -> str:
    """The page of an empty form, at the address that names it."""
    return text(client.get("/my/visits/new/", follow=True))


def test_new_form_begins_with_today_the_last_place_and_the_only_studio(cast: Cast, signed_in, today):
    filed(cast, cast.member, today, place="东关村")
    page = empty_form(signed_in(cast.member))
    assert f'value="{today:%Y-%m-%d}"' in page
    assert 'value="东关村"' in page
    assert f'name="studio" value="{cast.town.pk}" id="id_studio_1" checked' in page.replace("\n", "")
    assert "不随意表态、不作承诺;涉法涉诉请引导至信访或司法渠道" in page
    assert "禁止录入涉密信息" in page
    assert "写称呼即可" in page


def test_member_without_a_studio_is_asked_for_none(cast: Cast, signed_in):
    cast.river.residencies.update(until=dt.date(2026, 1, 1))
    assert "记在哪个工作室" not in empty_form(signed_in(cast.other))


def test_visit_is_filed_and_the_page_says_until_when_it_may_be_corrected(cast: Cast, signed_in, today):
    client = signed_in(cast.member)
    purpose = Purpose.objects.get(code="help")
    sent = form(
        today,
        studio=cast.town.pk,
        purposes=[purpose.pk],
        people="城关镇村民",
        summary="看望\r\n慰问",
        **{
            "matter-0-text": "路灯不亮",
            "matter-0-outcome": "settled",
            "matter-0-told": "on",
            "matter-2-text": "路不平",
        },
    )
    page = messages_after(client, client.post("/my/visits/new/", sent))
    assert f"已提交。{today.month}月结账前都可以更正。" in page
    visit = VisitLog.objects.get()
    assert (visit.state, visit.headcount, visit.studio, visit.summary) == ("filed", 2, cast.town, "看望\n慰问")
    assert list(visit.purposes.all()) == [purpose]
    raised = visit.matters.values_list("position", "text", "outcome", "told")
    assert list(raised) == [(1, "路灯不亮", "settled", True), (2, "路不平", "noted", False)]


def test_form_sent_twice_makes_one_visit(cast: Cast, signed_in, today):
    client = signed_in(cast.member)
    sent = form(today)
    places = {client.post("/my/visits/new/", sent).headers["Location"] for _ in range(2)}
    assert len(places) == VisitLog.objects.count() == 1


def test_form_gone_back_to_is_the_one_that_was_sent(cast: Cast, signed_in, today):
    client = signed_in(cast.member)
    address = client.get("/my/visits/new/").headers["Location"]
    name = address.partition("=")[2]
    assert f'name="client_id" value="{name}"' in text(client.get(address))
    client.post("/my/visits/new/", form(today, client_id=name, act="draft", place="东关村"))
    visit = VisitLog.objects.get()
    assert client.get(address).headers["Location"] == f"/my/visits/{visit.pk}/edit/"
    client.post("/my/visits/new/", form(today, client_id=name, place="东关村"))
    page = text(client.get(address))
    assert "这一笔刚才已经提交" in page
    assert f'name="client_id" value="{name}"' in page
    assert 'value="东关村"' in page
    assert signed_in(cast.other).get(address).status_code == 200
    client.post(f"/my/visits/{visit.pk}/withdraw/", {"why": "记错了"})
    assert client.get(address).headers["Location"] == f"/my/visits/{visit.pk}/"
    assert VisitLog.objects.count() == 1


def test_draft_is_kept_then_written_on_and_filed(cast: Cast, signed_in, today):
    client = signed_in(cast.member)
    page = messages_after(client, client.post("/my/visits/new/", form(today, act="draft", place="东关")))
    assert "已存为草稿,只有您自己看得到" in page
    visit = VisitLog.objects.get()
    assert "继续填写" in page
    assert "删除草稿" in page
    page = text(client.get(f"/my/visits/{visit.pk}/edit/"))
    assert 'value="东关"' in page
    sent = form(today, revision=visit.revision, place="东关村")
    assert "已提交。" in messages_after(client, client.post(f"/my/visits/{visit.pk}/edit/", sent))
    visit.refresh_from_db()
    assert (visit.state, visit.place) == ("filed", "东关村")


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"way": ""}, "请选一种走访方式"),
        ({"headcount": 0}, "至少1人次"),
        ({"headcount": "几"}, "人次请填一个整数"),
        ({"occurred_on": ""}, "请选走访的日期"),
        ({"occurred_on": "2026-02-31"}, "这不是一个日期"),
        ({"occurred_on": "2199-01-01"}, "日期还没有到"),
        ({"matter-1-answer": "已报修"}, "请补上群众反映的问题"),
        ({"studio": "999"}, "选择一个有效的选项"),
    ],
)
def test_mistake_is_named_and_nothing_typed_is_lost(cast: Cast, signed_in, today, changes, complaint):
    page = text(signed_in(cast.member).post("/my/visits/new/", form(today, place="东关村", **changes)))
    assert complaint in page
    assert "还没有保存" in page
    assert 'value="东关村"' in page
    assert not VisitLog.objects.exists()


@pytest.mark.parametrize(
    "sent", [{}, {"matter-TOTAL_FORMS": 0, "matter-INITIAL_FORMS": 0}, {"matter-TOTAL_FORMS": "x"}]
)
def test_form_taken_apart_is_answered_with_the_form(cast: Cast, signed_in, sent):
    assert "还没有保存" in text(signed_in(cast.member).post("/my/visits/new/", sent))
    assert not VisitLog.objects.exists()


def test_studio_of_others_is_no_choice(cast: Cast, signed_in, today):
    text(signed_in(cast.member).post("/my/visits/new/", form(today, studio=cast.river.pk)))
    assert not VisitLog.objects.exists()


def test_correction_is_saved_and_said(cast: Cast, signed_in, today):
    client = signed_in(cast.member)
    visit = filed(cast, cast.member, today, place="东关", matters=(matter("路灯"),))
    page = text(client.get(f"/my/visits/{visit.pk}/edit/"))
    assert "保存更正" in page
    assert "存为草稿" not in page
    sent = form(today, revision=visit.revision, **{"matter-0-text": "路灯不亮", "matter-INITIAL_FORMS": 1})
    assert "已更正。" in messages_after(client, client.post(f"/my/visits/{visit.pk}/edit/", sent))
    assert visit.matters.get().text == "路灯不亮"


def test_stale_form_keeps_what_was_typed_and_shows_what_is_stored(cast: Cast, signed_in, today):
    client = signed_in(cast.member)
    visit = filed(cast, cast.member, today)
    correct(
        visit=visit, revision=visit.revision, entry=VisitEntry(today, "phone", place="西关村"), by=None,
        now=timezone.now(),
    )  # fmt: skip
    stale = form(today, revision=visit.revision, place="东关村")
    page = text(client.post(f"/my/visits/{visit.pk}/edit/", stale))
    assert "已经改过" in page
    assert "现在保存的内容" in page
    assert "西关村" in page
    assert 'value="东关村"' in page
    visit.refresh_from_db()
    assert f'name="revision" value="{visit.revision}"' in page
    client.post(f"/my/visits/{visit.pk}/edit/", {**stale, "revision": visit.revision})
    visit.refresh_from_db()
    assert visit.place == "东关村"


def test_form_gone_back_to_after_filing_leads_to_the_correction(cast: Cast, signed_in, today):
    client = signed_in(cast.member)
    sent = form(today, place="东关村")
    client.post("/my/visits/new/", sent)
    page = text(client.post("/my/visits/new/", {**sent, "place": "西关村"}))
    visit = VisitLog.objects.get()
    assert "已经提交过了,没有重复记录" in page
    assert f'action="/my/visits/{visit.pk}/edit/"' in page
    assert 'value="西关村"' in page
    assert "保存更正" in page


def test_withdrawal_asks_for_the_reason_and_keeps_the_record(cast: Cast, signed_in, today):
    client = signed_in(cast.member)
    visit = filed(cast, cast.member, today)
    assert "请写明为什么撤回" in text(client.post(f"/my/visits/{visit.pk}/withdraw/", {"why": ""}))
    page = messages_after(client, client.post(f"/my/visits/{visit.pk}/withdraw/", {"why": "记错了人"}))
    assert "已撤回,不再计入" in page
    assert "原因:记错了人" in page
    assert "更正</a>" not in page
    for act in ("edit", "withdraw", "discard"):
        assert "已撤回,不能" in messages_after(client, client.get(f"/my/visits/{visit.pk}/{act}/"))


def test_draft_is_deleted_after_a_question(cast: Cast, signed_in, today):
    client = signed_in(cast.member)
    visit = draft(cast, cast.member, today)
    assert "确定删除" in text(client.get(f"/my/visits/{visit.pk}/discard/"))
    assert VisitLog.objects.exists()
    assert "草稿已删除" in messages_after(client, client.post(f"/my/visits/{visit.pk}/discard/"))
    assert not VisitLog.objects.exists()


def test_closed_month_is_said_and_offers_no_button(cast: Cast, signed_in, today):
    client = signed_in(cast.member)
    day = last_month(today)
    visit, unfinished = filed(cast, cast.member, day), draft(cast, cast.member, day)
    close_period(month=day, by=cast.clerk, now=timezone.now())
    page = text(client.get(f"/my/visits/{visit.pk}/"))
    assert f"{day.month}月已经结账,这条记录不能再更正或撤回。有出入请告诉办公室。" in page
    assert "更正</a>" not in page
    for act in ("edit", "withdraw"):
        assert "已经结账" in messages_after(client, client.get(f"/my/visits/{visit.pk}/{act}/"))
    assert "这份草稿不能按这个日期提交" in text(client.get(f"/my/visits/{unfinished.pk}/"))
    for pk, revision in ((visit.pk, visit.revision), (unfinished.pk, 1)):
        page = text(client.post(f"/my/visits/{pk}/edit/", form(day, revision=revision, place="东关村")))
        assert "已经结账" in page
        assert 'value="东关村"' in page


def test_list_has_drafts_first_then_the_month_with_its_counts(cast: Cast, signed_in, today):
    client = signed_in(cast.member)
    filed(cast, cast.member, today, headcount=3, people="城关村民", matters=(matter("路灯"), matter("水")))
    filed(cast, cast.member, today, headcount=2)
    draft(cast, cast.member, last_month(today), place="写了一半的地方")
    filed(cast, cast.member, last_month(today), place="上个月的地方")
    filed(cast, cast.other, today, place="别人的地方")
    page = text(client.get("/my/visits/"))
    assert "2 次,5 人次,反映问题 2 件" in page
    assert page.index("写了一半的地方") < page.index("城关村民")
    assert "别人的地方" not in page
    assert "上个月的地方" not in page
    page = text(client.get(f"/my/visits/?month={last_month(today):%Y-%m}"))
    assert "1 次,1 人次" in page
    assert "上个月的地方" in page


@pytest.mark.parametrize("month", ["2199-01", "0001-01", "9999-12", "2026-13", "x"])
def test_list_takes_a_month_it_does_not_know_for_this_one(cast: Cast, signed_in, today, month):
    filed(cast, cast.member, today)
    assert "1 次,1 人次" in text(signed_in(cast.member).get(f"/my/visits/?month={month}"))


def test_list_without_any_visit_offers_to_write_one(cast: Cast, signed_in):
    page = text(signed_in(cast.member).get("/my/visits/"))
    assert "还没有走访记录" in page
    assert "记一笔</a>" in page


def test_visit_of_another_member_does_not_exist(cast: Cast, signed_in, today):
    visit, unfinished = filed(cast, cast.other, today), draft(cast, cast.other, today)
    for client in (signed_in(cast.member), signed_in(cast.clerk), signed_in(cast.liaison)):
        for pk in (visit.pk, unfinished.pk):
            for act in ("", "edit/", "withdraw/", "discard/"):
                assert client.get(f"/my/visits/{pk}/{act}").status_code == 404
        assert client.post(f"/my/visits/{visit.pk}/withdraw/", {"why": "x"}).status_code == 404
        assert client.post(f"/my/visits/{unfinished.pk}/discard/").status_code == 404
    assert VisitLog.objects.filter(state__in=["filed", "draft"]).count() == 2


def test_who_is_of_no_studio_and_no_office_has_no_own_pages(cast: Cast, signed_in):
    for user in (cast.stranger, cast.handler, cast.auditor, cast.keeper):
        for page in ("/my/visits/", "/my/visits/new/"):
            assert signed_in(user).get(page).status_code == 404


@pytest.mark.parametrize("who", ["liaison", "clerk", "leader"])
def test_staff_without_a_seat_keep_a_log_too(who: str, cast: Cast, signed_in, today):
    user = getattr(cast, who)
    client = signed_in(user)
    assert "还没有走访记录" in text(client.get("/my/visits/"))
    assert "已提交。" in messages_after(client, client.post("/my/visits/new/", form(today, place="东关村")))
    visit = VisitLog.objects.get()
    assert (visit.member, visit.user, visit.author.name, visit.sector_name) == (None, user, user.name, "")
    page = text(client.get(f"/my/visits/{visit.pk}/edit/"))
    assert 'value="东关村"' in page
    sent = form(today, revision=visit.revision, place="西关村")
    assert "已更正。" in messages_after(client, client.post(f"/my/visits/{visit.pk}/edit/", sent))
    assert "西关村" in text(client.get("/my/visits/"))
    assert f"{user.name}" in text(signed_in(cast.officer).get("/office/visits/"))
    assert signed_in(cast.member).get(f"/my/visits/{visit.pk}/").status_code == 404


def test_pages_ask_the_same_queries_for_one_visit_and_three(cast: Cast, signed_in, today):
    client = signed_in(cast.member)
    made = [filed(cast, cast.member, today, matters=(matter(),)), draft(cast, cast.member, today)]

    def asked(page: str) -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    pages = ["/my/visits/", f"/my/visits/{made[0].pk}/", "/my/visits/new/"]
    pages[2] = client.get(pages[2]).headers["Location"]
    one = [asked(page) for page in pages]
    for _ in range(2):
        filed(cast, cast.member, today, matters=(matter(), matter("水")), purposes=tuple(Purpose.objects.all()))
        draft(cast, cast.member, today, matters=(matter(),))
    assert [asked(page) for page in pages] == one
