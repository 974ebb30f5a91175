"""Workbooks as they leave the office."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from common.excel import Book, Column

COLUMNS = (Column("姓名"), Column("手机号码", 14), Column("出生年月", 10, "month"), Column("次数", 8, "int"))


def written(*rows: tuple[object, ...], **more: object) -> Worksheet:
    target = io.BytesIO()
    with Book(target) as book:
        assert book.sheet("表", title="名册", columns=COLUMNS, rows=rows, **more) == len(rows)  # type: ignore[arg-type]
    return load_workbook(target)["表"]


def test_texts_stay_texts_and_dates_dates():
    sheet = written(("韩梅", "13900000001", dt.date(1990, 1, 1), 3))
    name, phone, birth, count = sheet[3]
    assert (name.value, phone.value, phone.number_format) == ("韩梅", "13900000001", "@")
    assert (birth.value.date(), birth.number_format) == (dt.date(1990, 1, 1), "yyyy-mm")
    assert count.value == 3


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_text_like_a_formula_is_none(text: str):
    cell = written((text, "", None, 0))["A3"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value == text


def test_page_is_ready_to_print():
    sheet = written(("韩梅", "", None, 0), lines=["单位:政协"], total=("合计", "", None, 1), notes=["注:无"])
    assert [sheet.cell(row, 1).value for row in range(1, 7)] == ["名册", "单位:政协", "姓名", "韩梅", "合计", "注:无"]
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )
    assert "A1:D1" in {str(span) for span in sheet.merged_cells.ranges}


def test_empty_cells_are_empty_and_nought_is_nought():
    assert [cell.value for cell in written(("", None, None, 0))[3]] == [None, None, None, 0]
