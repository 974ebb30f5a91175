"""Which sheet, which header row, which column."""

import pytest

from common.excel import Heading, NoTable, Sheet, Table, find_table
from common.excel.tables import columns_of, header_key

HEADINGS = {
    "name": Heading("姓名", ("姓名", "委员姓名"), ("姓名",), never=("联系人",)),
    "birth": Heading("出生年月", ("出生年月",), ("出生",), never=("地",)),
    "unit": Heading("工作单位及职务", ("工作单位及职务", "工作单位"), ("单位",)),
    "phone": Heading("手机号码", ("手机号码", "手机", "联系电话"), ("手机", "电话")),
}


def found(*sheets: Sheet) -> Table:
    return find_table(sheets, HEADINGS, required=["name"], what="名册")


def sheet(*rows: list[object], name: str = "表", visible: bool = True) -> Sheet:
    return Sheet(name, list(rows), visible)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (["姓名", "手机号码"], {"name": 0, "phone": 1}),
        (["手机号码", "姓 名"], {"name": 1, "phone": 0}),
        (["序号", "委员\n姓名*", "手机号码(必填)"], {"name": 1, "phone": 2}),
        (["姓名", "办公电话", "手机"], {"name": 0, "phone": 2}),
        (["姓名", "办公电话", "本人手机号"], {"name": 0, "phone": 2}),
        (["姓名", "办公电话"], {"name": 0, "phone": 1}),
        (["联系人姓名", "委员姓名(全名)"], {"name": 1}),
        (["联系人姓名", "手机"], {"phone": 1}),
        (["姓名", "出生地", "出生日期"], {"name": 0, "birth": 2}),
        (["姓名", "出生地"], {"name": 0}),
        (["姓名", "工作单位、职务"], {"name": 0, "unit": 1}),
        (["姓名", "工作单位与职务:"], {"name": 0, "unit": 1}),
        (["姓名", "手机(办公)", "手机(手机号码)"], {"name": 0, "phone": 2}),
        (["姓名", "年龄(出生年月)"], {"name": 0, "birth": 1}),
        (["姓名", "请在这一栏填写您现在的工作单位"], {"name": 0}),
    ],
)
def test_columns_are_known_by_name_then_by_hint(header: list[str], columns: dict[str, int]):
    assert columns_of(["".join(text.split()) for text in header], HEADINGS) == columns


def test_two_fields_of_one_header_take_two_columns():
    headings = {"unit": Heading("单位", ("职务",)), "post": Heading("政协职务", ("职务",))}
    assert columns_of(["职务", "姓名", "职务"], headings) == {"unit": 0, "post": 2}


def test_header_key_leaves_out_what_only_decorates():
    assert header_key("工作单位及职务*(必填)") == header_key("工作单位、职务:") == "工作单位职务"


def test_header_stands_below_titles():
    table = found(sheet(["政协委员名册"], [], ["姓名", "手机号码"], ["韩梅", "1"]))
    assert [row.number for row in table.rows()] == [4]
    assert table.above == ["政协委员名册"]
    assert next(table.rows()).cells == {"name": "韩梅", "phone": "1"}


def test_unknown_columns_are_named():
    assert found(sheet(["姓名", "籍贯", "手机号码", None, "学历"])).ignored == ["籍贯", "学历"]


def test_header_of_two_rows_reads_the_lower_before_the_upper():
    upper, lower = ["姓名", "出生年月", "联系电话"], [None, None, "办公室", "手机"]
    table = found(sheet(upper, lower, ["韩梅", "1990-01", "0", "1"]))
    assert table.columns == {"name": 0, "birth": 1, "phone": 3}
    assert [row.number for row in table.rows()] == [3]


def test_heading_under_a_header_is_no_second_header_row():
    table = found(sheet(["姓名", "手机号码", None], ["工作单位", None, None], ["韩梅", "1"]))
    assert table.columns == {"name": 0, "phone": 1}
    assert [row.number for row in table.rows()] == [2, 3]


def test_best_sheet_has_most_columns_then_most_rows():
    few = sheet(["姓名", "手机"], ["a", "1"], name="少")
    many = sheet(["姓名", "手机"], ["a", "1"], ["b", "2"], name="多")
    wide = sheet(["姓名", "手机", "出生年月"], name="宽")
    assert found(few, many).sheet == "多"
    assert found(few, wide, many).sheet == "宽"


def test_hidden_sheet_is_taken_only_when_no_visible_one_will_do():
    old = sheet(["姓名", "手机", "出生年月", "工作单位"], name="旧", visible=False)
    assert found(old, sheet(["姓名", "手机"], name="新")).sheet == "新"
    assert found(old, sheet(["说明"], name="说明")).sheet == "旧"


def test_no_table_says_what_was_looked_for():
    with pytest.raises(NoTable, match="没有找到名册:没有一张表的表头含有“姓名”"):
        found(sheet(["姓名"], ["韩梅"]), sheet(["手机", "单位"]), sheet())


def test_short_rows_and_blank_rows():
    table = found(sheet(["姓名", "备注", "手机"], ["韩梅"], [None, "  "], [], ["李强", None, "1"]))
    assert [(row.number, row.cells) for row in table.rows()] == [
        (2, {"name": "韩梅", "phone": None}),
        (5, {"name": "李强", "phone": "1"}),
    ]
