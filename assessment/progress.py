"""How far somebody is with what is asked of them: periods, counts and words. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from assessment.models import Quota
from common.dates import next_month

Period, Measure = Quota.Period, Quota.Measure
TIES = (Measure.PEOPLE, Measure.VILLAGES, Measure.MEMBERS)
UNITS: dict[str, str] = {
    Measure.PEOPLE: "名群众",
    Measure.VILLAGES: "个村(社区)",
    Measure.MEMBERS: "名委员",
    Measure.VISITS: "次",
    Measure.HEADCOUNT: "人次",
    Measure.RECEPTIONS: "次",
    Measure.MEDIATIONS: "次",
}
NOW_IN: dict[str, str] = {
    Period.MONTH: "本月",
    Period.QUARTER: "本季度",
    Period.YEAR: "今年",
    Period.STANDING: "现在",
}


@lru_cache(maxsize=64)  # asked once for everybody, not for each person
def bounds(period: str, day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the period that ``day`` lies in; of what stands without one, the year's."""
    if period == Period.MONTH:
        first, months = day.replace(day=1), 1
    elif period == Period.QUARTER:
        first, months = day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1), 3
    else:
        first, months = day.replace(month=1, day=1), 12
    after = first
    for _ in range(months):
        after = next_month(after)
    return first, after - dt.timedelta(days=1)


@dataclass
class Tally:
    """What was counted of one person: open ties by measure and kind, visits by measure and period."""

    ties: dict[tuple[str, str], int] = field(default_factory=dict)
    visits: dict[tuple[str, str], int] = field(default_factory=dict)

    def have(self, quota: Quota) -> int:
        if quota.measure in TIES:
            kinds = ((kind, n) for (measure, kind), n in self.ties.items() if measure == quota.measure)
            return sum(n for kind, n in kinds if quota.tie_kind in ("", kind))
        return self.visits.get((quota.measure, quota.period), 0)


@dataclass(frozen=True)
class Progress:
    """One quota of one person on a day. ``until`` is the last day that still counts; None for what stands."""

    quota: Quota
    have: int
    until: dt.date | None

    @property
    def need(self) -> int:
        return self.quota.amount

    @property
    def left(self) -> int:
        return max(0, self.quota.amount - self.have)

    @property
    def unit(self) -> str:
        return UNITS[self.quota.measure]

    @property
    def so_far(self) -> str:
        """今年已有6次"""
        return f"{NOW_IN[self.quota.period]}已有{self.have}{self.unit}"

    @property
    def missing(self) -> str:
        """走访群众还差4次(12月31日前); empty for who has done it."""
        if not self.left:
            return ""
        by = f"({self.until.month}月{self.until.day}日前)" if self.until else ""
        return f"{self.quota.name}还差{self.left}{self.unit}{by}"


def progress(quotas: Iterable[Quota], tally: Tally, day: dt.date) -> list[Progress]:
    """How far a person with ``tally`` is with each of ``quotas``, in their order."""
    return [
        Progress(
            quota, tally.have(quota), None if quota.period == Period.STANDING else bounds(quota.period, day)[1]
        )
        for quota in quotas
    ]  # fmt: skip


def in_words(quota: Quota) -> str:
    """每年10次; 5名委员"""
    often = "" if quota.period == Period.STANDING else quota.get_period_display()
    return f"{often}{quota.amount}{UNITS[quota.measure]}"


def defined(quota: Quota) -> str:
    """What is counted, in a sentence for the foot of a table."""
    if quota.measure in TIES:
        kind = f"“{quota.get_tie_kind_display()}”" if quota.tie_kind else "各类"
        return f"当天正在联系的{UNITS[quota.measure][1:]},按{kind}联系计"
    return {
        Measure.VISITS: "已提交的民情日志条数,各种方式都算",
        Measure.HEADCOUNT: "已提交的民情日志“人次”之和",
        Measure.RECEPTIONS: "已提交的民情日志中方式为“接待来访”的条数",
        Measure.MEDIATIONS: "已提交的民情日志中目的有“化解矛盾纠纷”的条数",
    }[Measure(quota.measure)]
