"""The audit trail as a workbook."""

import datetime as dt
from collections.abc import Iterator
from typing import IO

from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.models.audit import AuditQuerySet
from accounts.queries import detail_in_words, the_office, workbook_name
from accounts.services import audit
from common.excel import Book, Column

MOST_ROWS = 100_000  # about a minute of writing, and as much as anybody reads
CHUNK = 2_000
COLUMNS = [
    Column("编号", 9, "int"),
    Column("时间", 20, "moment"),
    Column("操作人", 18),
    Column("操作", 13),
    Column("对象", 34),
    Column("事由", 24),
    Column("明细", 36),
    Column("途径", 14),
    Column("来自", 16),
    Column("哈希", 22),
]
NOTES = [
    "说明:编号和哈希为空的,导出时还没有封存;封存每分钟一次。",
    "说明:编号是封存的先后,连续不断;时间是操作的时间,两者的次序可能略有出入。",
]


def export_trail(
    target: IO[bytes], *, trail: AuditQuerySet, reason: str, by: User, now: dt.datetime, address: str = ""
) -> None:
    """Write the filtered trail in constant memory, and then the audit row of its export, which is not in it."""
    made = f"导出时间:{timezone.localtime(now):%Y-%m-%d %H:%M}    导出人:{by.name}    用途:{reason}"
    with Book(target) as book:
        rows = book.sheet(
            "审计记录",
            title=f"{the_office().name}审计记录",
            lines=[made],
            columns=COLUMNS,
            rows=_rows(trail),
            notes=NOTES,
        )
    audit(
        AuditEvent.Action.EXPORTED,
        by=by,
        now=now,
        subject="审计记录",
        reason=reason,
        detail={"rows": rows},
        via="页面",
        address=address,
    )


def trail_name(now: dt.datetime) -> str:
    return workbook_name("审计记录", now)


def _rows(trail: AuditQuerySet) -> Iterator[list[object]]:
    for event in trail.select_related("seal")[:MOST_ROWS].iterator(chunk_size=CHUNK):
        seal = getattr(event, "seal", None)
        yield [
            seal.number if seal else None,
            timezone.make_naive(event.at),
            event.actor,
            event.get_action_display(),
            event.subject,
            event.reason,
            ";".join(f"{label}:{text}" for label, text in detail_in_words(event)),
            event.via,
            event.address,
            seal.hash if seal else "",
        ]
