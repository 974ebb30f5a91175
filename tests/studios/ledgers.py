"""Ledgers as offices keep them, for the tests."""

import datetime as dt

from common.excel import Sheet
from studios.visitbook import Ledger, LedgerRow, read_visits

HEADER = ["日期", "委员姓名", "走访方式", "走访对象", "人次", "地点", "反映问题", "当场答复", "处理方式", "是否反馈"]
TODAY = dt.date(2026, 3, 20)


def sheet(*rows: list[object], header: list[str] | None = None, title: str = "走访台账(2026年3月)", name: str = "3月"):
    return Sheet(name, [[title], header or HEADER, *rows])


def read(*rows: list[object], filename: str = "台账.xlsx", today: dt.date = TODAY, **kwargs) -> Ledger:
    return read_visits([sheet(*rows, **kwargs)], filename=filename, today=today)


def one(**cells: object) -> LedgerRow:
    """The row that a ledger with these cells makes; day and name are filled in."""
    cells = {"日期": "3月5日", "委员姓名": "韩梅", **cells}
    rows = read(list(cells.values()), header=[*cells, "序号"]).rows
    assert len(rows) == 1
    return rows[0]
