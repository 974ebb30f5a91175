"""Any workbook an office may bring, as plain grids: .xlsx, the old .xls, .csv in UTF-8 or GBK.

Input is hostile: sizes are bounded before anything is unpacked in full, and a refusal says how to mend it.
"""

import codecs
import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from common.excel.packages import MAX_ROWS, SAVE_ANEW, Span, UnreadableWorkbook, merges_by_part

MAX_BYTES = 10 * 1024 * 1024
MAX_COLUMNS = 100
MAX_TEXT = 32_767  # of a cell, as Excel has it

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,11})\.[0-9]{0,3}[1-9]")


@dataclass(frozen=True)
class Sheet:
    """One sheet as a grid. ``rows[0]`` is row 1; a cell merged downward stands in each of its rows.

    ``blocks`` are those merged cells.
    """

    name: str
    rows: list[list[object]]
    visible: bool = True
    blocks: list[Span] = field(default_factory=list)


def read_workbook(content: bytes, filename: str = "") -> list[Sheet]:
    """Every sheet of a workbook, hidden rows and hidden sheets too. Raises UnreadableWorkbook."""
    if not content:
        raise UnreadableWorkbook("文件是空的,请重新选择文件。")
    if len(content) > MAX_BYTES:
        raise UnreadableWorkbook(f"文件超过{MAX_BYTES // 1024 // 1024}MB,请只留下要导入的那一张表后重试。")
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise UnreadableWorkbook("文件设了打开密码。请用 Excel 或 WPS 打开,去掉密码另存后再导入。")
        return _read_xls(content)
    if content.startswith(b"PK"):
        return _read_xlsx(content)
    if filename.lower().endswith(".csv"):
        return [Sheet(filename, _read_csv(content))]
    raise UnreadableWorkbook(f"这不是 Excel 工作簿。{SAVE_ANEW}")


def _read_xlsx(content: bytes) -> list[Sheet]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations that openpyxl leaves out are nothing to us
            return list(_sheets_of_xlsx(content))
    except UnreadableWorkbook:
        raise
    except Exception as error:  # openpyxl raises anything on a damaged file; whatever it is, the file is the cause
        raise UnreadableWorkbook(
            "文件已损坏或不是 Excel 工作簿。请用 Excel 或 WPS 打开,另存为 .xlsx 后再导入。"
        ) from error


def _sheets_of_xlsx(content: bytes) -> Iterator[Sheet]:
    merges = merges_by_part(content)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        cells = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
        part = sheet._worksheet_path.lstrip("/")  # openpyxl keeps the name of the part nowhere else
        grid, blocks = _filled([list(row) for row in cells], merges.get(part, []))
        yield Sheet(sheet.title, grid, sheet.sheet_state == "visible", blocks)


def _filled(rows: list[list[object]], merges: Iterable[Span]) -> tuple[list[list[object]], list[Span]]:
    """Bound the grid, and repeat the value of a cell merged downward in each row it covers; name those cells.

    A block merged over several columns keeps its value in the first. Nothing empty stays at the end of a row or of
    the sheet.
    """
    for row in rows:
        while row and (row[-1] is None or row[-1] == ""):
            row.pop()
        if any(isinstance(cell, str) and len(cell) > MAX_TEXT for cell in row):
            raise UnreadableWorkbook("表里有一格的文字太长,不像一份名册或台账。请删去那一格后再导入。")
    while rows and not rows[-1]:
        rows.pop()
    if len(rows) > MAX_ROWS:
        raise UnreadableWorkbook(f"表超过{MAX_ROWS}行,请拆成几个文件分别导入。")
    repeated = 0
    blocks = []
    for top, left, bottom, right in merges:
        if top == bottom or top > len(rows) or left > len(rows[top - 1]):
            continue
        value = rows[top - 1][left - 1]
        if value is None or value == "":
            continue
        repeated += bottom - top
        if repeated > MAX_ROWS * 20:  # merged cells do not overlap in a workbook that Excel made
            raise UnreadableWorkbook("表里合并的单元格太多,请取消合并、另存后再导入。")
        for row in rows[top : min(bottom, len(rows))]:
            row.extend([None] * (left - len(row)))
            row[left - 1] = value
        blocks.append((top, left, bottom, right))
    return rows, blocks


def _read_xls(content: bytes) -> list[Sheet]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = []
        for about in book.sheets_metadata:
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(about.name)
            merges = [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in
                      sheet.merged_cell_ranges or []]  # fmt: skip
            rows = [
                [None if cell == "" else cell for cell in row[:MAX_COLUMNS]]
                for row in sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS + 1)
            ]
            grid, blocks = _filled(rows, merges)
            sheets.append(Sheet(about.name, grid, about.visible == SheetVisibleEnum.Visible, blocks))
        return sheets
    except UnreadableWorkbook:
        raise
    except Exception as error:  # as above: a damaged or encrypted file
        raise UnreadableWorkbook(
            "打不开这个文件:它可能设了密码或已损坏。请用 Excel 或 WPS 打开,另存为 .xlsx 后再导入。"
        ) from error


def _csv_cell(text: str) -> object:
    """A decimal number as Excel had it before it wrote the file: 1975.1 was perhaps 1975.10."""
    return float(text) if _DECIMAL.fullmatch(text) else text or None


def _read_csv(content: bytes) -> list[list[object]]:
    utf_16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # Excel's “Unicode 文本”
    for encoding in ["utf-16"] if utf_16 else ["utf-8-sig", "gb18030"]:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise UnreadableWorkbook(f"文件的文字编码认不出来。{SAVE_ANEW}")
    try:
        rows: list[list[object]] = [
            [_csv_cell(cell) for cell in row[:MAX_COLUMNS]]
            for row in csv.reader(
                io.StringIO(text, newline=""), delimiter="\t" if text.count("\t") > text.count(",") else ","
            )
        ]
    except csv.Error as error:  # a cell larger than any text, a line that never ends
        raise UnreadableWorkbook(f"这个 CSV 文件读不出来。{SAVE_ANEW}") from error
    return _filled(rows, [])[0]
