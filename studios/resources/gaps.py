"""What is still empty, as a workbook: a row a studio, a column a gap. The notes define every number."""

import datetime as dt
from collections.abc import Iterator
from typing import IO

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.queries import the_office, workbook_name
from accounts.services import audit
from common.excel import Book, Column, downloaded
from studios.queries import Board
from studios.queries.gap_counts import Line
from studios.states.gaps import GAPS

WHOSE = [Column("编号", 6, "int"), Column("工作室", 22), Column("片区", 12)]
TOLD = [Column(name, 12, "date") for name in ("告诉召集人", "告诉办公室", "告诉领导")]
UNKNOWN = "召集人还没有听到"


def export_gaps(target: IO[bytes], *, board: Board, by: User, now: dt.datetime, address: str = "") -> None:
    """Write the month and the audit row of its export. No query but those of the office's name and the trail."""
    month = f"{board.at.month.year}年{board.at.month.month}月"
    made = f"{downloaded(by.name, now)};数到{board.at.last:%Y-%m-%d}"
    with transaction.atomic(), Book(target) as book:
        rows = book.sheet(
            "还空着的",
            title=f"{the_office().name}{month}工作室还空着的",
            lines=[made],
            columns=[*WHOSE, *(Column(f"{gap.name}({gap.unit})", 11, "int") for gap in GAPS.values()), *TOLD],
            rows=_rows(board),
            total=[None, "合计", None, *(number.count for number in board.total), None, None, None],
            notes=list(_notes(board)),
        )
        detail = {"rows": rows}
        audit(
            AuditEvent.Action.EXPORTED, by=by, now=now, subject=f"还空着的 {month}", detail=detail, via="页面",
            address=address,
        )  # fmt: skip


def gaps_name(month: dt.date, now: dt.datetime) -> str:
    return workbook_name(f"还空着的_{month:%Y%m}", now)


def _rows(board: Board) -> Iterator[list[object]]:
    for line in board.lines:
        studio = line.studio
        yield [
            studio.number if studio else None,
            studio.name if studio else "不在现有工作室的",
            str(studio.area or "") if studio else "",
            *(cell.count if cell.known else None for cell in line.cells),
            *_told(line),
        ]


def _told(line: Line) -> list[object]:
    told = line.told
    if told is None:
        return [None, None, None]
    moments = [told.convener if told.reached else None, told.office, told.leader]
    return [timezone.localdate(moment) if moment else None for moment in moments]


def _notes(board: Board) -> Iterator[str]:
    yield "说明:工作室按编号排列,不是排名。空格是这一样召集人还没有听到、先不列,或者工作室那个月才成立;0是没有空着。"
    yield from (f"{gap.name}:{gap.means}" for gap in GAPS.values())
    yield "前四样只说当月;后几样当月和以前月份开始、到今天还没有办的都在内。委员当月最后一天(本月为今天)在任才算。"
