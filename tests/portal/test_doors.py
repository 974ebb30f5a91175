import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Office, Unit, UnitPost
from accounts.services import end_post
from members.models import Seat
from studios.models import Residency, Studio, VisitLog
from studios.services import send_back
from tests.cast import NOW, Cast
from tests.studios.makers import filed


def visit(cast: Cast, who, **changes) -> VisitLog:
    fields = {"occurred_on": timezone.localdate(), "way": "visit", "state": "filed", "headcount": 3, "recorded_at": NOW}
    return VisitLog.objects.create(member=cast.person(who), **(fields | changes))


@pytest.mark.parametrize(
    ("who", "goes"),
    [("clerk", "/office/"), ("auditor", "/office/"), ("member", "/my/"), ("liaison", "/my/"), ("handler", "/unit/")],
)
def test_signed_in_goes_to_the_only_door(cast: Cast, signed_in, who: str, goes: str):
    assert signed_in(getattr(cast, who)).get("/")["Location"] == goes


def test_front_page_is_open_and_names_no_one(cast: Cast):
    page = Client().get("/").content.decode()
    assert "登录" in page
    assert "韩梅" not in page


def test_front_page_calls_the_office_at_a_press(cast: Cast):
    Office.objects.update(help_phone="0000-1234567")
    assert 'href="tel:0000-1234567"' in Client().get("/").content.decode()


def test_who_has_no_door_reads_whom_to_ask(cast: Cast, signed_in):
    assert "还没有开通权限" in signed_in(cast.stranger).get("/").content.decode()
    for url in ("/office/", "/my/", "/my/me/"):
        assert signed_in(cast.stranger).get(url).status_code == 404


def test_convener_who_handles_for_a_unit_chooses_between_both_doors(cast: Cast, signed_in):
    page = signed_in(cast.convener).get("/").content.decode()
    assert 'href="/my/"' in page
    assert 'href="/unit/"' in page
    assert 'href="/office/"' not in page


def test_another_door_is_offered_only_to_who_has_one(cast: Cast, signed_in):
    assert "换一个入口" in page_after_the_door(signed_in(cast.convener), "/unit/")
    assert "换一个入口" not in page_after_the_door(signed_in(cast.handler), "/unit/")
    assert "换一个入口" not in page_after_the_door(signed_in(cast.clerk), "/office/")


def page_after_the_door(client: Client, url: str) -> str:
    """As after signing in, which leads by the door."""
    client.get("/")
    return client.get(url).content.decode()


def test_unit_page_names_the_people_of_own_units_only(cast: Cast, signed_in):
    page = signed_in(cast.handler).get("/unit/own/").content.decode()
    assert "马经办,经办人" in page
    assert "郑局长,负责人" in page
    assert "王召" not in page
    assert "城关镇政府" not in page


def test_unit_door_closes_with_the_post_and_with_the_unit(cast: Cast, signed_in):
    end_post(post=UnitPost.objects.get(user=cast.handler), by=cast.keeper, now=NOW)
    assert signed_in(cast.handler).get("/unit/").status_code == 404
    client = signed_in(cast.head)
    assert client.get("/unit/").status_code == 200
    Unit.objects.filter(pk=cast.water.pk).update(closed_on=NOW.date())
    assert client.get("/unit/").status_code == 404
    assert "还没有开通权限" in client.get("/").content.decode()


def test_who_has_two_doors_chooses(cast: Cast, signed_in):
    member = cast.person(cast.member)
    member.user = cast.clerk
    member.save()
    page = signed_in(cast.clerk).get("/").content.decode()
    assert "政协机关" in page
    assert "委员履职" in page


def test_dashboard_counts_and_leads_to_what_is_counted(cast: Cast, signed_in):
    visit(cast, cast.member, studio=cast.town)
    visit(cast, cast.other, state="draft")
    page = signed_in(cast.clerk).get("/office/").content.decode()
    assert "<strong>1</strong>本月走访接待" in page
    assert "<strong>3</strong>本月联系群众" in page
    assert '<a href="/office/visits/?state=filed"><strong>1</strong> 篇</a> 日志待核' in page
    assert '<a href="/office/gaps/no_entry/"><strong>1</strong> 个室</a> 没有民情日志' in page


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/office/matters/figures/", "诉求"),
        ("/office/representatives/", "群众"),
        ("/office/limits/", "期限"),
        ("/office/rules/", "考核"),
    ],
)
def test_rail_marks_the_place_that_a_page_belongs_to(cast: Cast, signed_in, path: str, place: str):
    page = signed_in(cast.clerk).get(path).content.decode()
    rail = page[page.index('<nav class="rail"') : page.index("</nav>")]
    assert rail.count('aria-current="page"') == 1
    assert f'aria-current="page">{place}</a>' in rail


def test_dashboard_of_who_reads_no_visits_names_nobody(cast: Cast, signed_in):
    visit(cast, cast.member)
    page = signed_in(cast.auditor).get("/office/").content.decode()
    assert "韩梅" not in page
    assert "李强" not in page
    assert "走访" not in page
    assert "名册还没有导入" not in page
    assert "/office/audit/" in page


def test_dashboard_without_members_says_what_to_do_first(cast: Cast, signed_in):
    Seat.objects.update(ended_on="2026-01-01")
    assert "从这里开始" in signed_in(cast.clerk).get("/office/").content.decode()


def test_dashboard_asks_the_same_queries_however_many_visits(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    client.get("/office/")
    visit(cast, cast.member)
    with CaptureQueriesContext(connection) as one:
        client.get("/office/")
    visit(cast, cast.other)
    visit(cast, cast.convener)
    with CaptureQueriesContext(connection) as three:
        client.get("/office/")
    assert len(three) <= len(one)


def test_member_home_shows_own_drafts_and_counts_only(cast: Cast, signed_in):
    visit(cast, cast.member, place="王庄村", state="draft")
    visit(cast, cast.other, place="李庄村", state="draft")
    visit(cast, cast.member, headcount=7)
    visit(cast, cast.other, headcount=90)
    page = signed_in(cast.member).get("/my/").content.decode()
    assert "王庄村" in page
    assert "李庄村" not in page
    assert "<strong>7</strong> 人次" in page


def test_liaison_without_a_seat_has_the_studio_and_a_log_but_no_points(cast: Cast, signed_in):
    page = signed_in(cast.liaison).get("/my/").content.decode()
    assert "本室的记录" in page
    assert "记一笔" in page
    assert "我的得分" not in page


def test_staff_of_the_office_keep_a_log_and_are_asked_for_no_choice_of_doors(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    assert client.get("/").headers["Location"] == "/office/"
    page = client.get("/my/").content.decode()
    assert "记一笔" in page
    assert 'href="/my/duty/"' not in page
    for link in ("/my/visits/", "/my/matters/", "/my/me/"):
        assert link in page
        assert client.get(link).status_code == 200


def test_first_page_tells_what_waits_to_be_checked_and_what_was_returned(cast: Cast, signed_in):
    visit = filed(cast, cast.member, studio=cast.town)
    own = filed(cast, cast.convener, studio=cast.town)
    page = signed_in(cast.convener).get("/my/").content.decode()
    assert "等您核实" in page
    assert "1 条" in page
    for one in (visit, own):
        send_back(visit=one, revision=one.revision, why="请补充地点", by=cast.liaison, now=NOW)
    assert "请补充地点" in signed_in(cast.member).get("/my/").content.decode()
    assert "等您核实" not in signed_in(cast.convener).get("/my/").content.decode()


def test_dashboard_reminds_of_what_a_new_office_has_not_filled_in(cast: Cast, signed_in):
    Residency.objects.all().delete()
    Studio.objects.all().delete()
    page = signed_in(cast.clerk).get("/office/").content.decode()
    assert "机关名称还没有填" in page
    assert "还没有登记委员工作室" in page
    Office.objects.update(name="政协某县委员会")
    assert "机关名称还没有填" not in signed_in(cast.clerk).get("/office/").content.decode()


def test_who_ran_only_a_studio_that_closed_has_no_door_to_it(cast: Cast, signed_in):
    Studio.objects.filter(pk=cast.town.pk).update(closed_on=NOW.date())
    client = signed_in(cast.liaison)
    assert "还没有开通权限" in client.get("/").content.decode()
    assert client.get("/my/").status_code == client.get("/my/studio/").status_code == 404
