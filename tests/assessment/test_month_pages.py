import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import roles
from accounts.seed import grant
from assessment.models import Rulebook
from deadlines.models import Period
from members.models import Seat
from studios.models import VisitLog
from tests.assessment.makers import MARCH, matter, visit
from tests.cast import Cast, seat

pytestmark = pytest.mark.usefixtures("clock")

TABLE = "/office/month/2026-03/"


@pytest.fixture
def filled(cast: Cast) -> Cast:
    received = visit(cast.person(cast.member), dt.date(2026, 3, 5), way="reception", headcount=12)
    matter(received, "settled")
    matter(received, "settled", text="村口道路积水")
    return cast


def text_of(response) -> str:
    return response.content.decode()


def test_front_leads_to_the_newest_month(filled: Cast, signed_in):
    assert signed_in(filled.clerk).get("/office/month/").headers["Location"] == TABLE


def test_table_shows_counts_points_and_state(filled: Cast, signed_in):
    page = text_of(signed_in(filled.leader).get(TABLE))
    assert "2026年3月履职汇总" in page
    assert "在任 3 名委员,3月共走访 1 次、12 人次,其中接待 1 次;反映问题 2 件,当场化解 2 件" in page
    assert "本月 14.00" in page  # visit 2, people 6, reception 2, settled 4
    assert "未结账" in page
    assert "示例考核办法" in page
    assert "请联络/考核人员核对确认" in page
    assert "走访对象甲" not in page


def test_clerk_is_led_to_confirm_the_sample(filled: Cast, signed_in):
    page = text_of(signed_in(filled.clerk).get(TABLE))
    assert "逐项核对后确认" in page
    assert "/office/month/2026-03/close/" in page


def test_leader_sees_no_closing(filled: Cast, signed_in):
    assert "/close/" not in text_of(signed_in(filled.leader).get(TABLE))


@pytest.mark.parametrize("path", ["", "2026-03/", "2026-03/1/", "2026-03/close/", "2026-03/sheets/"])
@pytest.mark.parametrize("who", ["auditor", "member", "convener", "liaison", "stranger"])
def test_month_does_not_exist_for_others(filled: Cast, signed_in, who: str, path: str):
    client = signed_in(getattr(filled, who))
    assert client.get(f"/office/month/{path}").status_code == 404
    assert client.post(f"/office/month/{path}").status_code == 404


def test_stranger_at_the_door_is_asked_to_sign_in(db: None, client):
    assert client.get(TABLE).status_code == 302


@pytest.mark.parametrize("month", ["2026-13", "2026-05", "1999-12", "9999-12", "abc", "2026"])
def test_no_page_for_what_is_no_month_or_lies_ahead(cast: Cast, signed_in, month: str):
    assert signed_in(cast.clerk).get(f"/office/month/{month}/").status_code == 404


def test_filters_work_together_and_nonsense_is_left_out(filled: Cast, signed_in):
    client = signed_in(filled.clerk)
    page = text_of(client.get(TABLE, {"visited": "none", "order": "strokes"}))
    assert "李强" in page
    assert "韩梅" not in page
    assert "筛选出 2 名委员" in page
    assert client.get(TABLE, {"sector": "x", "grade": "特优", "page": "99", "order": "points"}).status_code == 200
    assert "没有符合条件的委员" in text_of(client.get(TABLE, {"q": "zzz"}))


def test_no_rank_and_no_sorting_by_points(filled: Cast, signed_in):
    page = text_of(signed_in(filled.clerk).get(TABLE))
    assert "名次" not in page
    assert "排名。" in page  # only to say that there is none
    assert page.index("王召") < page.index("韩梅") < page.index("李强")


def test_month_without_rulebook_says_what_to_do(filled: Cast, signed_in):
    Rulebook.objects.update(effective_from=dt.date(2026, 4, 1))
    client = signed_in(filled.clerk)
    assert "还没有施行的考核办法" in text_of(client.get(TABLE))
    assert "还没有施行的考核办法" in text_of(client.get(f"{TABLE}{filled.person(filled.member).pk}/"))
    assert client.get(f"{TABLE}close/").status_code == 200


def test_month_without_members_says_what_to_do(cast: Cast, signed_in):
    Seat.objects.update(ended_on=dt.date(2026, 1, 1))
    client = signed_in(cast.clerk)
    assert "没有在任委员" in text_of(client.get(TABLE))


def test_member_page_shows_every_line_and_fact(filled: Cast, signed_in):
    page = text_of(signed_in(filled.leader).get(f"{TABLE}{filled.person(filled.member).pk}/"))
    assert "接待来访 城关镇 12人次" in page
    assert "当场解决:路灯损坏" in page
    assert "本季度定额已满,不再计分" in page
    assert "尚无数据来源,不计分,也不计入应得分" in page
    assert "第1季度" in page
    assert f"/office/visits/{VisitLog.objects.get().pk}/" in page
    assert "走访对象甲" not in page


def test_member_without_seat_that_month_has_no_page(filled: Cast, signed_in):
    person = filled.person(filled.member)
    Seat.objects.filter(member=person).update(ended_on=dt.date(2026, 3, 1))
    assert signed_in(filled.clerk).get(f"{TABLE}{person.pk}/").status_code == 404
    assert signed_in(filled.clerk).get(f"{TABLE}999999/").status_code == 404


def test_who_may_not_see_all_members_sees_no_account_of_others(filled: Cast, signed_in):
    from django.contrib.auth.models import Group

    grant([roles.AUDITOR], ["assessment.see_months"])
    assert Group.objects.get(name=roles.AUDITOR.name) in filled.auditor.groups.all()
    client = signed_in(filled.auditor)
    assert client.get(f"{TABLE}{filled.person(filled.member).pk}/").status_code == 404


def test_pages_make_the_same_queries_for_one_visit_and_for_many(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    person = cast.person(cast.member)
    paths = [TABLE, f"{TABLE}{person.pk}/", f"{TABLE}close/"]
    visit(person, MARCH)
    counts = []
    for joining in (["丁一", "马云"], []):
        made = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            made.append(len(queries))
        counts.append(made)
        for name in joining:
            matter(visit(seat(cast.term, name, "教育界").member, MARCH, way="reception"), "settled")
            matter(visit(person, MARCH, way="reception"), "settled")
    assert counts[0] == counts[1]


def test_closing_says_what_cannot_be_undone_then_closes_once(filled: Cast, signed_in):
    client = signed_in(filled.officer)
    page = text_of(client.get(f"{TABLE}close/"))
    assert "结账后不能撤销" in page
    assert "不能再提交、更正、撤回" in page
    assert "还没有确认;结账后,它的数字就不能再改" in page
    assert not Period.objects.exists()
    assert "2026年3月已结账" in text_of(client.post(f"{TABLE}close/", follow=True))
    assert "已经结过账,不用再结" in text_of(client.post(f"{TABLE}close/", follow=True))
    assert Period.objects.get(month=MARCH).closed_by == filled.officer
    page = text_of(client.get(TABLE))
    assert "已结账" in page
    assert "2026年4月10日(周五) 09:00 何联络结账" in page
    assert "/close/" not in page
    assert "不用再结" in text_of(client.get(f"{TABLE}close/"))


def test_closing_asks_for_earlier_months_first(filled: Cast, signed_in):
    visit(filled.person(filled.member), dt.date(2026, 1, 5))
    client = signed_in(filled.officer)
    page = text_of(client.get(f"{TABLE}close/"))
    assert "/office/month/2026-01/close/" in page
    assert "确定给" not in page
    assert "请先给2026年1月结账" in text_of(client.post(f"{TABLE}close/", follow=True))
    assert not Period.objects.exists()


def test_month_that_has_not_ended_cannot_be_closed(filled: Cast, signed_in):
    client = signed_in(filled.officer)
    assert "/close/" not in text_of(client.get("/office/month/2026-04/"))
    assert "还没有过完" in text_of(client.get("/office/month/2026-04/close/"))
    assert "还没有过完" in text_of(client.post("/office/month/2026-04/close/", follow=True))
    assert not Period.objects.exists()


def test_leader_cannot_close(filled: Cast, signed_in):
    client = signed_in(filled.leader)
    assert client.get(f"{TABLE}close/").status_code == 404
    assert client.post(f"{TABLE}close/").status_code == 404
    assert not Period.objects.exists()
