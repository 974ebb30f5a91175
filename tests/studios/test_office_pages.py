"""The office's pages: every visit, every studio, the ledger out and in."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEvent
from common.excel import read_workbook
from common.imports import Mode
from members.models import Area, Seat
from studios.models import Matter, MatterCategory, Purpose, Studio, VisitLog
from studios.resources import KEPT, LEDGER
from studios.services import import_visits, withdraw
from tests.cast import Cast, seat
from tests.studios.makers import matter
from tests.studios.test_my_pages import draft, filed, last_month, text, today

__all__ = ["today"]


def write_some(cast: Cast, today) -> None:
    """A phone call of 韩梅, an older visit of 李强, a withdrawn one and a draft."""
    filed(
        cast, cast.member, today, way="phone", headcount=3, place="东关村", studio=cast.town,
        matters=(matter("路灯不亮", outcome="proposal"), matter("水不通")),
    )  # fmt: skip
    filed(cast, cast.other, last_month(today), headcount=20, place="西关村", studio=cast.river)
    taken = filed(cast, cast.convener, today, place="撤回的地方")
    withdraw(visit=taken, why="记错了", by=cast.convener, now=timezone.now())
    draft(cast, cast.member, today, place="草稿里的地方")


def names_on(page: str) -> list[str]:
    found = [(page.index(f">{name}</a>"), name) for name in ("韩梅", "李强", "王召") if f">{name}</a>" in page]
    return [name for _, name in sorted(found)]


def test_list_has_what_is_filed_newest_first_with_totals_in_words(cast: Cast, signed_in, today):
    write_some(cast, today)
    page = text(signed_in(cast.clerk).get("/office/visits/"))
    assert names_on(page) == ["韩梅", "李强"]
    assert "待核和已核记录共 2 次,23 人次,反映问题 2 件" in page
    assert "转提案" in page
    assert "草稿里的地方" not in page
    assert "撤回的地方" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("month={month}", ["李强"]),
        ("way=phone", ["韩梅"]),
        ("sector=教育界", ["李强"]),
        ("area={area}", ["李强"]),
        ("studio={studio}", ["李强"]),
        ("outcome=proposal", ["韩梅"]),
        ("outcome=guided", []),
        ("q=韩", ["韩梅"]),
        ("q=西关", ["李强"]),
        ("q=水不", ["韩梅"]),
        ("state=withdrawn", ["王召"]),
        ("state=filed", ["韩梅", "李强"]),
        ("state=checked", []),
        ("category={category}", ["韩梅"]),
        ("purpose={purpose}", ["李强"]),
        ("proxy=proxy", []),
        ("proxy=own", ["韩梅", "李强"]),
        ("order=people", ["李强", "韩梅"]),
        ("month=x&way=x&area=x&state=x&order=x&page=x", ["韩梅", "李强"]),
    ],
)
def test_list_filters(cast: Cast, signed_in, today, query: str, found: list[str]):
    write_some(cast, today)
    area = Area.objects.create(name="石桥镇")
    Seat.objects.filter(member=cast.person(cast.other)).update(area=area)
    rows = {"category": MatterCategory.objects.get(code="traffic"), "purpose": Purpose.objects.get(code="help")}
    Matter.objects.filter(text="路灯不亮").update(category=rows["category"])
    VisitLog.objects.get(place="西关村").purposes.add(rows["purpose"])
    rows = {name: row.pk for name, row in rows.items()}
    query = query.format(**rows, month=f"{last_month(today):%Y-%m}", area=area.pk, studio=cast.river.pk)
    assert names_on(text(signed_in(cast.clerk).get(f"/office/visits/?{query}"))) == found


def test_lesser_filters_stay_folded_until_one_is_chosen(cast: Cast, signed_in, today):
    client = signed_in(cast.clerk)
    usual, folded = text(client.get("/office/visits/?q=x")).split("<summary>更多筛选</summary>")
    assert 'name="state"' in usual
    assert 'name="proxy"' in folded
    assert '<details class="more whole">' in usual
    assert '<details class="more whole" open>' in text(client.get("/office/visits/?proxy=own"))


def test_list_of_all_states_totals_what_counts(cast: Cast, signed_in, today):
    write_some(cast, today)
    page = text(signed_in(cast.clerk).get("/office/visits/?state=all"))
    assert names_on(page) == ["韩梅", "王召", "李强"] or names_on(page) == ["王召", "韩梅", "李强"]
    assert "2 次,23 人次" in page
    assert "已撤回</span>" in page


def test_empty_list_says_what_to_do(cast: Cast, signed_in):
    page = text(signed_in(cast.clerk).get("/office/visits/"))
    assert "还没有走访记录" in page
    assert "导入台账" in page
    assert "导入台账" not in text(signed_in(cast.leader).get("/office/visits/"))
    assert "没有符合条件的记录" in text(signed_in(cast.clerk).get("/office/visits/?q=无"))


def test_record_shows_the_visit_and_its_story(cast: Cast, signed_in, today):
    write_some(cast, today)
    visit = VisitLog.objects.get(place="东关村")
    page = text(signed_in(cast.leader).get(f"/office/visits/{visit.pk}/"))
    for word in ("路灯不亮", "水不通", "工商联界", "城关工作室", "提交 韩梅"):
        assert word in page
    unfinished = VisitLog.objects.get(state="draft")
    assert signed_in(cast.clerk).get(f"/office/visits/{unfinished.pk}/").status_code == 404


def test_pages_are_for_who_may_see_every_visit(cast: Cast, signed_in, today):
    write_some(cast, today)
    visit = VisitLog.objects.get(place="东关村")
    pages = ["/office/visits/", f"/office/visits/{visit.pk}/", "/office/studios/", f"/office/studios/{cast.town.pk}/"]
    for user in (cast.member, cast.convener, cast.liaison, cast.auditor, cast.stranger):
        assert [signed_in(user).get(page).status_code for page in pages] == [404] * 4
    assert [signed_in(cast.leader).get(page).status_code for page in pages] == [200] * 4


def exported(response) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_export_has_a_row_for_each_matter_and_is_audited_once(cast: Cast, signed_in, today):
    write_some(cast, today)
    client = signed_in(cast.clerk)
    assert client.get("/office/visits/export/").status_code == 405
    rows = exported(client.post("/office/visits/export/?order=people"))
    header = rows.index([column.header for column in [*LEDGER, *KEPT]])
    assert [row[1] for row in rows[header + 1 : header + 4]] == ["李强", "韩梅", "韩梅"]
    assert [row[5] for row in rows[header + 1 : header + 4]] == [20, 3, None]
    assert [row[7] for row in rows[header + 1 : header + 4]] == [None, "路灯不亮", "水不通"]
    assert [row[12] for row in rows[header + 1 : header + 4]] == ["待核"] * 3
    assert "合计2次、23人次、2件" in rows[header + 4][0]
    event = AuditEvent.objects.get(action="exported")
    assert (event.subject, event.detail, event.actor_id) == ("走访台账", {"rows": 3, "visits": 2}, cast.clerk.pk)


def test_export_is_of_the_filtered_list_and_for_who_may(cast: Cast, signed_in, today):
    write_some(cast, today)
    rows = exported(signed_in(cast.officer).post("/office/visits/export/?q=西关"))
    assert [row[1] for row in rows if row[1]] == ["委员姓名", "李强"]
    assert signed_in(cast.leader).post("/office/visits/export/").status_code == 404
    assert AuditEvent.objects.filter(action="exported").count() == 1


def test_exported_ledger_read_back_is_known_already(cast: Cast, signed_in, today):
    write_some(cast, today)
    content = b"".join(signed_in(cast.clerk).post("/office/visits/export/").streaming_content)
    report = import_visits(
        read_workbook(content), filename="台账.xlsx", by=cast.clerk, now=timezone.now(), mode=Mode.GOOD
    )
    assert (report.as_dict()["created"], report.as_dict()["errors"]) == (0, [])
    assert len(report.as_dict()["duplicates"]) == 3


def test_formula_in_a_visit_is_text_in_the_export(cast: Cast, signed_in, today):
    filed(cast, cast.member, today, place="=1+1", matters=(matter("@SUM(A1)"),))
    rows = exported(signed_in(cast.clerk).post("/office/visits/export/"))
    assert any("=1+1" in row and "@SUM(A1)" in row for row in rows)


def test_studios_with_their_people_and_the_month(cast: Cast, signed_in, today):
    write_some(cast, today)
    page = text(signed_in(cast.clerk).get("/office/studios/"))
    for word in ("城关工作室", "河东工作室", "王召", "赵联", "本月还没有记录", "1 次,3 人次;1 个还没有记录"):
        assert word in page
    page = text(signed_in(cast.clerk).get(f"/office/studios/?month={last_month(today):%Y-%m}"))
    assert "1 次,20 人次;1 个还没有记录" in page
    assert "当月没有记录" in page


def test_studio_shows_its_visits_and_who_has_none(cast: Cast, signed_in, today):
    write_some(cast, today)
    page = text(signed_in(cast.clerk).get(f"/office/studios/{cast.town.pk}/"))
    assert names_on(page[page.index("的记录</h2>") :]) == ["韩梅"]
    assert "还没有走访记录的" in page
    edit = f"/office/studios/{cast.town.pk}/edit/"
    assert edit in page
    assert edit not in text(signed_in(cast.leader).get(f"/office/studios/{cast.town.pk}/"))


def test_office_without_studios_is_told_what_to_do(cast: Cast, signed_in):
    Studio.objects.update(closed_on="2026-01-01")
    page = text(signed_in(cast.clerk).get("/office/studios/"))
    assert "还没有登记委员工作室" in page
    assert "/office/studios/new/" in page
    assert "/office/studios/import/" in page
    assert "2026年1月1日(周四)撤销" in page
    assert "已撤销" in text(signed_in(cast.clerk).get(f"/office/studios/{cast.town.pk}/"))


def test_pages_ask_the_same_queries_for_one_row_and_three(cast: Cast, signed_in, today):
    client = signed_in(cast.clerk)

    def asked(page: str) -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    def asked_of_export() -> int:
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.post("/office/visits/export/").streaming_content)
        return len(queries)

    visit = filed(cast, cast.member, today, studio=cast.town, matters=(matter(),))
    pages = ["/office/visits/", f"/office/visits/{visit.pk}/", "/office/studios/", f"/office/studios/{cast.town.pk}/"]
    one = [*map(asked, pages), asked_of_export()]
    for n, user in enumerate((cast.member, cast.convener), start=3):
        filed(cast, user, today, studio=cast.town, matters=(matter(), matter("水")))
        studio = Studio.objects.create(number=n, name=f"第{n}工作室")
        studio.residencies.create(member=seat(cast.term, f"丁{n}", "教育界").member)
    assert [*map(asked, pages), asked_of_export()] == one


def test_ledger_is_previewed_and_confirmed_once(cast: Cast, signed_in, today):
    client = signed_in(cast.clerk)
    content = f"日期,委员姓名,走访方式,反映问题\n{today:%Y-%m-%d},韩梅,电话,路灯\n{today:%Y-%m-%d},没这个人,电话,水\n"
    upload = SimpleUploadedFile("台账.csv", content.encode("gb18030"))
    response = client.post("/office/visits/import/", {"file": upload})
    preview = response.headers["Location"]
    page = text(client.get(preview))
    assert "确认导入 1 行" in page
    assert "没这个人" in page
    assert not VisitLog.objects.exists()
    for _ in range(2):
        client.post(preview, {"mode": "good"})
    assert VisitLog.objects.count() == 1
    assert "导入走访台账:已导入" in text(client.get(preview))
    assert signed_in(cast.leader).get("/office/visits/import/").status_code == 404


def test_template_can_be_downloaded(cast: Cast, signed_in):
    response = signed_in(cast.clerk).get("/office/visits/import/template.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[2]][:3] == ["日期", "委员姓名", "界别"]
