"""The office's pages of members."""

import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import AuditEvent, User
from members.models import Area, Group, Member, Membership, Sector
from members.services import end_seat, let_in
from tests.cast import NOW, Cast, seat

FULL = "13900000001"


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_list_shows_every_member_with_masked_phones_by_strokes(cast: Cast, signed_in):
    seat(cast.term, "丁一", "教育界", phone="13900000008")
    page = text(signed_in(cast.clerk).get("/office/members/"))
    places = [page.index(name) for name in ("丁一", "王召", "李强", "韩梅")]
    assert places == sorted(places)
    assert "139****0001" in page
    assert FULL not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=韩", {"韩梅"}),
        ("q=hm", {"韩梅"}),
        ("q=wangz", {"王召"}),
        ("q=0002", {"李强"}),
        ("q=李强的单位", {"李强"}),
        ("sector=工商联界", {"韩梅", "王召"}),
        ("post=standing", set()),
        ("phone=none", {"丁一"}),
        ("group=提案委", {"王召"}),
        ("sector=99999", {"韩梅", "王召", "李强", "丁一"}),
    ],
)
def test_list_filters(cast: Cast, signed_in, query: str, found: set[str]):
    seat(cast.term, "丁一", "教育界")
    group = Group.objects.create(name="提案委")
    Membership.objects.create(member=cast.person(cast.convener), group=group)
    query = query.replace("=工商联界", f"={Sector.objects.get(name='工商联界').pk}").replace("=提案委", f"={group.pk}")
    page = text(signed_in(cast.clerk).get(f"/office/members/?{query}"))
    assert {name for name in ("韩梅", "王召", "李强", "丁一") if f">{name}</a>" in page} == found


def test_list_of_who_left_shows_them_and_the_list_does_not(cast: Cast, signed_in):
    end_seat(seat=cast.seat(cast.other), on=dt.date(2026, 3, 1), why="调离", by=cast.clerk, now=NOW)
    client = signed_in(cast.clerk)
    assert ">李强</a>" not in text(client.get("/office/members/"))
    assert ">李强</a>" in text(client.get("/office/members/?held=ended"))


def test_empty_list_offers_the_import(cast: Cast, signed_in):
    page = text(signed_in(cast.clerk).get("/office/members/?q=没有这个人"))
    assert "没有符合条件的委员" in page


def test_list_asks_the_same_queries_for_one_row_and_three(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    client.get("/office/members/")
    with CaptureQueriesContext(connection) as one:
        client.get("/office/members/?q=韩梅")
    with CaptureQueriesContext(connection) as three:
        client.get("/office/members/?q=的单位")
    assert len(one) == len(three)


def test_reveal_shows_one_number_once_and_is_audited(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    member = cast.person(cast.member)
    assert FULL not in text(client.get(f"/office/members/{member.pk}/"))
    assert FULL in text(client.post(f"/office/members/{member.pk}/phone/"))
    row = AuditEvent.objects.get(action="revealed")
    assert (row.actor_id, row.detail) == (cast.clerk.pk, {"member": member.pk})
    assert FULL not in row.subject


def test_reveal_is_no_page_for_who_may_only_read(cast: Cast, signed_in):
    member = cast.person(cast.member)
    client = signed_in(cast.leader)
    assert "韩梅" in text(client.get(f"/office/members/{member.pk}/"))
    assert client.post(f"/office/members/{member.pk}/phone/").status_code == 404
    assert not AuditEvent.objects.filter(action="revealed").exists()


def workbook(response):
    return load_workbook(io.BytesIO(b"".join(response.streaming_content))).worksheets[0]


def test_export_masks_phones_unless_full_numbers_are_asked_with_a_reason(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    masked = workbook(client.post("/office/members/export/", {}))
    assert "139****0001" in {cell.value for row in masked.iter_rows() for cell in row}
    assert "请写明用途" in text(client.post("/office/members/export/", {"full_numbers": "on"}))
    full = workbook(client.post("/office/members/export/", {"full_numbers": "on", "reason": "全会通知"}))
    assert FULL in {cell.value for row in full.iter_rows() for cell in row}
    rows = AuditEvent.objects.filter(action="exported").order_by("pk")
    assert [(r.subject, r.reason, r.detail["count"]) for r in rows] == [
        ("委员名册(号码打码)", "", 3),
        ("委员名册(完整号码)", "全会通知", 3),
    ]


def test_export_of_who_may_not_see_contacts_stays_masked_whatever_is_posted(cast: Cast, signed_in):
    sheet = workbook(
        signed_in(cast.leader).post("/office/members/export/?q=韩梅", {"full_numbers": "on", "reason": "想看"})
    )
    values = {cell.value for row in sheet.iter_rows() for cell in row}
    assert FULL not in values
    assert "王召" not in values


FORM = {"name": "陈 新", "gender": "female", "birth_month": "1980.1", "phone": "139 0000 0077", "post": "member"}


def test_new_member_is_read_as_people_type(cast: Cast, signed_in):
    sector = Sector.objects.get(name="教育界")
    response = signed_in(cast.clerk).post("/office/members/new/", {**FORM, "sector": sector.pk})
    member = Member.objects.get(name="陈新")
    assert response["Location"] == f"/office/members/{member.pk}/"
    assert (member.phone, member.birth_month, member.initials) == ("13900000077", dt.date(1980, 1, 1), "cx")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"phone": "1390000007"}, "这里是10位"),
        ({"birth_month": "前年"}, "看不懂“前年”"),
        ({"name": "　"}, "请填姓名。"),
        ({"sector": ""}, "请选界别。"),
    ],
)
def test_new_member_with_a_wrong_field_says_how_to_mend_it_and_keeps_the_rest(cast, signed_in, wrong, message):
    data = {**FORM, "sector": Sector.objects.get(name="教育界").pk, **wrong}
    page = text(signed_in(cast.clerk).post("/office/members/new/", data))
    assert message in page
    assert not Member.objects.filter(name="陈新").exists()


def test_edit_corrects_in_place_and_says_what(cast: Cast, signed_in):
    held = cast.seat(cast.member)
    area = Area.objects.create(name="石桥镇")
    data = {"name": "韩梅", "gender": "male", "phone": "13900000011", "employer": "韩梅的单位"}
    data |= {"sector": held.sector_id, "post": "standing", "area": area.pk}
    client = signed_in(cast.clerk)
    page = text(client.post(f"/office/members/{held.member_id}/edit/", data, follow=True))
    assert "已保存:手机号码、政协职务、片区(镇街)" in page
    held.refresh_from_db()
    assert (held.post, held.area, held.ended_on) == ("standing", area, None)


@pytest.mark.parametrize(("typed", "kept"), [("", FULL), ("无", ""), ("139 0000 0012", "13900000012")])
def test_edit_form_never_shows_the_number_and_keeps_it_when_left_empty(cast: Cast, signed_in, typed: str, kept: str):
    held = cast.seat(cast.member)
    client = signed_in(cast.clerk)
    page = text(client.get(f"/office/members/{held.member_id}/edit/"))
    assert FULL not in page
    assert "现在是 139****0001" in page
    data = {"name": "韩梅", "gender": "male", "phone": typed, "sector": held.sector_id, "post": "member"}
    client.post(f"/office/members/{held.member_id}/edit/", data)
    assert cast.person(cast.member).phone == kept


def test_seat_changed_and_ended_from_the_page(cast: Cast, signed_in):
    held = cast.seat(cast.member)
    client = signed_in(cast.clerk)
    change = {"sector": held.sector_id, "post": "standing", "on": "2026-03-01", "why": "增补"}
    assert client.post(f"/office/members/{held.member_id}/seat/", change).status_code == 302
    assert cast.seat(cast.member).post == "standing"
    early = text(client.post(f"/office/members/{held.member_id}/leave/", {"on": "2026-02-01", "why": "调离"}))
    assert "离任日期早于任职日期" in early
    assert (
        client.post(f"/office/members/{held.member_id}/leave/", {"on": "2026-03-02", "why": "调离"}).status_code == 302
    )
    assert not Member.objects.in_term(cast.term).filter(user=cast.member).exists()


def test_slip_of_a_member_is_shown_once_and_its_password_signs_in_by_phone(cast: Cast, signed_in, client):
    held = seat(cast.term, "丁一", "教育界", phone="13900000008")
    clerk = signed_in(cast.clerk)
    page = text(clerk.post(f"/office/members/{held.member_id}/account/"))
    password = re.search(r"一次性密码</dt><dd>([^<]+)", page)[1]
    assert "139****0008" in page
    assert "13900000008" not in page
    assert password not in text(clerk.get(f"/office/members/{held.member_id}/"))
    assert client.post("/login/", {"username": "13900000008", "password": password})["Location"] == "/password/"
    assert User.objects.filter(name="丁一").count() == 1


def test_slip_for_who_has_a_part_in_a_unit_is_refused_with_the_way_to_go(cast: Cast, signed_in):
    member = cast.person(cast.convener)
    page = text(signed_in(cast.clerk).post(f"/office/members/{member.pk}/account/", follow=True))
    assert "还有承办单位的身份,登录条要由系统管理员来发" in page
    assert AuditEvent.objects.filter(action="refused", actor_id=cast.clerk.pk).count() == 1


def test_account_for_a_shared_phone_signs_in_by_user_name(cast: Cast):
    held = seat(cast.term, "丁一", "教育界", phone=FULL)
    user = let_in(member=held.member, by=cast.clerk, now=NOW).user
    assert user.phone is None
    assert user.username.startswith("dingyi")


def test_member_does_not_see_another_member_in_the_office(cast: Cast, signed_in):
    client = signed_in(cast.member)
    for member in (cast.person(cast.member), cast.person(cast.other)):
        assert client.get(f"/office/members/{member.pk}/").status_code == 404
    assert list(Member.objects.visible_to(cast.member)) == [cast.person(cast.member)]
    assert Member.objects.visible_to(cast.clerk).count() == 3
    assert not Member.objects.visible_to(cast.stranger).exists()
