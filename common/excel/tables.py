"""Finding the table in a workbook: which sheet, which row is the header, which column is what."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from common.excel.reading import Sheet
from common.text import squeeze

HEADER_DEPTH = 40  # titles and notes above a header take a few rows, never more


class NoTable(ValueError):
    """No sheet holds the wanted table; the message is Chinese and says what was looked for."""


@dataclass(frozen=True)
class Heading:
    """A column we know: ``names`` are headers as offices write them, ``hints`` parts of longer ones.

    ``label`` is our own word for it, in errors and templates.
    """

    label: str
    names: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row under the header: its number in the file, the known cells by field, and all cells as they stand."""

    number: int
    cells: dict[str, object]
    raw: list[object]

    def filled(self) -> list[object]:
        return [cell for cell in self.raw if squeeze(cell)]


@dataclass(frozen=True)
class Table:
    """The table found. ``columns`` maps field to column index; ``above`` are the texts over the header."""

    sheet: str
    columns: dict[str, int]
    ignored: list[str]
    above: list[str]
    first_row: int
    grid: list[list[object]]

    def rows(self) -> Iterator[Row]:
        """Every row below the header, blank ones left out."""
        for number, raw in enumerate(self.grid[self.first_row - 1 :], start=self.first_row):
            row = Row(number, {f: raw[i] if i < len(raw) else None for f, i in self.columns.items()}, raw)
            if row.filled():
                yield row


def find_table(
    sheets: Iterable[Sheet], headings: Mapping[str, Heading], *, required: Sequence[str], what: str
) -> Table:
    """The best table in a workbook: most known columns, then most rows; visible sheets before hidden ones.

    The header may be one row or two (a merged group over its parts), in any order of columns. Raises NoTable when no
    sheet has every ``required`` field and one more; ``what`` names the table in that error.
    """
    best: Table | None = None
    rank: tuple[int, bool, int] = (0, False, 0)
    for sheet in sheets:
        table = _best_in(sheet, headings, required)
        if table:
            its_rank = (len(table.columns), sheet.visible, len(table.grid))
            if best is None or its_rank > rank:
                best, rank = table, its_rank
    if best is None:
        names = "、".join(headings[field].label for field in required)
        raise NoTable(f"文件里没有找到{what}:没有一张表的表头含有“{names}”等栏目。请核对文件,或下载模板填写。")
    return best


def _best_in(sheet: Sheet, headings: Mapping[str, Heading], required: Sequence[str]) -> Table | None:
    best: Table | None = None
    for index, texts, depth in _candidates(sheet.rows):
        columns = _columns(texts, headings)
        if len(columns) <= len(required) or not all(field in columns for field in required):
            continue
        if best is None or len(columns) > len(best.columns):
            taken = set(columns.values())
            ignored = [text for i, text in enumerate(texts) if text and i not in taken]
            above = [squeeze(cell) for row in sheet.rows[:index] for cell in row if squeeze(cell)]
            best = Table(sheet.name, columns, ignored, above, index + depth + 1, sheet.rows)
    return best


def _candidates(rows: list[list[object]]) -> Iterator[tuple[int, list[str], int]]:
    """Each row near the top as a header, then each pair of rows, the lower cell going before the upper."""
    texts = [[squeeze(cell) for cell in row] for row in rows[:HEADER_DEPTH]]
    for index, row in enumerate(texts):
        yield index, row, 1
    for index, (upper, lower) in enumerate(pairwise(texts)):
        width = max(len(upper), len(lower))
        pairs = zip(upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower)), strict=True)
        yield index, [below or over for over, below in pairs], 2


def _columns(texts: Sequence[str], headings: Mapping[str, Heading]) -> dict[str, int]:
    """Field → column. Exact names first, over all columns; then hints, for what is still open."""
    bare = [_bare(text) for text in texts]
    columns: dict[str, int] = {}
    for field, heading in headings.items():
        for name in heading.names:
            if name in bare:
                columns[field] = bare.index(name)
                break
    for field, heading in headings.items():
        if field in columns:
            continue
        for index, text in enumerate(bare):
            if index not in columns.values() and len(text) <= 14 and any(hint in text for hint in heading.hints):
                columns[field] = index
                break
    return columns


def _bare(header: str) -> str:
    """A header without brackets, stars and colons: ``手机号码*(必填)`` → ``手机号码``."""
    return re.sub(r"\(.*?\)|[*::★·]", "", header)
