"""On which days a pattern has a shift: golden tables of 2026, and what must hold for any pattern and calendar."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.calendar import Calendar
from studios.models import DutyPattern
from studios.rhythm import Planned, in_words, named_days, planned, rules_in_words

OFF = {
    **{dt.date(2026, 1, n): "元旦" for n in (1, 2, 3)},
    **{dt.date(2026, 2, n): "春节" for n in range(15, 24)},
    **{dt.date(2026, 4, n): "清明节" for n in (4, 5, 6)},
    **{dt.date(2026, 5, n): "劳动节" for n in range(1, 6)},
    **{dt.date(2026, 6, n): "端午节" for n in (19, 20, 21)},
    **{dt.date(2026, 9, n): "中秋节" for n in (25, 26, 27)},
    **{dt.date(2026, 10, n): "国庆节" for n in range(1, 8)},
}
WORK = {
    dt.date(2026, 1, 4): "元旦",
    dt.date(2026, 2, 14): "春节",
    dt.date(2026, 2, 28): "春节",
    dt.date(2026, 5, 9): "劳动节",
    dt.date(2026, 9, 20): "国庆节",
    dt.date(2026, 10, 10): "国庆节",
}
YEAR = Calendar(OFF, WORK, frozenset({2026}))
MON, WED, FRI, SAT, SUN = 0, 2, 4, 5, 6


def pattern(rhythm: str, **fields) -> DutyPattern:
    fields = {"since": dt.date(2026, 1, 1), "starts": dt.time(9), "ends": dt.time(11, 30)} | fields
    return DutyPattern(rhythm=rhythm, **fields)


def day(text: str) -> dt.date:
    month, number = text.split("-")
    return dt.date(2026, int(month), int(number))


def table(made: DutyPattern, first: str, last: str, calendar: Calendar = YEAR) -> str:
    """``10-2>10-8 10-9 10-16-`` : moved, as named, none."""

    def said(one: Planned) -> str:
        named = f"{one.planned_on.month}-{one.planned_on.day}"
        if one.day is None:
            return f"{named}-"
        return named if one.day == one.planned_on else f"{named}>{one.day.month}-{one.day.day}"

    return " ".join(said(one) for one in planned(made, day(first), day(last), calendar))


GOLDEN = [
    # National Day: a Friday moves to the first working day, a Saturday to a rest day that is nobody's holiday
    (pattern("weekly", weekday=FRI, day_off="move"), "9-24", "10-17", "9-25>9-28 10-2>10-8 10-9 10-16"),
    (pattern("weekly", weekday=FRI, day_off="skip"), "9-24", "10-17", "9-25- 10-2- 10-9 10-16"),
    (pattern("weekly", weekday=FRI, day_off="keep"), "9-24", "10-17", "9-25 10-2 10-9 10-16"),
    (pattern("weekly", weekday=SAT, day_off="move", makeup="keep"), "9-26", "10-17", "9-26>10-11 10-3- 10-10 10-17"),
    (pattern("weekly", weekday=SAT, day_off="move", makeup="move"), "10-1", "10-17", "10-3- 10-10- 10-17"),
    (pattern("weekly", weekday=SAT, day_off="skip", makeup="move"), "10-1", "10-17", "10-3- 10-10>10-11 10-17"),
    (pattern("weekly", weekday=SAT, day_off="skip", makeup="skip"), "10-1", "10-17", "10-3- 10-10- 10-17"),
    (pattern("weekly", weekday=SAT, day_off="keep", makeup="keep"), "10-1", "10-17", "10-3 10-10 10-17"),
    (pattern("weekly", weekday=SUN, day_off="move", makeup="skip"), "9-13", "10-11", "9-13 9-20- 9-27- 10-4- 10-11"),
    (pattern("weekly", weekday=SUN, day_off="skip", makeup="move"), "9-13", "9-27", "9-13 9-20- 9-27-"),
    # Spring Festival with its two make-up Saturdays
    (pattern("weekly", weekday=FRI, day_off="move"), "2-13", "2-28", "2-13 2-20>2-24 2-27"),
    (pattern("weekly", weekday=SAT, day_off="skip", makeup="keep"), "2-7", "3-7", "2-7 2-14 2-21- 2-28 3-7"),
    (pattern("weekly", weekday=SAT, day_off="skip", makeup="move"), "2-7", "3-7", "2-7 2-14>3-1 2-21- 2-28- 3-7"),
    (pattern("weekly", weekday=SAT, day_off="skip", makeup="skip"), "2-7", "3-7", "2-7 2-14- 2-21- 2-28- 3-7"),
    (pattern("weekly", weekday=MON, day_off="move"), "2-9", "3-2", "2-9 2-16>2-24 2-23- 3-2"),
    # Labour Day
    (pattern("weekly", weekday=SAT, day_off="move", makeup="keep"), "5-1", "5-16", "5-2>5-10 5-9 5-16"),
    # the 10th and 20th, first working day after (易俗河镇); a make-up Saturday is a working day
    (pattern("monthly", day=10, day_off="move"), "1-1", "6-30", "1-10>1-12 2-10 3-10 4-10 5-10>5-11 6-10"),
    (pattern("monthly", day=20, day_off="move"), "1-1", "6-30", "1-20 2-20>2-24 3-20 4-20 5-20 6-20>6-22"),
    (pattern("monthly", day=10, day_off="move"), "10-1", "10-31", "10-10"),
    (pattern("monthly", day=10, day_off="skip"), "1-1", "3-31", "1-10- 2-10 3-10"),
    (pattern("monthly", day=31, day_off="keep"), "1-1", "5-31", "1-31 2-28 3-31 4-30 5-31"),
    (pattern("monthly", day=4, day_off="move"), "1-1", "1-31", "1-4"),
    # the second Wednesday; the last Saturday
    (pattern("nth", weekday=WED, nth=2), "1-1", "4-30", "1-14 2-11 3-11 4-8"),
    (pattern("nth", weekday=WED, nth=3, day_off="move"), "2-1", "2-28", "2-18>2-24"),
    (pattern("nth", weekday=SAT, nth=5, makeup="keep"), "1-1", "5-31", "1-31 2-28 3-28 4-25 5-30"),
    (pattern("nth", weekday=SAT, nth=5, makeup="skip"), "2-1", "2-28", "2-28-"),
    (pattern("nth", weekday=FRI, nth=1, day_off="move"), "5-1", "5-31", "5-1>5-6"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "first", "last", "days"), GOLDEN)
def test_days_of_2026(made: DutyPattern, first: str, last: str, days: str):
    assert table(made, first, last) == days


def test_saturday_is_not_dropped_because_it_is_a_weekend():
    made = pattern("weekly", weekday=SAT, day_off="skip", makeup="skip")
    assert table(made, "3-1", "3-31") == "3-7 3-14 3-21 3-28"


def test_pattern_names_no_day_outside_its_time():
    made = pattern("weekly", weekday=FRI, since=day("3-7"), until=day("3-20"))
    assert table(made, "3-1", "3-31") == "3-13 3-20"


def test_year_that_is_not_announced_is_provisional_and_goes_by_the_law():
    made = pattern("weekly", weekday=FRI, day_off="move")
    found = planned(made, dt.date(2026, 12, 20), dt.date(2027, 1, 2), YEAR)
    assert [(one.planned_on, one.day, one.provisional) for one in found] == [
        (dt.date(2026, 12, 25), dt.date(2026, 12, 25), False),
        (dt.date(2027, 1, 1), dt.date(2027, 1, 4), True),
    ]


def test_words_say_what_happens_and_why():
    made = pattern("weekly", weekday=FRI, day_off="move")
    assert in_words(made) == "每周五 9:00至11:30"
    assert rules_in_words(made) == "逢国家放假顺延到下一个工作日"
    assert planned(made, day("10-2"), day("10-2"), YEAR)[0].why == "逢国庆节放假,顺延到2026年10月8日(周四)"
    made = pattern("nth", weekday=SAT, nth=5, day_off="skip", makeup="move")
    assert in_words(made) == "每月最后一个周六 9:00至11:30"
    assert rules_in_words(made) == "逢国家放假不值班;逢调休上班顺延到下一个平常的休息日"
    made = pattern("monthly", day=10, day_off="move")
    assert in_words(made) == "每月10日 9:00至11:30"
    assert rules_in_words(made) == "逢放假或周末顺延到下一个工作日"


days_of_year = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
patterns = st.one_of(
    st.builds(pattern, st.just("weekly"), weekday=st.integers(0, 6)),
    st.builds(pattern, st.just("monthly"), day=st.integers(1, 31)),
    st.builds(pattern, st.just("nth"), weekday=st.integers(0, 6), nth=st.integers(1, 5)),
)
choices = st.sampled_from(["skip", "move", "keep"])


@given(patterns, choices, choices, days_of_year, st.integers(0, 120))
def test_what_holds_for_any_pattern(made: DutyPattern, day_off: str, makeup: str, first: dt.date, length: int):
    made.day_off, made.makeup = day_off, makeup
    last = min(first + dt.timedelta(days=length), dt.date(2026, 12, 31))
    found = planned(made, first, last, YEAR)
    assert [one.planned_on for one in found] == list(named_days(made, first, last))
    days = [one.day for one in found if one.day]
    assert len(days) == len(set(days)), "two shifts on one day"
    for one in found:
        if one.day and one.day != one.planned_on:
            assert one.day > one.planned_on
            assert one.why
            at_weekend = made.rhythm != "monthly" and made.weekday > 4
            assert YEAR.is_working(one.day) != at_weekend
            assert not YEAR.holiday(one.day)
        if one.day == one.planned_on and day_off != "keep":
            assert not YEAR.holiday(one.day)
        if one.day is None:
            assert one.why


@given(patterns, choices, choices, days_of_year)
def test_a_days_fate_does_not_hang_on_the_range_it_is_asked_in(
    made: DutyPattern, day_off: str, makeup: str, first: dt.date
):
    made.day_off, made.makeup = day_off, makeup
    last = min(first + dt.timedelta(days=45), dt.date(2026, 12, 31))
    for one in planned(made, first, last, YEAR):
        assert planned(made, one.planned_on, one.planned_on, YEAR) == [one]
