"""Workbooks as offices bring them, and as nobody should."""

import datetime as dt

import pytest

from common.excel import UnreadableWorkbook, packages, read_workbook
from common.excel.packages import MAX_ROWS
from common.excel.reading import MAX_BYTES, MAX_TEXT
from tests.common.workbooks import cell, csv_file, package, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(content: bytes, filename: str = "名册.xlsx") -> str:
    with pytest.raises(UnreadableWorkbook) as refused:
        read_workbook(content, filename)
    return str(refused.value)


def test_cells_keep_their_kinds():
    cells = ["韩梅", 13900000001, 1990.1, dt.datetime.fromisoformat("1987-08-01"), None, True]
    assert read_workbook(xlsx([cells]))[0].rows == [cells]


def test_sheets_come_in_order_with_their_names_and_hidden_ones_marked():
    sheets = read_workbook(xlsx([["新"]], title="名册", more={"说明": [["读我"]], "~旧名册": [["旧"]]}))
    assert [(sheet.name, sheet.visible) for sheet in sheets] == [("说明", True), ("旧名册", False), ("名册", True)]


def test_cell_merged_downward_stands_in_each_row():
    rows = read_workbook(xlsx([["中共界", 1], [None, 2], [None, 3], ["教育界", 4]], merges=["A1:A3"]))[0].rows
    assert [row[0] for row in rows] == ["中共界", "中共界", "中共界", "教育界"]


def test_cells_merged_downward_are_named_and_those_merged_sideways_are_not():
    sheet = read_workbook(xlsx([["标题"], ["中共界", 1], [None, 2]], merges=["A1:B1", "A2:A3"]))[0]
    assert sheet.blocks == [(2, 1, 3, 1)]


def test_cell_merged_sideways_keeps_its_value_in_the_first():
    assert read_workbook(xlsx([["中共界", None, None], [1, 2, 3]], merges=["A1:C1"]))[0].rows[0] == ["中共界"]


def test_block_merged_both_ways_repeats_its_first_column():
    rows = read_workbook(xlsx([["中共界", None, 1], [None, None, 2]], merges=["A1:B2"]))[0].rows
    assert rows == [["中共界", None, 1], ["中共界", None, 2]]


def test_blank_rows_at_the_end_are_dropped_and_inner_ones_kept():
    assert len(read_workbook(xlsx([["a"], [], ["b"], [None], [""]]))[0].rows) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_of_offices(encoding: str):
    sheet = read_workbook(csv_file([["姓名", "备注"], ["韩梅", "第一行\n第二行"], ["李强", ""]], encoding), "名册.CSV")[
        0
    ]
    assert sheet.rows == [["姓名", "备注"], ["韩梅", "第一行\n第二行"], ["李强"]]


def test_csv_as_excel_writes_its_unicode_text():
    content = "姓名\t备注\r\n韩梅\t甲,乙\r\n".encode("utf-16")
    assert read_workbook(content, "名册.csv")[0].rows == [["姓名", "备注"], ["韩梅", "甲,乙"]]


def test_csv_keeps_what_excel_would_take_for_a_decimal_number_as_one():
    row = ["1975.1", "1975.10", "13900000001", "2026.3.5", "3.5", ".5", "007.5"]
    assert read_workbook(csv_file([row], "utf-8"), "a.csv")[0].rows == [
        [1975.1, "1975.10", "13900000001", "2026.3.5", 3.5, ".5", "007.5"]
    ]


def test_csv_in_no_known_encoding_is_refused():
    assert "文字编码" in refusal(b"\xff\xfe\x81\x00\xff", "a.csv")


def test_csv_with_an_endless_cell_is_refused():
    assert "CSV" in refusal(b'a,"' + b"x" * 200_000, "a.csv")


@pytest.mark.parametrize(
    ("content", "filename", "words"),
    [
        (b"", "a.xlsx", "文件是空的"),
        (b"%PDF-1.7 ...", "a.xlsx", "另存为 .xlsx"),
        (b"<html><table><tr><td>", "a.xls", "另存为 .xlsx"),
        (b"PK\x03\x04 torn", "a.xlsx", "已损坏"),
        (OLE + b"\0" * 600, "a.xls", "打不开"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "密码"),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_way_to_mend(content: bytes, filename: str, words: str):
    assert words in refusal(content, filename)


def test_file_larger_than_a_ledger_is_refused():
    assert "10MB" in refusal(b"PK" + b"\0" * MAX_BYTES)


def test_torn_workbook_is_refused():
    whole = xlsx([["姓名", "性别"]] * 50)
    for length in (40, len(whole) // 2, len(whole) - 30):
        assert "已损坏" in refusal(whole[:length])


def test_workbook_without_its_parts_is_refused():
    assert "已损坏" in refusal(package([b"<sheetData>"]))


def test_bomb_is_stopped_while_it_unpacks():
    megabyte = b" " * (1 << 20)
    assert "展开后过大" in refusal(package(megabyte for _ in range(130)))


def test_bomb_in_a_part_that_is_no_sheet_is_stopped_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packages, "MAX_UNPACKED", 1 << 20)
    assert "展开后过大" in refusal(package([b"<sheetData/>"], more={"xl/media/image1.png": b" " * (2 << 20)}))


def test_entities_are_refused_and_not_expanded():
    bomb = b'<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    sheet = b"<sheetData><row r='1'>" + cell("A1", "&b;") + b"</row></sheetData>"
    assert "不是 Excel 保存的" in refusal(package([sheet], prolog=bomb))


@pytest.mark.parametrize(
    "sheet",
    [
        b"<sheetData>" + b"<a>" * 100_000,
        b"<sheetData><row>" + b"<c/>" * 100_000 + b"</row></sheetData>",
        b"<sheetData>" + b"<x/>" * 100_000 + b"</sheetData>",
        b"<sheetData>" + b'<row r="1"/>' * 1_600_000 + b"</sheetData>",
        b"<sheetData>" + b"<row/>" * 1_600_000 + b"</sheetData>",
        b'<dimension ref="A1"/><sheetData><row r="99999">' + b"<c/>" * 100_000 + b"</row></sheetData>",
        b'<dimension ref="A1"/><sheetData><row xmlns="other" r="99999"/>' + b"<x/>" * 100_000 + b"</sheetData>",
    ],
    ids=[
        "deep",
        "one row",
        "between rows",
        "one row again and again",
        "rows without dimension",
        "last row",
        "row of another kind",
    ],
)
def test_elements_that_no_office_program_writes_are_stopped_before_a_tree_is_built(sheet: bytes):
    assert "展开后过大" in refusal(package([sheet]))


def test_styles_without_end_are_stopped():
    styles = b"<styleSheet>" + b"<xf/>" * 400_000 + b"</styleSheet>"
    assert "展开后过大" in refusal(package([b"<sheetData/>"], more={"xl/styles.xml": styles}))


def test_formatted_rows_down_to_the_last_cost_nothing():
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (n, n) for n in range(2, 100_000))
    head = [b'<dimension ref="A1:A99999"/><sheetData><row r="1">', cell("A1", "姓名"), b"</row>"]
    assert read_workbook(package([*head, rows, b"</sheetData>"]))[0].rows == [["姓名"]]


def test_cell_longer_than_excel_holds_is_refused():
    sheet = [b'<sheetData><row r="1">', cell("A1", "张" * (MAX_TEXT + 1)), b"</row></sheetData>"]
    assert "文字太长" in refusal(package(sheet))


def test_lone_cell_at_the_far_corner_costs_nothing():
    sheet = b"".join([b'<sheetData><row r="1">', cell("A1", "姓名"), b'</row><row r="1048576">',
                      cell("XFD1048576", "远"), b"</row></sheetData>"])  # fmt: skip
    rows = read_workbook(package([sheet]))[0].rows
    assert rows == [["姓名"]]


def test_more_rows_than_any_ledger_are_refused():
    rows = b"".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>'.encode() for n in range(1, MAX_ROWS + 3))
    assert f"{MAX_ROWS}行" in refusal(package([b"<sheetData>", rows, b"</sheetData>"]))


def test_million_merges_are_refused():
    sheet = b"<sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData><mergeCells>%s</mergeCells>"
    assert "展开后过大" in refusal(package([sheet % (b'<mergeCell ref="A1:B9"/>' * 1_000_000)]))
    assert "合并" in refusal(package([sheet % (b'<mergeCell ref="A1:B9"/>' * 30_000)]))


def test_overlapping_merges_are_bounded():
    rows = b"".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>'.encode() for n in range(1, 5_001))
    merges = b'<mergeCell ref="A1:A5000"/>' * 15_000
    assert "合并" in refusal(package([b"<sheetData>", rows, b"</sheetData><mergeCells>", merges, b"</mergeCells>"]))


def test_merge_beyond_the_sheet_is_ignored():
    sheet = b"<sheetData><row r='1'><c r='A1'><v>1</v></c></row></sheetData><mergeCells>%s</mergeCells>"
    merges = b'<mergeCell ref="A900000:A1000000"/><mergeCell ref="Z1:Z1048576"/>'
    assert read_workbook(package([sheet % merges]))[0].rows == [[1]]
