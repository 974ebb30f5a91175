"""Workbooks as an office prints them: title, frozen header repeated on each page, A4 landscape, one page wide."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import IO, Any, Literal, Self

import xlsxwriter
from django.utils import timezone

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_FONT = "宋体"
_LINE = 15.0  # points

Kind = Literal["text", "int", "decimal", "date", "month", "moment"]


@dataclass(frozen=True)
class Column:
    """A column to write; ``width`` in characters. Text stays text: a phone never becomes a number."""

    header: str
    width: float = 12
    kind: Kind = "text"


def downloaded(name: str, now: dt.datetime) -> str:
    """The line under a title that says when it was taken out of the system, and by whom."""
    return f"下载时间:{timezone.localtime(now):%Y-%m-%d %H:%M},下载人:{name}"


class Book:
    """A workbook written in constant memory, rows in order. Use as a context manager; ``target`` a binary file.

    A text that begins like a formula is written as text and marked as quoted, so that it is one nowhere.
    """

    def __init__(self, target: IO[bytes]) -> None:
        self._book = xlsxwriter.Workbook(
            target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        cell: dict[str, Any] = {"font_name": _FONT, "font_size": 11, "border": 1, "valign": "vcenter"}
        add = self._book.add_format
        self._title = add({"font_name": _FONT, "font_size": 18, "bold": True, "align": "center", "valign": "vcenter"})
        self._line = add({"font_name": _FONT, "font_size": 11, "align": "left"})
        self._note = add({"font_name": _FONT, "font_size": 10, "text_wrap": True, "valign": "top"})
        self._head = add({**cell, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#F2F2F2"})
        wrapped = {**cell, "text_wrap": True, "num_format": "@"}
        self._text, self._quoted = add(wrapped), add({**wrapped, "quote_prefix": True})
        self._formats = {
            "text": self._text,
            "int": add({**cell, "num_format": "0", "align": "right"}),
            "decimal": add({**cell, "num_format": "0.00", "align": "right"}),
            "date": add({**cell, "num_format": "yyyy-mm-dd", "align": "center"}),
            "month": add({**cell, "num_format": "yyyy-mm", "align": "center"}),
            "moment": add({**cell, "num_format": "yyyy-mm-dd hh:mm:ss", "align": "center"}),
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._book.close()

    def sheet(
        self,
        name: str,
        *,
        title: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[object]],
        lines: Sequence[str] = (),
        total: Sequence[object] | None = None,
        notes: Sequence[str] = (),
    ) -> int:
        """Write one sheet and return the number of its rows.

        ``lines`` stand between title and header, ``total`` below the rows, ``notes`` at the foot.
        """
        sheet = self._book.add_worksheet(name[:31])
        last = len(columns) - 1
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width)
        header = 1 + len(lines)
        self._set_up_page(sheet, header)
        sheet.set_row(0, 32)
        sheet.merge_range(0, 0, 0, max(last, 1), title, self._title)
        for offset, line in enumerate(lines, start=1):
            sheet.write_string(offset, 0, line, self._line)
        for index, column in enumerate(columns):
            sheet.write_string(header, index, column.header, self._head)
        count = 0
        for count, row in enumerate(rows, start=1):
            self._write_row(sheet, header + count, columns, row)
        below = header + count + 1
        if total is not None:
            self._write_row(sheet, below, columns, total)
            below += 1
        width = sum(column.width for column in columns)
        for offset, note in enumerate(notes):
            sheet.set_row(below + offset, _height(note, width))
            sheet.merge_range(below + offset, 0, below + offset, max(last, 1), note, self._note)
        return count

    def _set_up_page(self, sheet: Any, header: int) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(header)
        sheet.freeze_panes(header + 1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&C第 &P 页,共 &N 页")

    def _write_row(self, sheet: Any, index: int, columns: Sequence[Column], row: Sequence[object]) -> None:
        texts = [(value, column.width) for column, value in zip(columns, row, strict=True) if isinstance(value, str)]
        height = max((_height(text, width) for text, width in texts), default=_LINE)
        if height > _LINE:
            sheet.set_row(index, height)
        for place, (column, value) in enumerate(zip(columns, row, strict=True)):
            if value is None or value == "":
                sheet.write_blank(index, place, None, self._text)
            elif isinstance(value, dt.date):
                sheet.write_datetime(index, place, value, self._formats[column.kind])
            elif isinstance(value, int | float | Decimal) and column.kind != "text":
                sheet.write_number(index, place, value, self._formats[column.kind])
            else:
                text = str(value)
                quoted = self._quoted if text.startswith(_FORMULA_SIGNS) else self._text
                sheet.write_string(index, place, text, quoted)


def _height(text: str, width: float) -> float:
    """The height in points that a text takes when it wraps in a column ``width`` characters wide.

    LibreOffice and WPS keep a row as high as the file says and would print wrapped lines over one another.
    """
    lines = (sum(2 if ord(c) > 0x2E7F or c in "“”‘’…—·" else 1 for c in line) for line in text.splitlines())
    return _LINE * max(1, sum(max(1, ceil(line / max(width - 2, 1))) for line in lines))
