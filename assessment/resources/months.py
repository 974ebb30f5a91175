"""The monthly workbook 汇总、明细、说明: what each member did, every fact behind each point, how all is counted."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import IO

from django.utils import timezone

from accounts.models import AuditEvent, Office, User
from accounts.queries import the_office
from accounts.services import audit
from assessment.facts import Fact, facts_by_member
from assessment.models import Rulebook
from assessment.queries import MonthRow, MonthTable, entries_of, last_day, month_table, scored
from assessment.resources.notes import notes
from assessment.scoring import lines
from assessment.services import NoSheet
from common.excel import Book, Column

SUMMARY = [
    Column("序号", 5, "int"),
    Column("姓名", 10),
    Column("界别", 22),
    Column("片区", 12),
    Column("政协职务", 10),
    Column("走访次数", 9, "int"),
    Column("人次", 6, "int"),
    Column("接待次数", 9, "int"),
    Column("反映问题", 9, "int"),
    Column("当场化解", 9, "int"),
    Column("本月得分", 9, "decimal"),
    Column("本年累计", 9, "decimal"),
    Column("应得分", 8, "decimal"),
    Column("得分率(%)", 10, "decimal"),
    Column("等次", 8),
    Column("说明", 26),
]
DETAIL = [
    Column("序号", 6, "int"),
    Column("姓名", 10),
    Column("界别", 22),
    Column("日期", 12, "date"),
    Column("项目", 18),
    Column("内容", 50),
    Column("数量", 7, "int"),
    Column("计分", 8, "decimal"),
    Column("说明", 26),
]
NOTES = [Column("栏目", 24), Column("怎么算", 90), Column("出处", 34)]
CHUNK = 200  # members whose facts are held at once

Progress = Callable[[int, int], None]  # told how many members of how many are written


def export_month_sheet(
    target: IO[bytes], *, month: dt.date, by: User | None, now: dt.datetime, via: str, address: str = ""
) -> dict[str, int]:
    """Write the workbook, then the audit row of its export; returns the number of rows by sheet. Raises NoSheet.

    In no transaction: on SQLite one would keep every writer waiting while a large sheet is made.
    """
    counts = write_month_sheet(target, month=month, now=now, made_by=by.name if by else via)
    audit(
        AuditEvent.Action.EXPORTED,
        by=by,
        now=now,
        subject=f"月度汇总表 {_in_words(month)}",
        detail={"rows": counts},
        via=via,
        address=address,
    )
    return counts


def write_month_sheet(
    target: IO[bytes], *, month: dt.date, now: dt.datetime, made_by: str, progress: Progress = lambda done, total: None
) -> dict[str, int]:
    """Write the workbook to a binary file; returns the number of rows by sheet. Raises NoSheet.

    The rows of 明细 come from the database 200 members at a time, and add up to the points of 汇总; ``progress`` hears
    of each 200.
    """
    table = month_table(month)
    book = table.rulebook
    if book is None:
        raise NoSheet(f"{_in_words(month)}还没有施行的考核办法,请先在“考核办法”里确认或修订。")
    if not table.rows:
        raise NoSheet(f"{_in_words(month)}没有在任委员,请先导入委员名册。")
    office = the_office()
    head = _head(table, book, office, now=now, made_by=made_by)
    with Book(target) as file:
        return {
            "汇总": file.sheet(
                "汇总",
                title=f"{office.name}委员履职月度汇总表({_in_words(month)})",
                lines=head,
                columns=SUMMARY,
                rows=(_summary(number, row) for number, row in enumerate(table.rows, start=1)),
                total=_sum_row(table),
                notes=_foot(table),
            ),
            "明细": file.sheet(
                "明细",
                title=f"{office.name}委员履职计分明细({_in_words(month)})",
                lines=head,
                columns=DETAIL,
                rows=_details(table, book, progress),
            ),
            "说明": file.sheet("说明", title="汇总表与明细的说明", columns=NOTES, rows=notes(table, book)),
        }


def _head(table: MonthTable, book: Rulebook, office: Office, *, now: dt.datetime, made_by: str) -> list[str]:
    first, last, made = table.month, last_day(table.month), timezone.localtime(now)
    state = "示例,数字未经本机关确认" if book.is_sample else "未确认"
    remarks = [f"考核办法:{book}({'已确认' if book.confirmed_at else state})"]
    if table.period:
        closed = timezone.localtime(table.period.closed_at)
        remarks.append(f"已结账:{closed:%Y-%m-%d %H:%M}")
    else:
        remarks.append("未结账:记录还可能增减,本表不是定稿")
    return [
        f"填报单位:{office.name}    统计时间:{first:%Y-%m-%d}至{last:%Y-%m-%d}    计量单位:次、人次、件、分",
        f"制表人:{made_by}    制表时间:{made:%Y-%m-%d %H:%M}    审核人:            ",
        "    ".join(remarks),
    ]


def _summary(number: int, row: MonthRow) -> list[object]:
    seat, counts, standing = row.seat, row.counts, row.standing
    since = [f"应得分从{row.sitting.first}月任职起算"] if row.sitting.first > 1 else []
    return [
        number,
        seat.member.name,
        seat.sector.name,
        seat.area.name if seat.area else "",
        seat.get_post_display(),
        *counts.values(),
        row.month_points,
        standing.points,
        standing.attainable,
        standing.percent,
        standing.grade,
        ";".join([*standing.unmet, *since]),
    ]


def _sum_row(table: MonthTable) -> list[object]:
    def add(values: Iterable[Decimal]) -> Decimal:
        return sum(values, Decimal(0))

    return [
        None, "合计", f"{len(table.rows)}人", None, None,
        *table.totals.values(),
        add(row.month_points for row in table.rows),
        add(row.standing.points for row in table.rows),
        add(row.standing.attainable for row in table.rows),
        None, None, None,
    ]  # fmt: skip


def _foot(table: MonthTable) -> list[str]:
    foot = [
        "注:得分率=本年累计÷应得分,最高100%;应得分是截至本月应当完成的部分。各栏算法见“说明”表。",
        "本表按界别、姓氏笔画为序,不作排名。",
    ]
    if table.unchecked:
        foot.insert(1, f"另有{table.unchecked}次走访待核,没有计入本表;核实后计入。")
    if table.absent["visits"]:
        foot.insert(1, f"另有本月不在任人员的走访{table.absent['visits']}次、{table.absent['people']}人次,未列入本表。")
    return foot


def _details(table: MonthTable, book: Rulebook, progress: Progress) -> Iterator[list[object]]:
    """Every fact of the month in every item it concerns, whatever it earned."""
    number = 0
    for start in range(0, len(table.rows), CHUNK):
        progress(start, len(table.rows))
        chunk = table.rows[start : start + CHUNK]
        found = facts_by_member(
            table.month,
            last_day(table.month),
            members=[row.seat.member_id for row in chunk],
            unchecked=book.counts_unchecked,
        )
        for row in chunk:
            for cells in _details_of(row, found.get(row.seat.member_id, []), table.month, book):
                number += 1
                yield [number, *cells]
    progress(len(table.rows), len(table.rows))


def _details_of(row: MonthRow, facts: list[Fact], month: dt.date, book: Rulebook) -> Iterator[list[object]]:
    """Earlier months weigh in as totals: they only say how much of a quota or cap is used up."""
    earlier = [one for one in row.year if one.occurred_on < month]
    for entry in entries_of(lines(scored(book), [*earlier, *facts], month), facts):
        yield [
            row.seat.member.name,
            row.seat.sector.name,
            entry.fact.occurred_on,
            entry.item.name,
            entry.fact.text,
            entry.award.quantity,
            entry.award.points,
            entry.award.reason,
        ]


def _in_words(month: dt.date) -> str:
    return f"{month.year}年{month.month}月"
