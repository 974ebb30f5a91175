"""Units and their people: one by one, and from a workbook."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import OneTimeKey, Unit, UnitPost, User
from accounts.resources import write_unit_template
from accounts.services import UnitClosed, assign_post, end_post, open_unit_account
from accounts.services.unit_import import import_units
from common.excel import NoTable, Sheet, read_workbook
from common.imports import Mode, Outcome
from members.models import Member
from tests.cast import NOW, Cast

HEADER = ["单位名称", "简称", "归口", "经办人/负责人", "姓名", "手机号码"]
LATER = NOW + dt.timedelta(days=10)


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def parts(unit: Unit) -> list[tuple[str, str]]:
    posts = UnitPost.objects.open().filter(unit=unit).select_related("user").order_by("pk")
    return [(post.user.name, post.part) for post in posts]


def test_database_holds_one_open_post_of_a_person_in_a_unit(cast: Cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        UnitPost.objects.create(user=cast.handler, unit=cast.water, part="head", since=NOW.date())


def test_change_of_part_ends_one_post_and_opens_the_next(cast: Cast):
    assign_post(unit=cast.water, user=cast.handler, part="head", by=cast.keeper, now=LATER)
    posts = UnitPost.objects.filter(user=cast.handler).order_by("pk")
    assert [(post.part, post.until) for post in posts] == [("handler", LATER.date()), ("head", None)]


def test_same_part_again_changes_nothing(cast: Cast):
    before = list(UnitPost.objects.values())
    assign_post(unit=cast.water, user=cast.handler, part="handler", by=cast.keeper, now=LATER)
    assert list(UnitPost.objects.values()) == before


def test_closed_unit_takes_nobody(cast: Cast):
    Unit.objects.filter(pk=cast.water.pk).update(closed_on=NOW.date())
    with pytest.raises(UnitClosed, match="撤销"):
        assign_post(unit=cast.water, user=cast.stranger, part="handler", by=cast.keeper, now=LATER)


def test_post_ended_twice_keeps_its_first_day(cast: Cast):
    held = UnitPost.objects.get(user=cast.handler)
    end_post(post=held, by=cast.keeper, now=NOW)
    end_post(post=held, by=cast.keeper, now=LATER)
    assert UnitPost.objects.get(pk=held.pk).until == NOW.date()


def test_person_with_an_account_keeps_it_and_gets_no_key(cast: Cast):
    done = open_unit_account(unit=cast.water, name="韩梅", phone="13900000001", part="handler", by=cast.keeper, now=NOW)
    assert done[0].user == cast.member
    assert done[1] is None
    assert User.objects.get(pk=cast.member.pk).password == cast.member.password


def test_page_opens_an_account_and_answers_with_its_slip(cast: Cast, signed_in):
    data = {"unit": cast.water.pk, "name": "冯 新", "phone": "139 0000 0055", "part": "head"}
    page = text(signed_in(cast.keeper).post("/office/accounts/units/new/", data))
    assert "139****0055" in page
    assert ("冯新", "head") in parts(cast.water)
    client = Client()
    client.post(page.split('data-address="http://testserver')[1].split('"')[0])
    client.post("/password/", {"new_password1": "mountain river 88", "new_password2": "mountain river 88"})
    assert "县水利局" in text(client.get("/unit/"))


def test_page_says_who_has_the_phone_and_opens_nothing(cast: Cast, signed_in):
    data = {"unit": cast.water.pk, "name": "冯新", "phone": "13900000001", "part": "head"}
    page = text(signed_in(cast.keeper).post("/office/accounts/units/new/", data))
    assert "这个手机号码已是韩梅的账号" in page
    assert 'value="冯新"' in page
    assert len(parts(cast.water)) == 2


def test_people_of_units_are_listed_with_masked_phones_and_found(cast: Cast, signed_in):
    client = signed_in(cast.keeper)
    page = text(client.get("/office/accounts/units/"))
    assert "139****0021" in page
    assert "13900000021" not in page
    found = text(client.get("/office/accounts/units/?q=城关"))
    assert "王召" in found
    assert "马经办" not in found


def test_list_asks_the_same_queries_for_one_row_and_three(cast: Cast, signed_in):
    client = signed_in(cast.keeper)
    client.get("/office/accounts/units/")
    with CaptureQueriesContext(connection) as one:
        client.get("/office/accounts/units/?q=城关")
    with CaptureQueriesContext(connection) as three:
        client.get("/office/accounts/units/?part=")
    assert len(one) == len(three)


def test_slips_are_printed_for_the_ticked_and_by_unit(cast: Cast, signed_in):
    client = signed_in(cast.keeper)
    page = text(client.post("/office/accounts/units/slips/", {"user": [cast.head.pk, cast.convener.pk]}))
    assert page.index("县水利局") < page.index("郑局长") < page.index("城关镇政府") < page.index("王召")
    assert "马经办" not in page
    assert OneTimeKey.objects.count() == 2
    assert "登录条 3 张" in text(client.post("/office/accounts/units/slips/", {"all": "1"}))


def test_post_ended_on_the_page_closes_that_door_only(cast: Cast, signed_in):
    held = UnitPost.objects.get(user=cast.convener)
    signed_in(cast.keeper).post(f"/office/accounts/units/posts/{held.pk}/end/")
    client = signed_in(cast.convener)
    assert client.get("/unit/").status_code == 404
    assert client.get("/my/").status_code == 200


# From a workbook


def take(cast: Cast, *rows: list[object], header: list[str] = HEADER, mode: Mode = Mode.GOOD):
    return import_units([Sheet("名单", [header, *rows])], by=cast.keeper, now=NOW, mode=mode)


def outcomes(report) -> list[str]:
    return [str(row.outcome) for row in report.rows]


ROWS = [
    ["县教育局", "教育局", "县政府办", "经办人", "高 兴", "13900000061"],
    ["县教育局", "", "", "负责人", "石磊", 13900000062.0],
    ["县委宣传部", "宣传部", "县委办", "", "田野", None],
    ["马家村", "", "其他", "", "", ""],
]


def test_import_makes_units_accounts_and_posts(cast: Cast):
    assert outcomes(take(cast, *ROWS)) == ["new"] * 4
    school = Unit.objects.get(name="县教育局")
    assert (school.short_name, school.desk) == ("教育局", "government")
    assert parts(school) == [("高兴", "handler"), ("石磊", "head")]
    assert Unit.objects.get(name="县委宣传部").desk == "party"
    assert User.objects.get(name="高兴").phone == "13900000061"
    assert not User.objects.get(name="高兴").has_usable_password()
    assert User.objects.get(name="田野").username == "tianye"
    assert not OneTimeKey.objects.exists()


def test_same_file_again_changes_nothing(cast: Cast):
    take(cast, *ROWS)
    before = [list(model.objects.order_by("pk").values()) for model in (Unit, UnitPost, User)]
    assert outcomes(take(cast, *ROWS)) == ["unchanged"] * 4
    assert [list(model.objects.order_by("pk").values()) for model in (Unit, UnitPost, User)] == before


def test_preview_says_what_would_be_and_saves_nothing(cast: Cast):
    before = (Unit.objects.count(), User.objects.count())
    assert outcomes(take(cast, *ROWS, mode=Mode.PREVIEW)) == ["new"] * 4
    assert (Unit.objects.count(), User.objects.count()) == before


def test_what_changed_is_told_and_a_blank_erases_nothing(cast: Cast):
    take(cast, *ROWS)
    report = take(cast, ["县教育局", "县教育", "", "负责人", "高兴", "13900000061"], ["县教育局", "", "", "", "", ""])
    assert report.rows[0].changes == {"简称": ("教育局", "县教育"), "身份": ("经办人", "负责人")}
    assert outcomes(report) == ["changed", "unchanged"]
    assert Unit.objects.get(name="县教育局").short_name == "县教育"


def test_member_who_handles_for_a_unit_has_one_account_and_one_person(cast: Cast):
    report = take(cast, ["县教育局", "", "", "经办人", "韩梅", "13900000001"])
    assert outcomes(report) == ["new"]
    assert UnitPost.objects.get(unit__name="县教育局").user == cast.member
    assert Member.objects.get(name="韩梅").user == cast.member


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        (["", "", "", "经办人", "高兴", "13900000061"], "单位名称", "没有写单位名称"),
        (["县教育局", "", "省里", "经办人", "高兴", ""], "归口", "看不懂“省里”"),
        (["县教育局", "", "", "司机", "高兴", ""], "经办人/负责人", "看不懂“司机”"),
        (["县教育局", "", "", "", "高兴", "139000"], "手机号码", "11位"),
        (["县教育局", "", "", "", "高兴", "0757-88888888"], "手机号码", "登录要用手机号码"),
        (["县教育局", "", "", "", "", "13900000061"], "姓名", "没有姓名"),
        (["县教育局", "", "", "", "高兴", "13900000001"], "手机号码", "已是韩梅的账号"),
    ],
)
def test_wrong_row_says_where_and_how_and_the_good_ones_go_in(cast: Cast, row, column: str, says: str):
    report = take(cast, row, ROWS[2])
    assert outcomes(report) == ["error", "new"]
    assert report.rows[0].column == column
    assert says in report.rows[0].message
    assert not Unit.objects.filter(name="县教育局").exists()


def test_file_with_an_error_is_refused_whole_when_all_is_asked(cast: Cast):
    report = take(cast, ROWS[0], ["县教育局", "", "", "司机", "石磊", ""], mode=Mode.ALL)
    assert not report.saved
    assert not Unit.objects.filter(name="县教育局").exists()


def test_row_written_twice_is_taken_once(cast: Cast):
    report = take(cast, ROWS[0], ROWS[0])
    assert outcomes(report) == ["new", "duplicate"]
    assert "第2行" in report.of(Outcome.DUPLICATE)[0].message


def test_sheet_without_units_says_what_is_looked_for(cast: Cast):
    with pytest.raises(NoTable, match="单位名称"):
        take(cast, ["高兴"], header=["姓名"])


def test_our_own_template_is_read_back_and_asks_for_nothing(cast: Cast):
    target = io.BytesIO()
    write_unit_template(target)
    report = import_units(read_workbook(target.getvalue()), by=cast.keeper, now=NOW, mode=Mode.GOOD)
    assert outcomes(report) == []


def test_desk_previews_and_imports_a_file(cast: Cast, signed_in):
    client = signed_in(cast.keeper)
    file = SimpleUploadedFile("名单.csv", "\n".join(",".join(map(str, row)) for row in [HEADER, ROWS[0]]).encode())
    preview = client.post("/office/accounts/units/import/", {"file": file})["Location"]
    assert not Unit.objects.filter(name="县教育局").exists()
    assert "已导入" in text(client.post(preview, {"mode": "all"}, follow=True))
    assert "高兴" in text(client.get("/office/accounts/units/?used=never"))
