"""Referrals as a workbook."""

import datetime as dt
from collections.abc import Iterator
from typing import IO

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.queries import the_office, workbook_name
from accounts.services import audit
from common.excel import Book, Column, downloaded
from deadlines.queries import the_calendar
from referrals.models.referrals import ReferralQuerySet
from referrals.queries import row_of

LEDGER = [
    Column("编号", 20),
    Column("事项", 36),
    Column("承办单位", 20),
    Column("承办方式", 9),
    Column("急件", 7),
    Column("交办日期", 12, "date"),
    Column("交办人", 10),
    Column("状态", 13),
    Column("签收日期", 12, "date"),
    Column("到期日期", 12, "date"),
    Column("期限情况", 16),
    Column("答复日期", 12, "date"),
    Column("办理结果", 10),
    Column("答复内容", 44),
    Column("承办负责人", 11),
]
CHUNK = 500


def export_referrals(
    target: IO[bytes], *, referrals: ReferralQuerySet, by: User, now: dt.datetime, address: str = ""
) -> None:
    """Write the ledger and the audit row of its export. Referrals come from the database 500 at a time."""
    made = downloaded(by.name, now)
    with transaction.atomic(), Book(target) as book:
        rows = book.sheet(
            "交办",
            title=f"{the_office().name}交办台账",
            lines=[made],
            columns=LEDGER,
            rows=_rows(referrals, timezone.localdate(now)),
            notes=["说明:到期日期到当天24时止;还有、逾期几个工作日,算到下载当天。单位没有提交的答复不列。"],
        )
        detail = {"rows": rows}
        audit(
            AuditEvent.Action.EXPORTED, by=by, now=now, subject="交办台账", detail=detail, via="页面", address=address
        )


def list_name(now: dt.datetime) -> str:
    return workbook_name("交办台账", now)


def _rows(referrals: ReferralQuerySet, today: dt.date) -> Iterator[list[object]]:
    calendar = the_calendar()
    for one in referrals.with_details().iterator(chunk_size=CHUNK):
        row = row_of(one, calendar, today)
        shown = row.answer_shown
        yield [
            one.number,
            one.label,
            one.unit.name,
            one.get_part_display(),
            "是" if one.urgent else "",
            timezone.localdate(one.sent_at),
            one.sent_by.name,
            one.get_state_display(),
            timezone.localdate(one.signed_at) if one.signed_at else None,
            one.deadline.due_on if one.deadline else None,
            row.standing,
            one.answered_on if shown else None,
            one.get_result_display() if shown else "",
            one.answer if shown else "",
            one.head_name if shown else "",
        ]
