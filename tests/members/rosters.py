"""Rosters made for a test, as grids, and the import of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import apps

from common.excel import Sheet, read_workbook
from common.imports import Mode, Outcome
from members.services.roster import RosterReport, import_roster
from tests.cast import NOW

DATA = Path(__file__).parent.parent / "data"
HEADER = ["姓名", "性别", "出生年月", "界别", "政协职务", "专委会", "所在片区", "手机号码"]


def person(name: str, phone: str = "", **cells: object) -> list[object]:
    """A row under HEADER; the rest by its Chinese heading."""
    known = {"性别": "男", "出生年月": "1980-01", "界别": "教育界", **cells, "姓名": name, "手机号码": phone}
    return [known.get(heading) for heading in HEADER]


def take(
    *rows: Sequence[object], header: Sequence[object] = HEADER, mode: Mode = Mode.GOOD, term: int = 10
) -> RosterReport:
    """Import a grid; its first row of people is row 2."""
    return take_sheets([Sheet("名册", [list(header), *map(list, rows)])], mode=mode, term=term)


def take_sheets(sheets: Sequence[Sheet], *, mode: Mode = Mode.GOOD, term: int = 10) -> RosterReport:
    return import_roster(sheets, term_number=term, by=None, now=NOW, mode=mode)


def take_file(content: bytes, name: str = "名册.xlsx", *, mode: Mode = Mode.GOOD) -> RosterReport:
    return take_sheets(read_workbook(content, name), mode=mode)


def outcomes(report: RosterReport) -> list[str]:
    return [str(row.outcome) for row in report.rows]


def errors(report: RosterReport) -> dict[int, str]:
    """Row → the column that is wrong."""
    return {row.row: row.column for row in report.of(Outcome.ERROR)}


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours, to be compared."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.app_label in {"accounts", "members", "studios", "deadlines", "assessment"}
    }
