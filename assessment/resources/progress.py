"""How far people are with the quotas, as a workbook. The notes define every number."""

import datetime as dt
from collections.abc import Iterator
from typing import IO

from django.utils import timezone

from accounts.queries import the_office
from assessment.models import Quota
from assessment.progress import defined, in_words
from assessment.queries import ProgressRow
from common.dates import chinese_date
from common.excel import Book, Column

Part = tuple[list[Quota], list[ProgressRow]]
WHO = [Column("序号", 6, "int"), Column("姓名", 10)]
SEAT = [Column("界别", 18), Column("片区", 12), Column("政协职务", 10)]
MISSING = Column("还差", 40)


def write_progress(target: IO[bytes], *, members: Part, staff: Part, made_by: str, now: dt.datetime) -> None:
    """A sheet of members, and one of staff where something is asked of them."""
    local = timezone.localtime(now)
    lines = (f"{chinese_date(local.date())} {local:%H:%M} {made_by} 导出",)
    office = the_office()
    with Book(target) as book:
        for name, people, (quotas, rows), seat in (
            ("委员", "委员", members, SEAT),
            ("机关干部", "机关干部", staff, []),
        ):
            if not quotas and name != "委员":
                continue
            book.sheet(
                name,
                title=f"{office.name}{people}联系定额进度表",
                columns=[*WHO, *seat, *(_column(one) for one in quotas), MISSING],
                rows=_rows(quotas, rows, with_seat=bool(seat)),
                lines=lines,
                notes=list(_notes(quotas)),
            )


def _column(quota: Quota) -> Column:
    return Column(f"{quota.name}({in_words(quota)})", 14, "int")


def _rows(quotas: list[Quota], rows: list[ProgressRow], *, with_seat: bool) -> Iterator[list[object]]:
    for number, row in enumerate(rows, start=1):
        seat = row.seat
        yield [
            number,
            row.name,
            *([seat.sector.name, str(seat.area or ""), seat.get_post_display()] if with_seat and seat else []),
            *(cell.have if cell else None for cell in row.cells(quotas)),
            row.missing,
        ]


def _notes(quotas: list[Quota]) -> Iterator[str]:
    yield "注:按姓氏笔画排列,不作排名。空格是这一项对本人不作要求。"
    for one in quotas:
        source = f"出处:{one.source}。" if one.source else ""
        yield f"注:{one.name},{one.get_who_display()}{in_words(one)},{defined(one)}。{source}"
    yield "注:按月、按季度、按年的,数的是导出当天所在的月、季度、年;年中新任的不折算。"
