"""The monthly workbook, read back cell by cell."""

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from accounts.models import AuditEvent
from assessment.models import Rulebook
from assessment.queries import month_table
from assessment.resources import write_month_sheet
from assessment.services import NoSheet
from deadlines.services import close_period
from members.models import Seat
from studios.models import VisitLog
from tests.assessment.conftest import APRIL
from tests.assessment.makers import MARCH, matter, visit
from tests.cast import Cast, seat

HEADER = 5  # title, three lines, header


@pytest.fixture
def filled(cast: Cast) -> Cast:
    hanmei, liqiang = cast.person(cast.member), cast.person(cast.other)
    for day in (10, 11):
        visit(hanmei, dt.date(2026, 2, day), way="reception", headcount=18)
    received = visit(hanmei, dt.date(2026, 3, 5), way="reception", headcount=12)
    matter(received, "settled")
    matter(received, "settled", text="=HYPERLINK(1)" + "很长的问题" * 20)
    visit(liqiang, dt.date(2026, 3, 31))
    visit(liqiang, dt.date(2026, 3, 31), state="draft")
    seat(cast.term, "=1+1", "教育界")
    return cast


def written(month: dt.date = MARCH) -> Workbook:
    target = io.BytesIO()
    write_month_sheet(target, month=month, now=APRIL, made_by="何联络")
    return load_workbook(target)


def table(book: Workbook, name: str) -> list[dict[str, object]]:
    rows = list(book[name].iter_rows(min_row=1 if name == "说明" else HEADER, values_only=True))
    start = 1 if name == "说明" else 0
    return [dict(zip(rows[start], row, strict=True)) for row in rows[start + 1 :] if row[1] is not None]


def test_summary_has_title_lines_rows_and_total(filled: Cast):
    book = written()
    sheet = book["汇总"]
    assert book.sheetnames == ["汇总", "明细", "说明"]
    assert sheet["A1"].value == "政协××县委员会委员履职月度汇总表(2026年3月)"
    assert "填报单位:政协××县委员会" in sheet["A2"].value
    assert "统计时间:2026-03-01至2026-03-31" in sheet["A2"].value
    assert "制表人:何联络    制表时间:2026-04-10 09:00" in sheet["A3"].value
    assert "委员履职考核办法 第1版(示例,数字未经本机关确认)" in sheet["A4"].value
    assert "未结账" in sheet["A4"].value
    rows = table(book, "汇总")
    assert [(row["序号"], row["姓名"]) for row in rows] == [
        (1, "王召"), (2, "韩梅"), (3, "李强"), (4, "=1+1"), (None, "合计"),
    ]  # fmt: skip
    hanmei = rows[1]
    assert {key: hanmei[key] for key in ("走访次数", "人次", "接待次数", "反映问题", "当场化解")} == {
        "走访次数": 1, "人次": 12, "接待次数": 1, "反映问题": 2, "当场化解": 2,
    }  # fmt: skip
    # March: visit 2, 4 heads of 12 to the quota of 40 → 2, reception 2, settled 4
    assert hanmei["本月得分"] == 10
    assert hanmei["本年累计"] == 6 + 20 + 4 + 4
    assert (hanmei["应得分"], hanmei["得分率(%)"], hanmei["等次"]) == (21, 100, "优秀")


def test_totals_equal_those_of_the_visits(filled: Cast):
    total = table(written(), "汇总")[-1]
    filed = list(VisitLog.objects.filed().in_month(MARCH))
    assert total["走访次数"] == len(filed) == 2
    assert total["人次"] == sum(one.headcount for one in filed)


def test_details_add_up_to_the_points_and_say_why_not(filled: Cast):
    book = written()
    rows = table(book, "明细")
    earned: dict[object, Decimal] = {}
    for row in rows:
        earned[row["姓名"]] = earned.get(row["姓名"], Decimal(0)) + Decimal(str(row["计分"]))
    points = {row["姓名"]: Decimal(str(row["本月得分"])) for row in table(book, "汇总")}
    assert earned == {name: points[name] for name in earned}
    assert sum(earned.values()) == points["合计"]
    assert [row["序号"] for row in rows] == list(range(1, len(rows) + 1))
    people = next(row for row in rows if row["姓名"] == "韩梅" and row["项目"] == "联系界别群众")
    assert (people["数量"], people["计分"], people["说明"]) == (12, 2, "全年定额已满,只计其中4")
    assert people["日期"].date() == dt.date(2026, 3, 5)
    settled = [row for row in rows if row["项目"] == "化解矛盾纠纷"]
    assert [(row["计分"], row["说明"]) for row in settled] == [(4, None), (0, "本季度定额已满,不再计分")]
    assert settled[1]["内容"] == "当场解决:" + ("=HYPERLINK(1)" + "很长的问题" * 20)[:30]


def test_no_cell_is_a_formula_and_none_names_a_constituent(filled: Cast):
    for sheet in written():
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert "走访对象甲" not in str(cell.value)
    named = next(cell for cell in written()["汇总"]["B"] if cell.value == "=1+1")
    assert named.quotePrefix


def test_page_is_set_up_for_printing(filled: Cast):
    for sheet in written():
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage  # one page wide is the default
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.freeze_panes
        assert sheet.print_title_rows


def test_notes_define_columns_items_and_grades(filled: Cast):
    notes = {row["栏目"]: row["怎么算"] for row in table(written(), "说明")}
    summary = [cell.value for cell in written()["汇总"][HEADER]]
    defined = {"走访次数", "人次", "接待次数", "反映问题", "当场化解", "本月得分", "本年累计", "应得分", "得分率(%)"}
    assert defined <= set(notes) & set(summary)
    assert "÷应得分×100" in notes["得分率(%)"]
    assert notes["项目:走访群众"] == "全年应完成10次,完成得20分,不足按比例"
    assert "尚无数据来源,不计分,也不计入应得分" in notes["项目:提交提案"]
    assert notes["等次:优秀"] == "得分率达到90%"
    assert "从12月起检查" in notes["前置条件:接待群众"]
    assert "不设名次" in notes["不作排名"]
    assert "第1版(示例,未确认)" in notes["考核办法"]


def test_closed_month_under_a_confirmed_rulebook_bears_no_reservation(filled: Cast):
    Rulebook.objects.update(is_sample=False, confirmed_at=APRIL, confirmed_by=filled.officer)
    close_period(month=MARCH, by=filled.officer, now=APRIL)
    line = written()["汇总"]["A4"].value
    assert line == "考核办法:委员履职考核办法 第1版(已确认)    已结账:2026-04-10 09:00"


def test_visits_of_who_held_no_seat_are_told_in_a_note(filled: Cast):
    Seat.objects.filter(member__name="李强").update(ended_on=MARCH)
    texts = [cell.value for cell in written()["汇总"]["A"] if isinstance(cell.value, str)]
    assert "另有本月不在任人员的走访1次、1人次,未列入本表。" in texts


def test_rows_beyond_one_chunk_of_members_are_all_there(filled: Cast, monkeypatch):
    whole = [list(row.values()) for row in table(written(), "明细")]
    monkeypatch.setattr("assessment.resources.months.CHUNK", 1)
    assert [list(row.values()) for row in table(written(), "明细")] == whole


def test_same_queries_for_few_visits_and_for_many(cast: Cast, django_assert_num_queries):
    visit(cast.person(cast.member), MARCH)
    for joining in (["丁一", "马云"], []):
        with django_assert_num_queries(11):  # the table, the office, one chunk of facts
            write_month_sheet(io.BytesIO(), month=MARCH, now=APRIL, made_by="何联络")
        for name in joining:
            matter(visit(seat(cast.term, name, "教育界").member, MARCH), "settled")


def test_no_rulebook_and_no_member_are_told_apart(cast: Cast):
    with pytest.raises(NoSheet, match="还没有施行的考核办法"):
        written(dt.date(2025, 12, 1))
    Seat.objects.update(ended_on=dt.date(2026, 1, 1))
    with pytest.raises(NoSheet, match="没有在任委员"):
        written()


def test_command_writes_the_workbook_and_an_audit_row(filled: Cast, clock, tmp_path: Path, capsys):
    out = tmp_path / "三月.xlsx"
    out.write_text("旧")
    call_command("monthly_sheet", "2026-03", "--out", str(out))
    assert f"已写入 {out}:汇总 4 人,明细 7 条。" in capsys.readouterr().out
    assert load_workbook(out)["汇总"]["A1"].value.endswith("(2026年3月)")
    assert list(tmp_path.iterdir()) == [out]
    event = AuditEvent.objects.get(action=AuditEvent.Action.EXPORTED)
    assert (event.at, event.actor_id, event.via) == (APRIL, None, "命令行")
    assert event.detail["rows"]["汇总"] == len(month_table(MARCH).rows)


@pytest.mark.parametrize(
    ("month", "where", "words"),
    [
        ("2026-13", "a.xlsx", "看不懂月份“2026-13”"),
        ("三月", "a.xlsx", "看不懂月份“三月”"),
        ("2026-05", "a.xlsx", "还没有到"),
        ("9999-12", "a.xlsx", "还没有到"),
        ("2025-12", "a.xlsx", "还没有施行的考核办法"),
        ("2026-03", "no/such/a.xlsx", "写不进"),
        ("2026-03", "", "是目录"),
        ("2026-03", "file/a.xlsx", "写不进"),
    ],
)
def test_command_says_in_chinese_what_is_wrong(filled: Cast, clock, tmp_path: Path, month, where, words):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match=words):
        call_command("monthly_sheet", month, "--out", str(tmp_path / where))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert not AuditEvent.objects.filter(action=AuditEvent.Action.EXPORTED, via="命令行").exists() or words == "写不进"


def test_command_without_members_writes_nothing(cast: Cast, clock, tmp_path: Path):
    Seat.objects.update(ended_on=dt.date(2026, 1, 1))
    with pytest.raises(CommandError, match="没有在任委员"):
        call_command("monthly_sheet", "2026-03", "--out", str(tmp_path / "a.xlsx"))
    assert not list(tmp_path.iterdir())
