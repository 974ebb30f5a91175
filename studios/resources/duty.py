"""The roster of duty as a workbook."""

import datetime as dt
from typing import IO

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.queries import the_office, workbook_name
from accounts.services import audit
from common.dates import weekday
from common.excel import Book, Column, downloaded
from studios.models import DutyShift, ShiftTurn
from studios.models.duty import ShiftQuerySet
from studios.queries.duty import counts_of_shifts, standing_turns, with_sectors
from studios.states import shifts as shift_states

ROSTER = [
    Column("日期", 12, "date"),
    Column("星期", 6),
    Column("时间", 13),
    Column("工作室", 20),
    Column("值班人", 18),
    Column("专长", 22),
    Column("地点", 20),
    Column("主题", 18),
    Column("另请人员", 18),
    Column("状态", 9),
    Column("到岗情况", 26),
    Column("无来访时做了什么", 24),
]


def export_duty(
    target: IO[bytes], *, shifts: ShiftQuerySet, month: dt.date, by: User, now: dt.datetime, address: str = ""
) -> None:
    """Write a month's roster, a shift on a row, and the audit row of its export. Five queries."""
    counts = counts_of_shifts(shifts, timezone.localdate(now))
    made = downloaded(by.name, now)
    with transaction.atomic(), Book(target) as book:
        rows = book.sheet(
            "值班表",
            title=f"{the_office().name}{month.year}年{month.month}月值班表",
            lines=[made],
            columns=ROSTER,
            rows=(_roster_row(shift) for shift in with_sectors(shifts)),
            notes=[
                f"说明:共{counts.shifts}班,其中已完成{counts.held}班,已取消{counts.cancelled}班,未发布{counts.planned}班,"
                f"过去了还没有成果的{counts.gaps}班。到岗登记齐全,并且有民情日志或者写明无来访时做了什么,才算已完成。"
            ],
        )
        audit(
            AuditEvent.Action.EXPORTED,
            by=by,
            now=now,
            subject=f"值班表 {month:%Y-%m}",
            detail={"rows": rows},
            via="页面",
            address=address,
        )


def roster_name(month: dt.date, now: dt.datetime) -> str:
    return workbook_name(f"值班表_{month:%Y-%m}", now)


def _roster_row(shift: DutyShift) -> list[object]:
    turns = standing_turns(shift)
    known = [turn for turn in turns if turn.state != shift_states.EXPECTED]
    return [
        shift.day,
        weekday(shift.day),
        f"{shift.starts:%-H:%M}至{shift.ends:%-H:%M}",
        shift.studio.name,
        "、".join(map(str, turns)),
        "、".join(turn.member.specialty for turn in turns if turn.member and turn.member.specialty),
        shift.place or shift.studio.address,
        shift.theme,
        shift.guests,
        shift.get_state_display(),
        "、".join(f"{turn}{_came(turn)}" for turn in known),
        shift.instead,
    ]


def _came(turn: ShiftTurn) -> str:
    if not turn.arrived_at:
        return "缺席"
    return f"{turn.arrived_at:%-H:%M}" + (f"至{turn.left_at:%-H:%M}" if turn.left_at else "到岗")
