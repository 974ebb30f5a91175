"""Working days: what counts, from when to when, against a naive count and against a second library."""

import datetime as dt

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.calendar import Calendar, NoWorkingDays, add_months, month_end, refuse_empty, statutory_days
from tests.deadlines.makers import day, known_calendar, limit

FIRST, LAST = dt.date(2004, 1, 1), dt.date(2026, 12, 31)
ONE = dt.timedelta(days=1)
known_days = st.dates(FIRST, LAST)
any_days = st.dates(dt.date(2004, 1, 1), dt.date(2030, 12, 31))
amounts = st.integers(1, 90)


def counts(calendar: Calendar, one: dt.date) -> bool:
    """The naive rule, written the other way round: weekdays first, then both kinds of exception."""
    working = one.weekday() not in (5, 6)
    if one in calendar.off or (one.year not in calendar.years and one in statutory_days(one.year)):
        working = False
    return True if one in calendar.work else working


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-02-09", 15, "2026-03-06"),
        ("2026-09-21", 15, "2026-10-19"),
        ("2026-02-13", 1, "2026-02-14"),  # the Saturday before Spring Festival works
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-03-06", -15, "2026-02-09"),
        ("2026-03-06", 0, "2026-03-06"),
        ("2026-09-19", 1, "2026-09-20"),  # a Sunday that works
        ("2026-10-09", 1, "2026-10-10"),
    ],
)
def test_working_days_skip_festivals_and_count_make_up_days(start: str, n: int, end: str):
    assert known_calendar().add_working_days(day(start), n) == day(end)


@given(known_days)
def test_day_is_as_the_library_that_follows_the_notices_says(one: dt.date):
    assert known_calendar().is_working(one) == chinese_calendar.is_workday(one)


def test_three_years_agree_with_a_second_library():
    for year in (2024, 2025, 2026):
        china = holidays.country_holidays("CN", years=year)
        one = dt.date(year, 1, 1)
        while one.year == year:
            assert known_calendar().is_working(one) == china.is_working_day(one), one
            one += ONE


@given(any_days, amounts)
def test_nth_working_day_is_where_a_naive_count_ends(start: dt.date, n: int):
    calendar, one, left = known_calendar(), start, n
    while left:
        one += ONE
        left -= counts(calendar, one)
    assert calendar.add_working_days(start, n) == one
    assert calendar.working_days_between(start, one) == n
    assert calendar.working_days_between(one, start) == -n


@given(any_days, amounts)
def test_counting_back_ends_where_a_naive_count_back_ends(start: dt.date, n: int):
    calendar, one, left = known_calendar(), start, n
    while left:
        one -= ONE
        left -= counts(calendar, one)
    assert calendar.add_working_days(start, -n) == one


@given(any_days, st.integers(0, 400))
def test_days_between_are_those_a_naive_count_finds(first: dt.date, apart: int):
    last = first + apart * ONE
    naive = sum(counts(known_calendar(), first + n * ONE) for n in range(1, apart + 1))
    assert known_calendar().working_days_between(first, last) == naive


@given(any_days, amounts, st.sets(any_days, max_size=12))
def test_more_days_off_never_make_a_limit_end_earlier(start: dt.date, n: int, more: set[dt.date]):
    base = known_calendar()
    fuller = Calendar({**base.off, **dict.fromkeys(more, "放假")}, base.work, base.years)
    assert fuller.add_working_days(start, n) >= base.add_working_days(start, n)


@pytest.mark.parametrize(
    ("first", "last", "n"),
    [
        ("2026-02-13", "2026-02-14", 1),  # ends on a make-up Saturday
        ("2026-02-14", "2026-02-24", 1),  # begins on it: not counted
        ("2026-04-03", "2026-04-06", 0),  # a festival on a weekend and the Monday after
        ("2026-10-10", "2026-10-12", 1),
        ("2026-10-12", "2026-10-10", -1),
        ("2026-10-10", "2026-10-10", 0),
    ],
)
def test_ranges_that_begin_or_end_on_an_exception(first: str, last: str, n: int):
    assert known_calendar().working_days_between(day(first), day(last)) == n


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-01-31", 3, "2026-04-30"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-12-15", 12, "2027-12-15"),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_month(start: str, n: int, end: str):
    assert add_months(day(start), n) == day(end)


@given(any_days, st.integers(-60, 60))
def test_months_keep_the_day_or_end_with_their_month(start: dt.date, n: int):
    end = add_months(start, n)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == n
    assert end.day == start.day or (end.day < start.day and end == month_end(end))


def test_day_moves_to_the_first_working_day():
    calendar = known_calendar()
    assert calendar.first_working_day(day("2026-10-01")) == day("2026-10-08")
    assert calendar.first_working_day(day("2026-09-20")) == day("2026-09-20")
    assert calendar.last_working_day(day("2026-10-07")) == day("2026-09-30")


# Limits


@pytest.mark.parametrize(
    ("given_limit", "start", "end"),
    [
        (limit("working", 15), "2026-02-09", "2026-03-06"),
        (limit("natural", 30), "2026-03-02", "2026-04-01"),
        (limit("natural", 5), "2026-09-28", "2026-10-08"),  # 3 October rolls
        (limit("natural", 5, rolls=False), "2026-09-28", "2026-10-03"),
        (limit("months", 3), "2026-01-31", "2026-04-30"),
        (limit("months", 3), "2026-07-03", "2026-10-08"),
        (limit("natural", 3, backward=True), "2026-10-09", "2026-09-30"),  # 6 October, so the day before the festival
        (limit("working", 10, backward=True), "2026-10-19", "2026-09-29"),
        (limit("fixed_date", None, fixed_on=day("2026-08-31")), "2026-03-02", "2026-08-31"),
        (limit("fixed_date", None, fixed_on=day("2026-10-01")), "2026-03-02", "2026-10-08"),
    ],
)
def test_limit_of_each_kind_ends_on_its_day(given_limit, start: str, end: str):
    due = known_calendar().last_day(given_limit, day(start))
    assert (due.on, due.provisional) == (day(end), False)


@pytest.mark.parametrize(
    ("given_limit", "start", "provisional"),
    [
        (limit("working", 15), "2026-12-01", False),
        (limit("working", 30), "2026-12-01", True),
        (limit("working", 3), "2026-12-31", True),  # the start itself is known, what is counted is not
        (limit("months", 1), "2026-12-20", True),  # it may yet roll
        (limit("months", 1, rolls=False), "2026-12-20", False),
        (limit("natural", 5, backward=True), "2027-01-04", False),
    ],
)
def test_what_is_counted_in_a_year_without_notice_is_provisional(given_limit, start: str, provisional: bool):
    assert known_calendar().last_day(given_limit, day(start)).provisional == provisional


# Years without a notice


def test_missing_year_goes_by_weekdays_and_statutory_days():
    calendar = known_calendar()
    assert not calendar.is_working(day("2027-02-08"))  # Spring Festival, by law
    assert calendar.name_of(day("2027-02-08")) == "春节"
    assert calendar.is_working(day("2027-02-04"))
    assert not calendar.is_working(day("2027-02-20"))  # no make-up Saturday is invented
    assert calendar.add_working_days(day("2027-02-04"), 1) == day("2027-02-11")


@given(st.dates(dt.date(1900, 6, 1), dt.date(2199, 6, 1)), st.integers(-60, 60))
def test_missing_year_never_crashes(start: dt.date, n: int):
    end = Calendar().add_working_days(start, n)
    assert n == 0 or Calendar().is_working(end)


def test_reach_is_the_last_day_of_the_last_year_without_a_gap():
    assert known_calendar().reach(day("2026-11-25")) == day("2026-12-31")
    assert known_calendar().reach(day("2027-01-02")) is None
    assert Calendar(years=frozenset({2026, 2028})).reach(day("2026-11-25")) == day("2026-12-31")


def test_statutory_days_hold_nothing_but_the_law():
    assert not [name for name in statutory_days(2026).values() if "调休" in name]
    assert statutory_days(2026)[day("2026-05-01")] == "劳动节"


def test_calendar_without_working_days_is_refused_and_not_counted_for_ever():
    empty = Calendar({day("2025-12-01") + n * ONE: "放假" for n in range(800)}, {}, frozenset({2025, 2026, 2027}))
    with pytest.raises(NoWorkingDays, match="核对放假的日子"):
        empty.add_working_days(day("2026-01-05"), 1)
    with pytest.raises(NoWorkingDays, match="2026年一个工作日也没有"):
        refuse_empty(empty, 2026)
    refuse_empty(known_calendar(), 2026)


def test_every_exception_has_its_name():
    calendar = Calendar({day("2026-10-01"): "国庆节"}, {day("2026-10-10"): "国庆节"}, frozenset({2026}))
    assert calendar.name_of(day("2026-10-01")) == "国庆节"
    assert calendar.name_of(day("2026-10-10")) == "国庆节调休上班"
    assert calendar.name_of(day("2026-10-11")) == "周日"
    assert calendar.name_of(day("2026-10-12")) == ""
