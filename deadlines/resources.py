"""Deadlines as a workbook."""

import datetime as dt
from collections.abc import Iterator
from typing import IO

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.queries import the_office, workbook_name
from accounts.services import audit
from common.excel import Book, Column, downloaded
from deadlines import queries
from deadlines.models import Part
from deadlines.models.deadlines import DeadlineQuerySet

LIST = [
    Column("事项", 40),
    Column("种类", 16),
    Column("承办", 18),
    Column("负责人", 14),
    Column("起算日期", 12, "date"),
    Column("到期日期", 12, "date"),
    Column("暂定", 7),
    Column("状态", 18),
    Column("延期次数", 9, "int"),
    Column("办结时间", 12, "date"),
]
CHUNK = 500


def export_deadlines(
    target: IO[bytes], *, deadlines: DeadlineQuerySet, by: User, now: dt.datetime, address: str = ""
) -> None:
    """Write the list and the audit row of its export. Deadlines come from the database 500 at a time."""
    made = downloaded(by.name, now)
    with transaction.atomic(), Book(target) as book:
        rows = book.sheet(
            "期限",
            title=f"{the_office().name}期限办理情况",
            lines=[made],
            columns=LIST,
            rows=_rows(deadlines, timezone.localdate(now)),
            notes=[
                "说明:起算当天不计,到期日期到当天24时止;还有、逾期几个工作日,算到下载当天。"
                "暂定的,所涉年份的放假通知还没有录入。"
            ],
        )
        detail = {"rows": rows}
        audit(AuditEvent.Action.EXPORTED, by=by, now=now, subject="期限", detail=detail, via="页面", address=address)


def list_name(now: dt.datetime) -> str:
    return workbook_name("期限", now)


def _rows(deadlines: DeadlineQuerySet, today: dt.date) -> Iterator[list[object]]:
    calendar = queries.the_calendar()
    for row in queries.as_rows(deadlines.with_parties().iterator(chunk_size=CHUNK), calendar, today):
        one = row.deadline
        yield [
            one.label,
            row.kind,
            "、".join(row.people()),
            "、".join(row.people(Part.HEAD)),
            one.started_on,
            one.due_on,
            "是" if one.provisional else "",
            row.standing,
            one.leg - 1,
            timezone.localdate(one.closed_at) if one.closed_at else None,
        ]
