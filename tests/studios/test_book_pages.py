"""The office keeps studios: opened, corrected, closed, honours, people, the workbook."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEvent
from members.services import end_seat
from studios.models import Residency, StandardItem, Studio, StudioHonour
from studios.services import close_studio, end_residency
from tests.cast import Cast, seat, user
from tests.studios.test_my_pages import text, today

__all__ = ["today"]

FIELDS = {"name": "城关工作室", "number": 1, "brand": "同心桥", "revision": 1}


def held(cast: Cast, who) -> Residency:
    return Residency.objects.get(member=cast.person(who))


def test_clerk_opens_a_studio_and_is_led_to_its_people(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    response = client.post("/office/studios/new/", {"name": "石桥工作室", "host": "石桥镇政府"}, follow=True)
    made = Studio.objects.get(name="石桥工作室")
    page = text(response)
    assert "已登记石桥工作室" in page
    assert f"/office/studios/placing/?studio={made.pk}" in page
    assert "编号1已经是城关工作室的" in text(client.post("/office/studios/new/", {"name": "清溪工作室", "number": 1}))


def test_correction_is_saved_and_a_stale_one_keeps_what_was_typed(cast: Cast, signed_in):
    page = f"/office/studios/{cast.town.pk}/edit/"
    client = signed_in(cast.clerk)
    assert "已修改:品牌名" in text(client.post(page, FIELDS, follow=True))
    stale = text(signed_in(cast.officer).post(page, {**FIELDS, "brand": "连心桥"}))
    assert "别人改过这个工作室的资料" in stale
    assert 'value="连心桥"' in stale
    assert "<dd>同心桥</dd>" in stale
    assert 'name="revision" value="2"' in stale
    client.post(page, {**FIELDS, "brand": "连心桥", "revision": 2})
    cast.town.refresh_from_db()
    assert cast.town.brand == "连心桥"


def test_closing_names_who_leaves_and_can_be_undone(cast: Cast, signed_in, today):
    client, page = signed_in(cast.clerk), f"/office/studios/{cast.town.pk}/"
    asked = text(client.get(f"{page}close/"))
    for name in ("韩梅", "王召", "赵联"):
        assert name in asked
    assert "还没有办理" in text(client.post(f"{page}close/", {"on": today + dt.timedelta(days=1), "why": "合并"}))
    assert "已撤销城关工作室" in text(client.post(f"{page}close/", {"on": today, "why": "合并"}, follow=True))
    assert "已撤销的 1 个" in text(client.get("/office/studios/"))
    assert "以前在室里的 3 人次" in text(client.get(page))
    assert "已恢复使用" in text(client.post(f"{page}reopen/", {"why": "误撤"}, follow=True))


def test_honours_are_written_down_and_taken_away(cast: Cast, signed_in):
    client, page = signed_in(cast.clerk), f"/office/studios/{cast.town.pk}/"
    client.post(f"{page}honours/new/", {"year": 2025, "title": "五星级工作室", "given_by": "市政协"})
    honour = StudioHonour.objects.get()
    assert "2025年 五星级工作室" in text(client.get(page))
    other = f"/office/studios/{cast.river.pk}/honours/{honour.pk}/remove/"
    assert "没有这项荣誉" in text(client.post(other, follow=True))
    assert "确定删去" in text(client.get(f"{page}honours/{honour.pk}/remove/"))
    client.post(f"{page}honours/{honour.pk}/remove/")
    assert not StudioHonour.objects.exists()


def test_officer_is_found_by_what_the_clerk_knows_of_them(cast: Cast, signed_in, today):
    page = f"/office/studios/{cast.river.pk}/officer/"
    client = signed_in(cast.clerk)
    user("qiansan", "钱三")
    user("qiansan2", "钱三")
    for who, said in (("没这个人", "没有找到"), ("钱三", "请改写用户名"), ("韩梅", "没有找到")):
        assert said in text(client.post(page, {"who": who, "part": "liaison", "since": today}))
    client.post(page, {"who": "qiansan2", "part": "liaison", "since": today})
    assert Residency.objects.get(studio=cast.river, part="liaison").user.username == "qiansan2"


def test_part_is_changed_and_somebody_leaves(cast: Cast, signed_in, today):
    client, one = signed_in(cast.clerk), held(cast, cast.member)
    client.post(f"/office/studios/people/{one.pk}/part/", {"part": "convener", "on": today})
    one.refresh_from_db()
    assert one.until == today
    new = Residency.objects.open().get(member=one.member)
    assert new.part == "convener"
    assert "已于" in text(
        signed_in(cast.officer).post(f"/office/studios/people/{one.pk}/end/", {"on": "2026-01-01", "why": "调离"})
    )
    answer = client.post(f"/office/studios/people/{new.pk}/end/", {"on": today, "why": "调离"}, follow=True)
    assert "韩梅不再是城关工作室的召集人" in text(answer)
    assert not Residency.objects.open().filter(member=one.member).exists()


def test_who_sits_no_more_is_told_on_the_pages(cast: Cast, signed_in, today):
    client = signed_in(cast.clerk)
    assert "已离任" not in text(client.get("/office/studios/"))
    end_seat(seat=cast.seat(cast.member), on=today, why="调离", by=cast.clerk, now=timezone.now())
    page = text(client.get("/office/studios/"))
    assert "有 1 位驻室人员已不是在任委员" in page
    assert "1 人已离任" in page
    assert "韩梅已不是本届在任委员" in text(client.get(f"/office/studios/{cast.town.pk}/"))
    end_residency(residency=held(cast, cast.member), on=today, why="离任", by=cast.clerk, now=timezone.now())
    assert "已离任" not in text(client.get("/office/studios/"))


def test_paper_has_facts_people_and_standard(cast: Cast, signed_in):
    Studio.objects.filter(pk=cast.town.pk).update(host="城关镇政府", brand="同心桥")
    page = text(signed_in(cast.leader).get(f"/office/studios/{cast.town.pk}/paper/"))
    for word in ("城关工作室档案", "同心桥", "城关镇政府", "韩梅", "赵联", "有场地(未填)"):
        assert word in page
    assert "13900000001" not in page


def test_workbook_is_previewed_and_a_wrong_one_is_not_taken(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    rows = "工作室名称,召集人,地址\n石桥工作室,韩梅,甲\n清溪工作室,没这个人,乙\n"
    preview = client.post("/office/studios/import/", {"file": SimpleUploadedFile("室.csv", rows.encode())})
    where = preview.headers["Location"]
    page = text(client.get(where))
    assert "改好之前一行也不导入" in page
    for mode in ("good", "all"):
        assert "一行也没有导入" in text(client.post(where, {"mode": mode}, follow=True))
    assert Studio.objects.count() == 2
    good = SimpleUploadedFile("室.csv", rows.replace("没这个人", "李强").encode("gb18030"))
    where = client.post("/office/studios/import/", {"file": good}).headers["Location"]
    for _ in range(2):
        client.post(where, {"mode": "all"})
    assert Studio.objects.count() == 4
    assert "导入工作室:已导入" in text(client.get(where))


def test_export_is_audited_and_has_no_phone(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    content = b"".join(client.post("/office/studios/export/").streaming_content)
    book = load_workbook(io.BytesIO(content))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert {"城关工作室", "韩梅", "zhaolian"} <= set(cells)
    assert "13900000001" not in cells
    event = AuditEvent.objects.get(action="exported")
    assert (event.subject, event.detail) == ("工作室和驻室人员", {"rows": 2, "count": 4})


def test_admin_shows_studios_and_changes_none(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    assert client.get("/admin/studios/studio/add/").status_code == 403


def test_office_writes_its_own_line_of_the_standard_and_no_code(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    page = text(client.get("/admin/studios/standarditem/add/"))
    assert "要看什么" in page
    assert "代码" not in page
    line = {"label": "六上墙", "name": "服务承诺上墙", "evidence": "附照片", "position": 30, "in_use": "on"}
    for name in ("服务承诺上墙", "监督电话上墙"):
        assert client.post("/admin/studios/standarditem/add/", {**line, "name": name}).status_code == 302
    codes = set(StandardItem.objects.filter(label="六上墙").values_list("code", flat=True))
    assert len(codes) == 2
    own = StandardItem.objects.get(name="服务承诺上墙")
    client.post(f"/admin/studios/standarditem/{own.pk}/change/", {**line, "evidence": "附两张照片"})
    assert (StandardItem.objects.get(pk=own.pk).evidence, StandardItem.objects.get(pk=own.pk).code) == (
        "附两张照片",
        own.code,
    )
    assert client.post(f"/admin/studios/standarditem/{own.pk}/delete/", {"post": "yes"}).status_code == 403


def test_pages_ask_the_same_queries_for_one_row_and_three(cast: Cast, signed_in, today):
    client = signed_in(cast.clerk)
    pages = ["/office/studios/", f"/office/studios/{cast.town.pk}/", f"/office/studios/{cast.town.pk}/paper/"]

    def asked() -> list[int]:
        counts = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            counts.append(len(queries))
        return counts

    def more(n: int) -> None:
        studio = Studio.objects.create(number=n, name=f"第{n}工作室", parent=cast.town)
        studio.residencies.create(member=seat(cast.term, f"丁{n}", "教育界").member)
        cast.town.residencies.create(member=seat(cast.term, f"丙{n}", "教育界").member)
        gone = cast.town.residencies.create(member=seat(cast.term, f"乙{n}", "教育界").member)
        end_residency(residency=gone, on=today, why="调离", by=cast.clerk, now=timezone.now())
        StudioHonour.objects.create(studio=cast.town, year=2000 + n, title="先进")
        close_studio(studio=Studio.objects.create(number=50 + n, name=f"旧{n}"), on=today, why="", by=None,
                     now=timezone.now())  # fmt: skip

    more(3)
    one = asked()
    more(4)
    more(5)
    assert asked() == one


@pytest.mark.parametrize("who", ["leader", "member", "convener", "auditor"])
def test_who_may_not_keep_studios_changes_none(cast: Cast, signed_in, today, who: str):
    client, one = signed_in(getattr(cast, who)), held(cast, cast.member)
    page = f"/office/studios/{cast.town.pk}/"
    for address, data in (
        ("/office/studios/new/", {"name": "石桥工作室"}),
        (f"{page}edit/", FIELDS),
        (f"{page}close/", {"on": today, "why": "合并"}),
        (f"{page}officer/", {"who": "sunwai", "part": "liaison", "since": today}),
        (f"/office/studios/people/{one.pk}/end/", {"on": today, "why": "调离"}),
        ("/office/studios/placing/", {"members": one.member_id, "studio": cast.river.pk, "since": today}),
    ):
        assert client.post(address, data).status_code == 404
    assert Studio.objects.standing().count() == 2
    assert Residency.objects.open().count() == 4
    assert AuditEvent.objects.filter(action="refused").count() == 6
