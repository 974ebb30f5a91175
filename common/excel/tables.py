"""Finding the table in a workbook: which sheet, which row is the header, which column is what."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from common.excel.packages import Span
from common.excel.reading import Sheet
from common.text import squeeze

_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
HEADER_DEPTH = 40  # titles and notes above a header take a few rows, never more


class NoTable(ValueError):
    """No sheet holds the wanted table; the message is Chinese and says what was looked for."""


@dataclass(frozen=True)
class Heading:
    """A column we know: ``names`` are headers as offices write them, ``hints`` parts of longer ones, best first.

    ``label`` is our own word for it, in errors and templates. A header with a word of ``never`` is not taken by a
    hint: 出生地 is no birth date.
    """

    label: str
    names: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


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
    """The table found. ``columns`` maps field to column index in ``headers``; ``above`` are the texts over them.

    ``blocks`` are cells of the sheet that are merged downward.
    """

    sheet: str
    columns: dict[str, int]
    headers: list[str]
    above: list[str]
    first_row: int
    grid: list[list[object]]
    blocks: list[Span]

    @property
    def ignored(self) -> list[str]:
        """Headers of columns that are none of ours."""
        taken = set(self.columns.values())
        return [text for place, text in enumerate(self.headers) if text and place not in taken]

    def rows(self) -> Iterator[Row]:
        """Every row below the header, blank ones left out."""
        for number, raw in enumerate(self.grid[self.first_row - 1 :], start=self.first_row):
            row = Row(number, {f: raw[i] if i < len(raw) else None for f, i in self.columns.items()}, raw)
            if row.filled():
                yield row


def find_table(
    sheets: Iterable[Sheet], headings: Mapping[str, Heading], *, required: Sequence[str], what: str
) -> Table:
    """The best table in a workbook: visible sheets before hidden ones, then most known columns, then most rows.

    The header may be one row or two (a merged group over its parts), in any order of columns. Raises NoTable when no
    sheet has every ``required`` field and one more; ``what`` names the table in that error.
    """
    best: Table | None = None
    rank: tuple[bool, int, int] = (False, 0, 0)
    for sheet in sheets:
        table = _best_in(sheet, headings, required)
        if table:
            its_rank = (sheet.visible, len(table.columns), len(table.grid))
            if best is None or its_rank > rank:
                best, rank = table, its_rank
    if best is None:
        names = "、".join(headings[field].label for field in required)
        raise NoTable(f"文件里没有找到{what}:没有一张表的表头含有“{names}”等栏目。请核对文件,或下载模板填写。")
    return best


def _best_in(sheet: Sheet, headings: Mapping[str, Heading], required: Sequence[str]) -> Table | None:
    best: Table | None = None
    for index, texts, lower in _candidates(sheet.rows):
        columns = columns_of(texts, headings)
        if len(columns) <= len(required) or not all(field in columns for field in required):
            continue
        if best is None or len(columns) > len(best.columns) or _parts(best, index, columns, lower):
            above = [squeeze(cell) for row in sheet.rows[:index] for cell in row if squeeze(cell)]
            first_row = index + (2 if lower else 1) + 1
            best = Table(sheet.name, columns, texts, above, first_row, sheet.rows, sheet.blocks)
    return best


def _parts(best: Table, index: int, columns: dict[str, int], lower: list[str]) -> bool:
    """Whether the row under the best header so far says more exactly than it which column is which.

    A merged 联系电话 over 办公 and 手机 is one column to the upper row alone, and the wrong one.
    """
    if not lower or best.first_row != index + 2 or len(columns) < len(best.columns):
        return False
    return any(lower[place] and place != best.columns.get(field) for field, place in columns.items())


def _candidates(rows: list[list[object]]) -> Iterator[tuple[int, list[str], list[str]]]:
    """Each row near the top as a header, then each pair of rows, the lower cell going before the upper.

    The third item is the lower row of a pair, empty for a single row.
    """
    texts = [[squeeze(cell) for cell in row] for row in rows[:HEADER_DEPTH]]
    for index, row in enumerate(texts):
        yield index, row, []
    for index, (upper, lower) in enumerate(pairwise(texts)):
        if sum(bool(text) and not re.search(r"\d", text) for text in lower) < 2:
            continue  # the parts of a group are two or more; a heading of the first rows is one
        width = max(len(upper), len(lower))
        over, below = (row + [""] * (width - len(row)) for row in (upper, lower))
        yield index, [low or high for high, low in zip(over, below, strict=True)], below


def columns_of(texts: Sequence[str], headings: Mapping[str, Heading]) -> dict[str, int]:
    """Field → column. Exact names first, over all columns; then hints, and names in brackets, for what is open.

    Of two columns of one name the one goes first whose brackets hold such a name too: 电话(手机) before 电话(办公).
    """
    bare = [header_key(text) for text in texts]
    inner = [header_key(found[1]) if (found := _IN_BRACKETS.search(text)) else "" for text in texts]
    columns: dict[str, int] = {}
    for field, heading in headings.items():
        names = [header_key(name) for name in heading.names]
        named = [i for name in names for i, text in enumerate(bare) if text == name and i not in columns.values()]
        if named:
            columns[field] = next((i for i in named if inner[i] in names), named[0])
    for field, heading in headings.items():
        if field not in columns:
            taken = set(columns.values())
            place = _hinted(bare, heading, taken=taken)
            if place is None:
                names = [header_key(name) for name in heading.names]
                place = next((i for i, text in enumerate(inner) if text in names and i not in taken), None)
            if place is not None:
                columns[field] = place
    return columns


def _hinted(bare: Sequence[str], heading: Heading, *, taken: set[int]) -> int | None:
    for hint in map(header_key, heading.hints):
        for index, text in enumerate(bare):
            if (
                index not in taken
                and len(text) <= 14
                and hint in text
                and not any(word in text for word in heading.never)
            ):
                return index
    return None


def header_key(header: str) -> str:
    """A header as two are compared, without brackets, marks and joiners: ``单位及职务*(必填)`` → ``单位职务``."""
    return re.sub(r"\([^()]*\)|[*::★·、,/&+_\-]|及|和|与", "", header)
