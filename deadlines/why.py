"""Why this date: a deadline's last day explained day by day, by the same machinery that worked it out. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils import timezone

from common.dates import chinese_date
from deadlines.calendar import ONE_DAY, Calendar, Due, days_after
from deadlines.models import Deadline, DeadlineEvent, Limit


@dataclass(frozen=True)
class Line:
    """One step of the explanation: what it is, and the days it speaks of."""

    title: str
    words: str
    skipped: bool = False


def standing(due_on: dt.date, calendar: Calendar, today: dt.date) -> str:
    """How it stands with an open deadline: 还有3个工作日, 今天到期, 已逾期5个工作日."""
    if due_on == today:
        return "今天到期"
    days = calendar.working_days_between(today, due_on)
    if due_on > today:
        return f"还有{days}个工作日" if days else f"{(due_on - today).days}天后到期"
    return f"已逾期{-days}个工作日" if days else f"已逾期{(today - due_on).days}天"


def explain(deadline: Deadline, events: Iterable[DeadlineEvent], calendar: Calendar) -> list[Line]:
    """The start, every day that does not count with its name, extensions, changes of the calendar, the end.

    ``deadline.limit`` must be loaded, and ``events`` be in order.
    """
    happened = list(events)
    lines = [Line("起算", _start(deadline))]
    if deadline.named_on:
        lines.append(Line("指定", f"开办时指定在{chinese_date(deadline.named_on)}前办结"))
    elif deadline.limit:
        lines += _counted(deadline.limit, deadline.started_on, calendar)
    lines += [Line(_TITLES[event.action], _told(event)) for event in happened if event.action in _TITLES]
    return [*lines, *_end(deadline, calendar)]


_TITLES = {"grant": "延期", "recalculate": "日历调整"}


def _start(deadline: Deadline) -> str:
    counted = "从前一日往前数起" if deadline.limit and deadline.limit.backward else "从次日数起"
    return f"{chinese_date(deadline.started_on)},当天不计,{counted}"


def _counted(limit: Limit, start: dt.date, calendar: Calendar) -> list[Line]:
    """How a limit is counted from its start, by the calendar as it is now."""
    due = calendar.last_day(limit, start)
    lines = [Line("时限", f"“{limit.name}”{limit.in_words()}")]
    if limit.count == "working":
        lines += [Line(title, words, skipped=True) for title, words in _not_counted(start, due.on, calendar)]
        return [*lines, Line("算得", f"第{limit.value}个工作日是{_until(due)}")]
    plain = _unrolled(limit, start)
    if plain != due.on:
        moved = "提前到前一个工作日" if limit.backward else "顺延到后面第一个工作日"
        lines.append(Line("逢休息日", f"{chinese_date(plain)}是{calendar.name_of(plain)},{moved}", skipped=True))
    return [*lines, Line("算得", _until(due))]


def _unrolled(limit: Limit, start: dt.date) -> dt.date:
    """The last day before it moves to a working day."""
    bare = Limit(count=limit.count, value=limit.value, fixed_on=limit.fixed_on, backward=limit.backward, rolls=False)
    return Calendar().last_day(bare, start).on


def _not_counted(start: dt.date, end: dt.date, calendar: Calendar) -> Iterator[tuple[str, str]]:
    """Runs of days that do not count, each under its name, and make-up days that do."""
    days = list(days_after(start, end)) if end > start else [end + n * ONE_DAY for n in range((start - end).days)]
    named = [(day, calendar.is_working(day), calendar.name_of(day)) for day in days if calendar.name_of(day)]
    for _, group in groupby(enumerate(named), key=lambda pair: _run_of(pair[1], pair[0], days)):
        run = [one for _, one in group]
        first, last, works = run[0][0], run[-1][0], run[0][1]
        span = chinese_date(first) if first == last else f"{chinese_date(first)}至{chinese_date(last)}"
        if works:
            yield "计入", f"{span} {run[0][2]}"
        else:
            yield "不计", f"{span} {_name(run)},{len(run)}天"


def _run_of(one: tuple[dt.date, bool, str], place: int, days: list[dt.date]) -> tuple[object, ...]:
    """Days that follow one another are one run: of one festival, or of one weekend."""
    day, works, name = one
    return day.toordinal() - place, works, "" if name.startswith("周") else name


def _name(run: list[tuple[dt.date, bool, str]]) -> str:
    return "周末" if len(run) > 1 and run[0][2].startswith("周") else run[0][2]


def _told(event: DeadlineEvent) -> str:
    who = f"{event.by.name} " if event.by else ""
    change = (
        f"由{chinese_date(event.from_due)}改为{chinese_date(event.to_due)}" if event.from_due and event.to_due else ""
    )
    return f"{chinese_date(timezone.localdate(event.at))} {who}{change}{',' + event.why if event.why else ''}"


def _until(due: Due) -> str:
    return f"{chinese_date(due.on)},到当天24时止"


def _end(deadline: Deadline, calendar: Calendar) -> list[Line]:
    lines = []
    counted = calendar.due_of(deadline).on
    if counted < deadline.due_on:
        lines.append(Line("不提前", f"按现在的日历是{chinese_date(counted)};定下的日期不提前"))
    lines.append(Line("到期", _until(Due(deadline.due_on))))
    if deadline.provisional:
        lines.append(Line("暂定", "所涉年份的放假通知还没有录入,按周末和法定节日推算;通知录入后重新计算"))
    return lines
