"""Ledgers as offices keep them: dates, names, words, footers."""

import datetime as dt

import pytest

from common.excel import NoTable, Sheet
from studios.models import Matter, VisitLog
from studios.visitbook import fingerprint, read_visits, studio_key
from studios.visitbook.words import told_of
from tests.studios.ledgers import HEADER, TODAY, one, read, sheet

DAY = dt.date(2026, 3, 5)
Way, Outcome = VisitLog.Way, Matter.Outcome


def days(*cells: object, **kwargs) -> list[object]:
    """The day of each row, or what is wrong with it."""
    found = read(*([cell, "韩梅"] for cell in cells), header=["日期", "委员姓名", "地点"], **kwargs).rows
    return [row.day or row.wrong[0][1] for row in found]


@pytest.mark.parametrize(
    "cell",
    [
        dt.datetime(2026, 3, 5),  # noqa: DTZ001  (as Excel has it)
        "3月5日", "2026.3.5", "2026-03-05", "2026年3月5日", "2026/3/5", "3月5日(周四)", "3.5", 3.5,
        "3月5日-6日", 20260305, "20260305", "3-5", "2026年3月5日上午", 46086, "5日",
    ],
)  # fmt: skip
def test_day_is_read_however_it_is_written(cell: object):
    assert days(cell) == [DAY]


def test_empty_day_is_the_day_above():
    assert days("3月5日", None, "同上", "〃", "", "3月6日", None) == [DAY] * 5 + [dt.date(2026, 3, 6)] * 2


def test_empty_day_below_an_unreadable_one_is_not_taken_from_further_up():
    found = days("3月5日", "中旬某天", None, "3月6日")
    assert found[0] == DAY
    assert "看不懂日期“中旬某天”" in found[1]
    assert "上面一格的日期又看不懂" in found[2]
    assert found[3] == dt.date(2026, 3, 6)


def test_number_that_lost_its_nought_is_asked_about():
    assert "3月1日还是3月10日" in days(3.1)[0]
    assert days("3.10") == [dt.date(2026, 3, 10)]


def test_first_row_without_a_day_is_asked_about():
    assert days(None) == ["日期空着,请补上日期"]


@pytest.mark.parametrize(
    ("title", "name", "filename", "cells", "year"),
    [
        ("2025年走访台账", "2026", "2024.xlsx", ["3月5日"], 2025),
        ("走访台账", "2025年", "2024.xlsx", ["3月5日"], 2025),
        ("走访台账", "Sheet1", "走访台账_2025年3月.xlsx", ["3月5日"], 2025),
        ("2024-2025年台账", "Sheet1", "台账.xlsx", ["3月5日", "2025-03-06", "2025.3.7", dt.date(2024, 1, 1)], 2025),
        ("走访台账", "Sheet1", "台账.xlsx", ["3月5日"], 2026),
        ("走访台账", "Sheet1", "导出20241231.xlsx", ["3月5日"], 2026),
    ],
)
def test_year_comes_from_title_sheet_file_neighbours_today(title, name, filename, cells, year):
    assert days(*cells, title=title, name=name, filename=filename)[0] == dt.date(year, 3, 5)


def test_day_alone_takes_the_month_of_the_title_or_of_the_day_above():
    assert days("5", 6, "7号", title="2026年3月台账", name="表") == [dt.date(2026, 3, n) for n in (5, 6, 7)]
    assert days("3月5日", "6日", title="2026年1-3月台账", name="表") == [DAY, dt.date(2026, 3, 6)]


def test_day_in_a_row_of_its_own_stands_for_the_rows_below():
    found = read(["3月5日"], [None, "韩梅", "电话"], [None, "李强", "电话"], ["3月6日"], [None, "王召", "电话"]).rows
    assert [(row.name, row.day.day) for row in found] == [("韩梅", 5), ("李强", 5), ("王召", 6)]


def test_footers_blank_rows_and_headers_printed_again_are_no_visits():
    found = read(
        ["3月5日", "韩梅", "电话"],
        [None, None, None],
        ["3月下旬"],
        HEADER,
        ["3月6日", "李强", "电话"],
        ["3月6日", None, None],  # the rest of a merged block
        ["合计", 2],
        ["填表人:周敏", None, "审核人:何联络"],
        ["填表人", "周敏"],
        ["备注:本表每月报一次"],
        ["以下空白"],
        ["3月合计", 2],
        ["以上合计2次"],
        [None, None, None, "2026年4月1日"],
    ).rows
    assert [row.name for row in found] == ["韩梅", "李强"]
    assert [row.number for row in found] == [3, 7]


def test_row_without_a_name_is_a_visit_with_an_error():
    found = read(["3月5日", "韩梅"], [None, "同上"], [None, None, "电话", None, None, None, "路灯不亮"]).rows
    assert [row.name for row in found] == ["韩梅", "韩梅", ""]
    assert found[2].wrong == [("委员姓名", "委员姓名空着,请补上;与上一行是同一位的,可以写“同上”")]


@pytest.mark.parametrize("cell", ["韩 梅", "韩梅 ", "韩梅(女)", "韩梅（女）", "韩\n梅", "韩梅*", "韩梅、"])
def test_name_is_read_without_blanks_and_brackets(cell: str):
    assert one(委员姓名=cell).name == "韩梅"


@pytest.mark.parametrize("cell", ["韩梅、李强", "韩梅,李强", "韩梅 李强", "韩梅\n李强", "韩梅/李强"])
def test_several_names_in_a_cell_are_told_apart(cell: str):
    assert one(委员姓名=cell).names == ["韩梅", "李强"]


WAYS = {
    Way.VISIT: "入户走访 走访 入户 走访座谈 上门慰问",
    Way.MEETING: "座谈 座谈会 院坝会",
    Way.PHONE: "电话 电话、微信",
    Way.ONLINE: "微信 QQ qq群 网络 线上",
    Way.RECEPTION: "工作室接待 接待 来访",
    Way.ACTIVITY: "活动",
}


@pytest.mark.parametrize(
    ("word", "way"),
    [
        *((word, way) for way, words in WAYS.items() for word in [way.label, *words.split()]),
        *((blank, Way.VISIT) for blank in ("", None, "—")),
    ],
)
def test_way_in_the_offices_words(word: object, way: VisitLog.Way):
    assert one(走访方式=word).way == way


@pytest.mark.parametrize("upper", [None, ["日期", "委员姓名", "走访方式", None, None, None, "反映问题"]])
def test_way_in_a_column_for_each(upper: list[str] | None):
    header = ["日期", "委员姓名", "入户走访", "电话", "座谈", "接待", "反映问题"]
    rows = [
        ["3月5日", "韩梅", *("√" if place == ticked else None for place in range(4)), "路灯"] for ticked in range(4)
    ]
    if upper:
        rows.insert(0, [None, None, *header[2:6], None])
    found = read(*rows, header=upper or header).rows
    assert [row.way for row in found] == [Way.VISIT, Way.PHONE, Way.MEETING, Way.RECEPTION]


def test_column_of_phones_beside_columns_of_ways_stays_one_of_phones():
    header = ["日期", "委员姓名", "入户走访", "座谈", "电话"]
    ledger = read(["3月5日", "韩梅", None, "√", "13812345678"], header=header)
    assert ledger.rows[0].way == Way.MEETING
    assert ledger.notes[0].startswith("联系电话一列未保存:")


def test_unknown_way_is_asked_about_with_the_words_to_choose_from():
    column, message = one(走访方式="托梦").wrong[0]
    assert column == "走访方式"
    assert "看不懂“托梦”" in message
    assert "入户走访、工作室接待、座谈" in message


def test_register_of_receptions_without_a_way_holds_receptions():
    header = ["接待日期", "接待委员", "来访人", "反映内容"]
    row = read(["3月5日", "韩梅", "村民", "路灯"], header=header, title="2026年来访接待登记表").rows[0]
    assert (row.way, row.people, row.text) == (Way.RECEPTION, "村民", "路灯")


OUTCOMES = {
    Outcome.SETTLED: "现场解决 当场解决 已解决 已化解",
    Outcome.EXPLAINED: "解释说明 解释政策",
    Outcome.OPINION: "转社情民意 社情民意 转政协办社情民意",
    Outcome.PROPOSAL: "转提案 提案",
    Outcome.TOPIC: "转协商议题 协商",
    Outcome.REPORTED: "上报政协办 上报 政协办",
    Outcome.REFERRED: "转城关镇 转东关村 转住建局 已转办 移交社区",
    Outcome.GUIDED: "信访 引导走司法途径",
    Outcome.NOTED: "只记录 记录",
}


@pytest.mark.parametrize(
    ("word", "outcome"),
    [
        *((word, outcome) for outcome, words in OUTCOMES.items() for word in [outcome.label, *words.split()]),
        *((blank, Outcome.NOTED) for blank in ("", None)),
    ],
)
def test_outcome_in_the_offices_words(word: object, outcome: Matter.Outcome):
    row = one(反映问题="路灯不亮", 处理方式=word, 当场答复="好")
    assert (row.outcome, row.answer) == (outcome, "好")


@pytest.mark.parametrize("word", ["未解决", "暂时无法解决", "待解决", "跟踪中"])
def test_outcome_that_is_none_of_ours_stays_readable(word: str):
    row = one(反映问题="路灯不亮", 当场答复="已记下", 处理方式=word)
    assert (row.outcome, row.answer) == (Outcome.NOTED, f"已记下 处理方式:{word}")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        *((cell, True) for cell in [*["√", "是", "✓", "已反馈", "有", "3月8日电话反馈", "群众满意"], True]),
        *((cell, False) for cell in [*["否", "未反馈", "×", "待反馈", "无", "-", "不"], "", None, False]),
    ],
)
def test_told_is_a_tick_or_a_word(cell: object, told: bool):
    assert told_of(cell) is told


@pytest.mark.parametrize(
    ("people", "column", "heads"),
    [
        ("城关镇村民12人", None, 12),
        ("城关镇村民12人", 3, 3),
        ("村民12人、干部3名", "", 15),
        ("村民20余人", None, 20),
        ("董某", None, 1),
        ("董某", "8人次", 8),
        ("董某", 8.0, 8),
        ("3户", "约5人", 5),
        ("3户", "共5人", 5),
        ("3户", "3户5人", 5),
        ("3户", "5个人", 5),
        ("董某", "十二", 12),
        ("董某", "二十余人", 20),
        ("第一人民医院", None, 1),
        (None, None, 1),
    ],
)
def test_heads_from_their_column_or_from_the_people(people: object, column: object, heads: int):
    assert one(走访对象=people, 人次=column).headcount == heads


@pytest.mark.parametrize("cell", ["若干", "0", "20000", "13户", "十十", "十" * 9_000])
def test_heads_that_are_no_number_are_asked_about(cell: str):
    assert one(人次=cell).wrong[0][0] == "人次"


def test_numbers_of_constituents_are_left_out_and_said_so():
    ledger = read(
        ["3月5日", "韩梅", "张某13812345678", "13812345678", "路灯"],
        header=["日期", "姓名", "走访对象", "联系电话", "反映问题"],
    )
    assert ledger.rows[0].people == "张某"
    assert "13812345678" not in str(ledger)
    assert ledger.notes[0].startswith("联系电话一列未保存:")
    assert "1行的走访对象" in ledger.notes[1]


@pytest.mark.parametrize(
    ("cells", "way"), [(["电话", "微信", "入户"], Way.PHONE), (["13812345678", "", "0719-5812345"], Way.VISIT)]
)
def test_column_of_contact_is_a_way_or_a_phone_as_its_cells_say(cells: list[str], way: VisitLog.Way):
    ledger = read(
        *(["3月5日", "韩梅", cell, "路灯"] for cell in cells), header=["日期", "委员", "联系方式", "反映问题"]
    )
    assert ledger.rows[0].way == way
    assert bool(ledger.notes) == (way == Way.VISIT)
    assert "13812345678" not in str(ledger)


@pytest.mark.parametrize(
    "header",
    [
        ["走访日期", "委员", "方式", "对象", "人数", "地址", "反映内容", "答复情况", "办理方式", "反馈"],
        [
            "走访时间",
            "走访委员",
            "走访形式",
            "群众姓名",
            "走访人数",
            "走访地点",
            "意见建议",
            "答复",
            "处理意见",
            "反馈情况",
        ],
        [
            "接待日期",
            "接待委员",
            "形式",
            "接待对象",
            "接待人次",
            "接待地点",
            "主要内容",
            "当场答复",
            "处理结果",
            "是否反馈",
        ],
        [
            "年月日",
            "走访委员",
            "走访类型",
            "被走访人",
            "走访人数",
            "走访村(社区)",
            "收集的社情民意",
            "答复",
            "落实情况",
            "反馈(√)",
        ],
        ["时间", "姓名", "走访方式*", "走访对象(群众)", "人次", "地点", "诉求", "现场答复", "办理结果", "是否已反馈"],
    ],
)
def test_headers_of_other_offices(header: list[str]):
    row = read(["3月5日", "韩梅", "电话", "村民", 3, "东关", "路灯", "好", "转提案", "是"], header=header).rows[0]
    assert (row.day, row.name, row.way, row.people, row.headcount, row.place) == (
        DAY,
        "韩梅",
        "phone",
        "村民",
        3,
        "东关",
    )
    assert (row.text, row.answer, row.outcome, row.told) == ("路灯", "好", "proposal", True)


def test_header_in_two_rows_with_the_peoples_name_beside_the_members():
    grid = [
        ["来访接待登记表(2026年)"],
        ["日期", "接待委员", "来访人", None, "反映问题"],
        [None, None, "姓名", "电话", None],
        ["3月5日", "韩梅", "张某", "13812345678", "路灯"],
    ]
    row = read_visits([Sheet("表", grid)], filename="", today=TODAY).rows[0]
    assert (row.name, row.people, row.text) == ("韩梅", "张某", "路灯")


def test_every_sheet_that_is_a_ledger_is_read():
    sheets = [
        sheet(["1月5日", "韩梅", "电话"], title="2026年1月", name="1月"),
        Sheet("汇总", [["委员", "次数"], ["韩梅", 2]]),
        sheet(["2月5日", "韩梅", "电话"], title="2026年2月", name="2月"),
        Sheet("旧", sheet(["3月5日", "李强"]).rows, visible=False),
    ]
    ledger = read_visits(sheets, filename="", today=TODAY)
    assert ledger.sheets == ["1月", "2月"]
    assert [row.day.month for row in ledger.rows] == [1, 2]
    assert "2张台账" in ledger.notes[0]


def test_workbook_without_a_ledger_says_what_was_looked_for():
    with pytest.raises(NoTable, match=r"走访台账.*日期、委员姓名"):
        read_visits([Sheet("表", [["序号", "单位"], [1, "甲"]])], filename="", today=TODAY)


def test_nothing_raised_makes_no_matter_and_loses_no_word():
    row = one(反映问题="无", 当场答复="宣传了医保政策", 处理方式="现场解决", 备注="慰问")
    assert (row.text, row.answer, row.outcome) == ("", "", "noted")
    assert row.summary == ["答复:宣传了医保政策", "处理:现场解决", "慰问"]


def test_long_people_stand_in_full_in_the_summary_and_a_long_matter_is_asked_about():
    row = one(走访对象="某" * 70, 反映问题="问" * 1001)
    assert (len(row.people), row.people[-1], row.summary) == (60, "…", [f"走访对象:{'某' * 70}"])
    assert row.wrong == [("反映问题", "超过1000字,请写短一些")]


def test_columns_nobody_uses_are_named():
    assert "满意度" in read(["3月5日", "韩梅", "好"], header=["日期", "委员姓名", "满意度", "地点"]).notes[0]


def test_ditto_repeats_the_cell_above_in_any_column():
    found = read(["3月5日", "韩梅", "电话", "村民", 1, "东关"], ["〃", "〃", "〃", "〃", "", "同上"]).rows
    assert (found[1].name, found[1].way, found[1].people, found[1].place) == ("韩梅", "phone", "村民", "东关")


def test_fingerprint_ignores_blanks_and_full_width():
    assert fingerprint(1, DAY, "visit", "村民 3人") == fingerprint(1, DAY, "visit", "村民3人")
    assert fingerprint(1, DAY, "visit", "村民") != fingerprint(2, DAY, "visit", "村民")


def test_studio_is_known_with_and_without_its_tail():
    assert studio_key("城关委员工作室") == studio_key("城关工作室") == studio_key(" 城关 ") == "城关"
