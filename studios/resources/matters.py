"""Matters as a ledger, and their statistics. Neither names who raised one."""

import datetime as dt
from collections.abc import Iterator
from typing import IO, Any

from django.db import transaction
from django.db.models import Prefetch

from accounts.models import AuditEvent, User
from accounts.queries import the_office, workbook_name
from accounts.services import audit
from common.excel import Book, Column, downloaded
from referrals.models import Referral
from studios import queries
from studios.models import Matter, MatterFeedback
from studios.models.matters import MatterQuerySet
from studios.queries.matter_sums import Line

COLUMNS = [
    Column("编号", 20),
    Column("反映日期", 12, "date"),
    Column("工作室", 16),
    Column("委员", 10),
    Column("村(社区)", 16),
    Column("类别", 10),
    Column("反映问题", 34),
    Column("涉及人数", 8, "int"),
    Column("曾向部门反映", 20),
    Column("处理方式", 12),
    Column("承办单位", 18),
    Column("责任人", 10),
    Column("状态", 9),
    Column("办理结果", 9),
    Column("结果说明", 28),
    Column("督办领导", 10),
    Column("下次报进展", 12, "date"),
    Column("告知反映人", 12, "date"),
    Column("谁告知的", 10),
    Column("告诉了谁", 14),
    Column("告知方式", 10),
    Column("群众意见", 9),
    Column("告知镇街村", 12, "date"),
]
CHUNK = 500


def export_matters(
    target: IO[bytes], *, matters: MatterQuerySet, by: User, now: dt.datetime, address: str = ""
) -> None:
    """Write both sheets and the audit row. Matters come from the database 500 at a time, two queries each."""
    sums = queries.sums_of(matters)
    content = queries.content_of(matters)
    office = the_office()
    made = downloaded(by.name, now)
    with transaction.atomic(), Book(target) as book:
        rows = book.sheet(
            "诉求台账",
            title=f"{office.name}群众诉求台账",
            lines=[made],
            columns=COLUMNS,
            rows=_rows(matters),
            notes=["说明:不含反映人姓名和电话。告知反映人、群众意见,是最近一次办结回音。"],
        )
        book.sheet(
            "统计",
            title=f"{office.name}群众诉求办理统计",
            lines=[made],
            columns=_sum_columns(),
            rows=[_sums(line) for line in sums.categories],
            total=_sums(sums.total),
            notes=[
                "说明:办结率=已办结件数÷全部件数(不含已撤销的)。不需结果的,是当场解决、解释说明、引导、文史线索和只记录的。",
                f"说明:满意率=满意和基本满意{content.glad}件÷表了态的{content.heard}件={content.rate};"
                f"已告知反映人{content.told}件。",
            ],
        )
        audit(
            AuditEvent.Action.EXPORTED,
            by=by,
            now=now,
            subject="诉求台账",
            detail={"rows": rows},
            via="页面",
            address=address,
        )


def matters_name(now: dt.datetime) -> str:
    return workbook_name("诉求台账", now)


def _rows(matters: MatterQuerySet) -> Iterator[list[object]]:
    final = MatterFeedback.objects.filter(final=True).order_by("round")
    found = matters.with_details().prefetch_related(Prefetch("feedbacks", queryset=final, to_attr="finals"))
    batch: list[Matter] = []
    for matter in found.order_by("visit__occurred_on", "pk").iterator(chunk_size=CHUNK):
        batch.append(matter)
        if len(batch) == CHUNK:
            yield from _written(batch)
            batch = []
    yield from _written(batch)


def _written(batch: list[Matter]) -> Iterator[list[object]]:
    units: dict[str, list[str]] = {}
    referred = Referral.objects.filter(subject__in=[one.key for one in batch]).exclude(state__in=["withdrawn"])
    for one in referred.select_related("unit").order_by("pk"):
        units.setdefault(one.subject, []).append(f"{one.unit}({one.get_part_display()},{one.get_state_display()})")
    for matter in batch:
        yield _row(matter, units.get(matter.key, []))


def _row(matter: Any, units: list[str]) -> list[object]:
    visit, told = matter.visit, (matter.finals[-1] if matter.finals else None)
    return [
        matter.number,
        visit.occurred_on,
        visit.studio.name if visit.studio else "",
        str(visit.member or visit.user),
        f"{matter.village.area}{matter.village}" if matter.village else "",
        matter.category.name if matter.category else "",
        matter.text,
        matter.concerned,
        matter.asked_in_words,
        matter.get_outcome_display(),
        "\n".join(units),
        matter.responsible.name if matter.responsible else "",
        matter.get_state_display(),
        matter.get_result_display(),
        matter.result_text,
        matter.supervisor_name,
        matter.next_on,
        told.told_on if told else None,
        told.told_by if told else "",
        told.get_whom_display() if told else "",
        told.get_way_display() if told else ("当场" if matter.told else ""),
        told.get_content_display() if told else "",
        matter.town_told_on,
    ]


def _sum_columns() -> list[Column]:
    names = ["件数", *Matter.Outcome.labels, *Matter.Result.labels, "结果待定", "不需结果", "待告知", "已办结"]
    return [Column("类别", 12), *(Column(name, 8, "int") for name in names), Column("办结率", 8)]


def _sums(line: Line) -> list[object]:
    return [
        line.name,
        line.total,
        *line.outcome_cells,
        *line.result_cells,
        line.pending,
        line.none_owed,
        line.to_tell,
        line.closed,
        line.rate,
    ]
