"""The package of an .xlsx, read once to the end before anything is built of it.

openpyxl keeps a tree of all that stands between two rows, and of whole parts that are no sheets. A small file may hold
millions of elements there, so they are counted first, with a parser that keeps nothing.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.parsers import expat

from openpyxl.utils import range_boundaries

MAX_UNPACKED = 120 * 1024 * 1024
MAX_PARTS = 2_000
MAX_ROWS = 20_000
MAX_ELEMENTS = 1_500_000  # of a part that holds cells or their texts: some 40 columns in every row
MAX_ELEMENTS_ELSEWHERE = 300_000  # of styles, names and the rest
MAX_ELEMENTS_OF_ROW = 50_000  # a row of all the columns that Excel has, with values
MAX_DEPTH = 60

SAVE_ANEW = "请用 Excel 或 WPS 打开原文件,另存为 .xlsx 后再导入。"
_TOO_LARGE = "文件展开后过大,不像一份名册或台账,已停止读取。请另存为新文件后再试。"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')
_ROW, _SHARED_TEXT, _DIMENSION = (
    f"http://schemas.openxmlformats.org/spreadsheetml/2006/main {name}" for name in ("row", "si", "dimension")
)

Span = tuple[int, int, int, int]  # first row, first column, last row, last column, from 1


class UnreadableWorkbook(ValueError):
    """The file is no workbook that can be read; the message is Chinese and says how to mend it."""


def merges_by_part(content: bytes) -> dict[str, list[Span]]:
    """Merged ranges by part of the package. Raises UnreadableWorkbook for a package that is none, or too much."""
    merges: dict[str, list[Span]] = {}
    unpacked = 0
    elsewhere = 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if len(package.infolist()) > MAX_PARTS or "[Content_Types].xml" not in package.namelist():
            raise UnreadableWorkbook(f"这不是 Excel 工作簿。{SAVE_ANEW}")
        for part in package.infolist():
            if part.flag_bits & 0x1:
                raise UnreadableWorkbook("文件设了密码。请去掉密码另存后再导入。")
            text = bytearray()
            of_cells = "worksheets/" in part.filename or part.filename.endswith("sharedStrings.xml")
            rest = MAX_ELEMENTS_ELSEWHERE - elsewhere
            count = _Count(MAX_ELEMENTS, MAX_ELEMENTS_OF_ROW) if of_cells else _Count(rest, rest)
            for block in _blocks(package, part):
                unpacked += len(block)
                if unpacked > MAX_UNPACKED:
                    raise UnreadableWorkbook(_TOO_LARGE)
                if part.filename.endswith((".xml", ".rels")):
                    count.feed(block)
                if "worksheets/" in part.filename:
                    text += block
            elsewhere += 0 if of_cells else count.elements
            spans = _MERGED.findall(text)
            if len(spans) > MAX_ROWS:
                raise UnreadableWorkbook("表里合并的单元格太多,请取消合并、另存后再导入。")
            merges[part.filename] = [_span(span.decode()) for span in spans]
    return merges


def _blocks(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(part) as stream:
        while block := stream.read(1 << 20):
            yield block


class _Count:
    """Counts the elements of one part as far as they will be read.

    That is to its end; of a sheet that says its dimension only past the last row we take, for openpyxl reads the whole
    of any other to find that out.
    """

    def __init__(self, allowed: int, in_a_row: int) -> None:
        self.allowed, self.in_a_row = allowed, in_a_row
        self.elements = self._depth = self._since_row = self._row = 0
        self._sized = self._done = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartDoctypeDeclHandler = _refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, block: bytes) -> None:
        if self._done:
            return
        try:
            self._parser.Parse(block)
        except expat.ExpatError:  # what reads the part after us stops here too, and says so if it matters
            self._done = True

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self._depth += 1
        self._since_row += 1
        if name in (_ROW, _SHARED_TEXT):
            self._since_row = 0
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() else self._row + 1
        too_many = self.elements > self.allowed or self._since_row > self.in_a_row
        if not self._done and (too_many or self._depth > MAX_DEPTH):
            raise UnreadableWorkbook(_TOO_LARGE)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._sized = self._sized or name == _DIMENSION
        self._done = self._done or (self._sized and name == _ROW and self._row > MAX_ROWS + 1)


def _refuse(*_: object) -> None:
    raise UnreadableWorkbook(f"这不是 Excel 保存的工作簿。{SAVE_ANEW}")


def _span(reference: str) -> Span:
    left, top, right, bottom = range_boundaries(reference)
    return int(top or 1), int(left or 1), int(bottom or 1), int(right or 1)
