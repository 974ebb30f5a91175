"""Why this date: the explanation says what the machinery did, day by day."""

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates import chinese_date
from deadlines.calendar import Calendar
from deadlines.models import Deadline, DeadlineEvent
from deadlines.why import explain, standing
from tests.deadlines.makers import at, day, known_calendar, limit

CHINESE = Calendar(
    {day("2026-02-15") + dt.timedelta(days=n): "春节" for n in range(9)},
    {day("2026-02-14"): "春节", day("2026-02-28"): "春节"},
    frozenset({2026}),
)


def lines(one: Deadline, *events: DeadlineEvent, calendar: Calendar = CHINESE) -> list[str]:
    return [f"{line.title}:{line.words}" for line in explain(one, events, calendar)]


def counted(start: str, given_limit, calendar: Calendar = CHINESE, **fields) -> Deadline:
    one = Deadline(kind="x", label="某事", started_on=day(start), limit=given_limit, **fields)
    due = calendar.due_of(one)
    one.due_on, one.provisional = fields.get("due_on", due.on), due.provisional
    return one


def test_spring_festival_is_told_day_by_day():
    assert lines(counted("2026-02-09", limit("working", 15))) == [
        "起算:2026年2月9日(周一),当天不计,从次日数起",
        "时限:“某限”15个工作日",
        "计入:2026年2月14日(周六) 春节调休上班",
        "不计:2026年2月15日(周日)至2026年2月23日(周一) 春节,9天",
        "计入:2026年2月28日(周六) 春节调休上班",
        "不计:2026年3月1日(周日) 周日,1天",
        "算得:第15个工作日是2026年3月6日(周五),到当天24时止",
        "到期:2026年3月6日(周五),到当天24时止",
    ]


def test_rolling_is_told():
    said = lines(counted("2026-02-10", limit("natural", 5)))
    assert "逢休息日:2026年2月15日(周日)是春节,顺延到后面第一个工作日" in said
    assert said[-1] == "到期:2026年2月24日(周二),到当天24时止"


def test_backward_limit_counts_from_the_day_before():
    said = lines(counted("2026-02-26", limit("natural", 3, backward=True)))
    assert said[0].endswith("从前一日往前数起")
    assert "逢休息日:2026年2月23日(周一)是春节,提前到前一个工作日" in said
    assert said[-1].startswith("到期:2026年2月14日(周六)")


def test_named_day_is_said_to_be_named():
    one = Deadline(kind="x", label="某事", started_on=day("2026-03-02"), named_on=day("2026-03-22"))
    one.due_on = day("2026-03-22")
    assert "指定:开办时指定在2026年3月22日(周日)前办结" in lines(one)


def test_extensions_and_changes_of_the_calendar_are_told_in_order():
    one = counted("2026-02-09", limit("working", 15), extended_to=day("2026-03-20"))
    events = [
        DeadlineEvent(action="open", at=at("2026-02-09"), to_due=day("2026-03-06")),
        DeadlineEvent(
            action="recalculate", at=at("2026-02-12"), from_due=day("2026-03-05"), to_due=day("2026-03-06"), why="县庆"
        ),
        DeadlineEvent(
            action="grant", at=at("2026-03-02"), from_due=day("2026-03-06"), to_due=day("2026-03-20"), why="等检测"
        ),
    ]
    assert lines(one, *events)[-3:] == [
        "日历调整:2026年2月12日(周四) 由2026年3月5日(周四)改为2026年3月6日(周五),县庆",
        "延期:2026年3月2日(周一) 由2026年3月6日(周五)改为2026年3月20日(周五),等检测",
        "到期:2026年3月20日(周五),到当天24时止",
    ]


def test_date_kept_because_it_was_firm_is_told():
    one = counted("2026-02-09", limit("working", 15), due_on=day("2026-03-09"))
    assert "不提前:按现在的日历是2026年3月6日(周五);定下的日期不提前" in lines(one)


def test_provisional_date_says_that_it_is():
    assert lines(counted("2027-03-01", limit("working", 5)))[-1].startswith("暂定:所涉年份的放假通知还没有录入")
    assert not lines(counted("2026-03-02", limit("working", 5)))[-1].startswith("暂定")


@given(
    st.dates(dt.date(2004, 1, 1), dt.date(2030, 1, 1)),
    st.integers(1, 90),
    st.sampled_from(["working", "natural", "months"]),
    st.booleans(),
)
def test_explanation_ends_where_the_machinery_does_and_its_days_add_up(start, value, count, backward):
    calendar = known_calendar()
    one = counted(start.isoformat(), limit(count, value, backward=backward), calendar)
    said = explain(one, [], calendar)
    assert chinese_date(one.due_on) in next(line.words for line in said if line.title == "到期")
    if count == "working":
        not_counted = sum(int(re.search(r",(\d+)天$", line.words)[1]) for line in said if line.title == "不计")
        assert abs((one.due_on - start).days) - not_counted == value


@pytest.mark.parametrize(
    ("due", "today", "words"),
    [
        ("2026-03-06", "2026-03-06", "今天到期"),
        ("2026-03-06", "2026-03-03", "还有3个工作日"),
        ("2026-02-23", "2026-02-20", "3天后到期"),
        ("2026-03-06", "2026-03-13", "已逾期5个工作日"),
        ("2026-02-17", "2026-02-20", "已逾期3天"),
    ],
)
def test_how_it_stands(due: str, today: str, words: str):
    assert standing(day(due), CHINESE, day(today)) == words
