"""Visits as the office's ledger: out with every matter on a row, and the empty template."""

import datetime as dt
from collections.abc import Iterator
from typing import IO

from django.db import transaction

from accounts.models import AuditEvent, User
from accounts.queries import the_office, workbook_name
from accounts.services import audit
from common.excel import Book, Column, downloaded
from studios import queries
from studios.models import Matter, VisitLog
from studios.models.visits import VisitQuerySet

LEDGER = [
    Column("日期", 12, "date"),
    Column("委员姓名", 10),
    Column("界别", 24),
    Column("走访方式", 13),
    Column("走访对象", 18),
    Column("人次", 6, "int"),
    Column("地点", 14),
    Column("反映问题", 34),
    Column("当场答复", 22),
    Column("处理方式", 17),
    Column("是否反馈", 9),
    Column("工作室", 18),
]
KEPT = [Column("状态", 8), Column("核实人", 10), Column("代录人", 10)]  # what the system adds; an import leaves it
TEMPLATE_NAME = "走访台账模板.xlsx"
CHUNK = 500


def export_visits(target: IO[bytes], *, visits: VisitQuerySet, by: User, now: dt.datetime, address: str = "") -> None:
    """Write the ledger and the audit row of its export. Visits come from the database 500 at a time."""
    counts = queries.counts_of(visits)
    made = downloaded(by.name, now)
    with transaction.atomic(), Book(target) as book:
        rows = book.sheet(
            "走访台账",
            title=f"{the_office().name}委员走访接待台账",
            lines=[made],
            columns=[*LEDGER, *KEPT],
            rows=_rows(visits),
            notes=[
                f"说明:合计{counts.visits}次、{counts.people}人次、{counts.matters}件(不含退回和已撤回的)。一次走访反映几件,"
                "写成几行,日期、姓名等逐行重复;人次只写在第一行,其余行为空。"
            ],
        )
        audit(
            AuditEvent.Action.EXPORTED,
            by=by,
            now=now,
            subject="走访台账",
            detail={"rows": rows, "visits": counts.visits},
            via="页面",
            address=address,
        )


def ledger_name(now: dt.datetime) -> str:
    return workbook_name("走访台账", now)


def _rows(visits: VisitQuerySet) -> Iterator[list[object]]:
    for visit in (
        visits.select_related("member", "user", "studio", "checked_by", "recorded_by")
        .prefetch_related("matters")
        .iterator(chunk_size=CHUNK)
    ):
        matters: list[Matter | None] = list(visit.matters.all())
        for place, matter in enumerate(matters or [None]):
            yield _row(visit, matter, first=place == 0)


def _row(visit: VisitLog, matter: Matter | None, *, first: bool) -> list[object]:
    return [
        visit.occurred_on,
        visit.author.name,
        visit.sector_name,
        visit.get_way_display(),
        visit.people,
        visit.headcount if first else None,
        visit.place,
        matter.text if matter else "",
        matter.answer if matter else "",
        matter.get_outcome_display() if matter else "",
        ("是" if matter.told else "否") if matter else "",
        visit.studio.name if visit.studio else "",
        visit.get_state_display(),
        visit.checked_by.name if visit.checked_by else "",
        visit.recorded_by.name if visit.proxy and visit.recorded_by else "",
    ]


def write_visit_template(target: IO[bytes]) -> None:
    """An empty ledger that the import reads back, with a word on each column that needs one."""
    with Book(target) as book:
        book.sheet(
            "走访台账",
            title="委员走访接待台账",
            columns=LEDGER,
            rows=[[None] * len(LEDGER) for _ in range(20)],
            notes=[
                "说明:一行一次走访,一人一行。日期写 2026-03-05 或 3月5日,同一天的可以合并或只写第一行。",
                "说明:走访方式写 " + "、".join(VisitLog.Way.labels) + ",空着算入户走访。人次空着算1。",
                "说明:处理方式写 " + "、".join(Matter.Outcome.labels) + "。是否反馈写 是、否 或打√。",
                "说明:有同名委员的,请写明界别。走访对象写称呼即可,不要写电话、住址和身份证号码。",
            ],
        )
