"""开通账号: whom the page lists, and the slips by studio."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Office, OneTimeKey, User
from members.models import Member, Sector
from studios.models import Residency
from tests.cast import Cast, seat

NAMES = ("丁一", "丁二", "丁三", "韩梅", "李强", "王召")


@pytest.fixture
def newcomers(cast: Cast) -> Cast:
    """Three without account: one resident in 河东工作室, two who share a phone."""
    first = seat(cast.term, "丁一", "教育界")
    Residency.objects.create(studio=cast.river, member=first.member)
    for name in ("丁二", "丁三"):
        seat(cast.term, name, "医药卫生界", phone="13900000077")
    return cast


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def listed(page: str) -> set[str]:
    return {name for name in NAMES if f">{name}</a>" in page}


def test_list_shows_who_cannot_sign_in_yet_and_how_they_will(newcomers: Cast, signed_in):
    page = text(signed_in(newcomers.clerk).get("/office/accounts/"))
    assert listed(page) == {"丁一", "丁二", "丁三"}
    assert page.count("没有手机号码") == 1
    assert page.count("与别人同号") == 2
    assert "13900000077" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=丁二", {"丁二"}),
        ("studio=river", {"丁一"}),
        ("sector=医药卫生界", {"丁二", "丁三"}),
        ("account=unused", {"李强", "王召"}),
        ("account=used", {"韩梅"}),
        ("account=all", set(NAMES)),
        ("account=rubbish&studio=0", {"丁一", "丁二", "丁三"}),
    ],
)
def test_list_filters(newcomers: Cast, signed_in, query: str, found: set[str]):
    User.objects.filter(pk=newcomers.member.pk).update(last_login=timezone.now())
    query = query.replace("=river", f"={newcomers.river.pk}")
    query = query.replace("=医药卫生界", f"={Sector.objects.get(name='医药卫生界').pk}")
    assert listed(text(signed_in(newcomers.clerk).get(f"/office/accounts/?{query}"))) == found


def test_all_that_the_filter_shows_are_opened_in_one_press(newcomers: Cast, signed_in):
    sector = Sector.objects.get(name="医药卫生界").pk
    page = text(signed_in(newcomers.clerk).post(f"/office/accounts/slips/?sector={sector}", {"all": "1"}))
    assert "登录条 2 张" in page
    assert "丁一" not in page
    assert "用户名" in page
    assert {key.user.name for key in OneTimeKey.objects.select_related("user")} == {"丁二", "丁三"}


def test_slips_stand_under_their_studios_and_those_without_one_last(newcomers: Cast, signed_in):
    page = text(signed_in(newcomers.clerk).post("/office/accounts/slips/", {"all": "1"}))
    places = [page.index(word) for word in ("河东工作室", "丁一的登录二维码", "未入工作室的委员", "丁三的登录二维码")]
    assert places == sorted(places)


def test_slips_name_site_sign_in_password_and_the_last_day(newcomers: Cast, signed_in):
    Office.objects.update(key_days=3, help_phone="0000-1234567")
    page = text(signed_in(newcomers.clerk).post("/office/accounts/slips/", {"member": [str(pk_of("丁一"))]}))
    key = OneTimeKey.objects.get()
    last = timezone.localtime(key.expires_at)
    assert f"{last.month}月{last.day}日" in page
    for word in ("http://testserver", key.user.username, "0000-1234567"):
        assert word in page
    password = re.search(r"一次性密码</dt><dd>([^<]+)", page)[1]
    signed = Client().post("/login/", {"username": key.user.username, "password": password})
    assert signed["Location"] == "/password/"


def pk_of(name: str) -> int:
    return Member.objects.get(name=name).pk


def test_printing_that_went_wrong_is_done_anew_and_the_first_paper_is_void(newcomers: Cast, signed_in):
    client = signed_in(newcomers.clerk)
    first = text(client.post("/office/accounts/slips/", {"all": "1"}))
    users = re.findall(r'name="user" value="(\d+)"', first)
    assert len(users) == 3
    second = text(client.post("/office/accounts/slips/", {"user": users}))
    assert "登录条 3 张" in second
    old, new = (re.findall(r'data-address="http://testserver([^"]+)"', page) for page in (first, second))
    assert {Client().post(path).status_code for path in old} == {404}
    assert {Client().post(path).status_code for path in new} == {302}


def test_who_gets_no_slip_is_named_with_the_reason(newcomers: Cast, signed_in):
    member = newcomers.person(newcomers.convener)
    page = text(signed_in(newcomers.clerk).post("/office/accounts/slips/", {"member": [member.pk, pk_of("丁一")]}))
    assert "登录条 1 张" in page
    assert "王召:这个账号还有承办单位的身份,登录条要由系统管理员来发" in page


@pytest.mark.parametrize("data", [{}, {"member": ["x", "99999999999999999999", "-1"]}, {"user": ["0"]}])
def test_nobody_chosen_says_so_and_changes_nothing(newcomers: Cast, signed_in, data):
    page = text(signed_in(newcomers.clerk).post("/office/accounts/slips/", data, follow=True))
    assert "还没有选人" in page
    assert not OneTimeKey.objects.exists()


def test_more_than_a_press_can_make_asks_for_a_filter(newcomers: Cast, signed_in, monkeypatch):
    monkeypatch.setattr("portal.views.accounts.MOST_SLIPS", 2)
    client = signed_in(newcomers.clerk)
    assert "一次最多 2 张,请先筛选" in text(client.get("/office/accounts/"))
    assert "一次最多打印 2 张" in text(client.post("/office/accounts/slips/", {"all": "1"}, follow=True))
    assert not OneTimeKey.objects.exists()


def test_looking_at_the_address_of_the_slips_gives_none(newcomers: Cast, signed_in):
    assert signed_in(newcomers.clerk).get("/office/accounts/slips/?all=1").status_code == 405


def test_list_asks_the_same_queries_for_one_row_and_three(newcomers: Cast, signed_in):
    client = signed_in(newcomers.clerk)
    client.get("/office/accounts/")
    with CaptureQueriesContext(connection) as one:
        client.get("/office/accounts/?q=丁一")
    with CaptureQueriesContext(connection) as three:
        client.get("/office/accounts/?q=")
    assert len(one) == len(three)


def test_keeper_who_knows_no_members_is_sent_to_the_units_people(cast: Cast, signed_in):
    client = signed_in(cast.keeper)
    page = text(client.get("/office/accounts/", follow=True))
    assert "承办单位的账号" in page
    assert 'aria-current="page">账号' in page
    assert "韩梅" not in page


def test_everybody_opened_says_so_and_what_to_look_at_next(cast: Cast, signed_in):
    page = text(signed_in(cast.clerk).get("/office/accounts/"))
    assert "在任委员都已开通账号" in page
    assert "?account=unused" in page
