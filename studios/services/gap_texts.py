"""What people are told of a studio's empty month, in kind words. Numbers only: no constituent, no member is named."""

import datetime as dt
from collections.abc import Mapping, Sequence

from common.dates import chinese_date
from studios.models import GapNotice, Studio
from studios.states.gaps import GAPS

KIND = "方便的时候请补一补;已经做了、只是没有记的,记上就好。"


def _month(month: dt.date) -> str:
    return f"{month.year}年{month.month}月"


def _said(gap: str, count: int) -> str:
    """委员没有记录3人; what is a whole studio has no number."""
    kind = GAPS[gap]
    return kind.name if kind.unit == "个室" else f"{kind.name}{count}{kind.unit}"


def subject_for_convener(studio: Studio, month: dt.date) -> str:
    return f"{studio}{_month(month)}还有几样空着"


def for_convener(studio: Studio, month: dt.date, today: dt.date, empty: Mapping[str, int], later: dt.date) -> str:
    listed = ";".join(_said(gap, empty[gap]) for gap in GAPS if gap in empty)
    return (
        f"您好。到{chinese_date(today)},{studio}{_month(month)}还空着的:{listed}。\n{KIND}"
        f"这些先告诉您;{chinese_date(later)}还空着的,办公室会一起来看怎么帮上忙。"
    )


def subject_above(month: dt.date, rows: Sequence[GapNotice]) -> str:
    return f"{_month(month)}还空着的:{len({one.studio_id for one in rows})}个工作室"


def for_office(month: dt.date, rows: Sequence[tuple[GapNotice, int]]) -> str:
    return f"召集人、联络员已经知道,{_month(month)}到今天还空着的:\n{_by_studio(rows)}\n请问问要帮什么。"


def for_leaders(month: dt.date, rows: Sequence[tuple[GapNotice, int]]) -> str:
    return f"召集人、办公室都已知道,{_month(month)}到今天还空着的:\n{_by_studio(rows)}"


def _by_studio(rows: Sequence[tuple[GapNotice, int]]) -> str:
    studios: dict[Studio, list[str]] = {}
    unheard: set[Studio] = set()
    for one, count in rows:
        studios.setdefault(one.studio, []).append(_said(one.gap, count))
        if not one.reached:
            unheard.add(one.studio)
    return "\n".join(
        f"{studio}:{';'.join(said)}{'(没有召集人、联络员可告诉)' if studio in unheard else ''}"
        for studio, said in studios.items()
    )
