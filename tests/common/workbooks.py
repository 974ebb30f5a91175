"""Workbooks made for a test: grids of cells, merges, several sheets, and what no office program would write."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

from openpyxl import Workbook

Rows = Iterable[Sequence[object]]

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}/%s" Target="%s"/></Relationships>'
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BOOK = (
    f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}">'
    '<sheets><sheet name="名册" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def xlsx(rows: Rows, *, merges: Iterable[str] = (), title: str = "名册", more: dict[str, Rows] | None = None) -> bytes:
    """A workbook of one sheet, and ``more`` before it by title; a title that begins with ~ is hidden."""
    book = Workbook()
    book.remove(book.active)
    for name, grid in {**(more or {}), title: rows}.items():
        sheet = book.create_sheet(name.removeprefix("~"))
        if name.startswith("~"):
            sheet.sheet_state = "hidden"
        for row in grid:
            sheet.append(list(row))
    for span in merges:
        book[title.removeprefix("~")].merge_cells(span)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def csv_file(rows: Rows, encoding: str) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows(rows)
    return target.getvalue().encode(encoding)


def package(sheet: Iterable[bytes], *, prolog: bytes = b"", more: dict[str, bytes] | None = None) -> bytes:
    """The smallest package that is a workbook, around one sheet given as raw XML in pieces."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", _TYPES)
        made.writestr("_rels/.rels", _RELATIONS % ("officeDocument", "xl/workbook.xml"))
        made.writestr("xl/workbook.xml", _BOOK)
        made.writestr("xl/_rels/workbook.xml.rels", _RELATIONS % ("worksheet", "worksheets/sheet1.xml"))
        with made.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(prolog + f'<worksheet xmlns="{_MAIN}">'.encode())
            for piece in sheet:
                part.write(piece)
            part.write(b"</worksheet>")
        for name, content in (more or {}).items():
            made.writestr(name, content)
    return target.getvalue()


def cell(reference: str, text: str) -> bytes:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()
