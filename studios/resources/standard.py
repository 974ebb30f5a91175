"""The standard of all studios as one sheet."""

import datetime as dt
from collections.abc import Iterator
from typing import IO

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.queries import the_office, workbook_name
from accounts.services import audit
from common.excel import Book, Column, downloaded
from studios import queries
from studios.models import Studio


def export_standard(target: IO[bytes], *, user: User, now: dt.datetime, address: str = "") -> None:
    """A row for each studio, a column for each line asked today, and a second sheet with the notes. Audited."""
    standards = queries.standards_of(Studio.objects.visible_to(user).standing().order_by("number"), files=True)
    items = queries.asked_items()
    made = downloaded(user.name, now)
    office = the_office()
    columns = [
        Column("工作室", 22),
        *(Column(f"{item.label} {item.name}", 9) for item in items),
        Column("已达到", 8, "int"),
    ]
    details = (
        Column("工作室", 22), Column("归类", 9), Column("内容", 16), Column("达到没有", 10), Column("说明", 40),
        Column("附件", 6, "int"), Column("填写人", 10), Column("填写日期", 12, "date"),
    )  # fmt: skip
    with transaction.atomic(), Book(target) as book:
        rows = book.sheet(
            "建设标准",
            title=f"{office.short_name}{office.studio_word}建设标准达标情况",
            columns=columns,
            rows=([str(one.studio), *(line.word for line in one.lines), one.met] for one in standards),
            lines=[made],
            notes=[f"说明:现在要求{len(items)}项。已达到是填“已达到”的项数,部分达到、未达到、未填的不计。"],
        )
        book.sheet("说明和附件", title="各项说明", columns=details, rows=_details(standards), lines=[made])
        audit(
            AuditEvent.Action.EXPORTED, by=user, now=now, subject="工作室建设标准", detail={"rows": rows}, via="页面",
            address=address,
        )  # fmt: skip


def standard_name(now: dt.datetime) -> str:
    return workbook_name("建设标准", now)


def _details(standards: list[queries.Standard]) -> Iterator[list[object]]:
    for one in standards:
        for line in one.lines:
            if found := line.evidence:
                yield [
                    str(one.studio),
                    line.item.label,
                    line.item.name,
                    line.word,
                    found.note,
                    len(found.files.all()),
                    found.by.name if found.by else "",
                    timezone.localdate(found.at),
                ]
