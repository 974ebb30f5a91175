"""Dates as offices write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.dates import (
    BadDate,
    chinese_date,
    has_month_of_one_digit,
    may_lack_nought,
    month_start,
    months_before,
    next_month,
    parse_birth_month,
    parse_day,
    parse_month,
)

OCTOBER = dt.date(1975, 10, 1)
FIFTH = dt.date(2026, 3, 5)

cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=30),
    st.text(alphabet="0123456789.-/年月日、一二十〇 ", max_size=12),
    st.dates(),
    st.datetimes(),
    st.times(),
)


@pytest.mark.parametrize(
    "cell",
    [
        dt.date(1975, 10, 15),
        dt.datetime.fromisoformat("1975-10-15 00:00:00"),
        1975.1,
        197510,
        197510.0,
        19751015,
        27682,
        "1975-10",
        "1975.10",
        "1975/10/1",
        "1975年10月",
        "1975年10月15日",
        "1975年10月份",
        "1975-10-15 00:00:00",
        " １９７５．１０ ",
        "197510",
        "19751015",
        "75.10",
        "1975、10",
        "1975。10",
        "1975—10",
        "一九七五年十月",
        "1975年十月",
        "一九七五年10月",
        "1975·10",
        "'1975.10",
        "1975.10\n(50岁)",
        "1975年10月 50岁",
        "1975.10.",
        "27682",
        "Oct-75",
        "Oct 1975",
        75.1,
    ],
)
def test_birth_month_in_the_forms_of_rosters(cell: object):
    assert parse_birth_month(cell) == OCTOBER


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        (1975.01, dt.date(1975, 1, 1)),
        (1975.11, dt.date(1975, 11, 1)),
        (1975.12, dt.date(1975, 12, 1)),
        ("1975.1", dt.date(1975, 1, 1)),
        ("05.3", dt.date(2005, 3, 1)),
        ("二〇〇一年十二月", dt.date(2001, 12, 1)),
    ],
)
def test_month_of_a_number_and_of_a_text(cell: object, month: dt.date):
    assert parse_birth_month(cell) == month


@pytest.mark.parametrize("cell", [None, "", "  ", "-", "—", "无", "不详"])
def test_empty_cell_is_no_birth_month(cell: object):
    assert parse_birth_month(cell) is None


@pytest.mark.parametrize(
    "cell", ["1975", 1975, "1975-13", 1975.13, "50岁", "1875-10", True, dt.time(3), 10**400, float("nan"), "x" * 999]
)
def test_what_is_no_birth_month_says_how_to_write_one(cell: object):
    with pytest.raises(BadDate, match="1975-10 这样的年月") as error:
        parse_birth_month(cell)
    assert len(str(error.value)) < 80


@given(cells)
def test_any_cell_is_a_first_of_month_or_refused(cell: object):
    try:
        month = parse_birth_month(cell)
    except BadDate:
        return
    assert month is None or (month.day == 1 and 1900 <= month.year <= 9999)


@given(cells, st.integers(1900, 2100))
def test_any_cell_is_a_day_or_refused(cell: object, year: int):
    try:
        day = parse_day(cell, year=year)
    except BadDate:
        return
    assert day is None or type(day) is dt.date


@pytest.mark.parametrize(
    "cell",
    [FIFTH, dt.datetime.fromisoformat("2026-03-05 14:30"), 46086, 20260305, "2026.3.5", "2026-03-05", "2026年3月5日",
     "3月5日", "3.5", "3月5号", "2026年3月5日(周四)", "2026/3/5 14:30", "2026-03-05 00:00:00", "20260305",
     "26.3.5", "26年3月5日", "三月五日", "2026、3、5", "'2026.3.5", "46086"],
)  # fmt: skip
def test_day_in_the_forms_of_ledgers(cell: object):
    assert parse_day(cell, year=2026) == FIFTH


@pytest.mark.parametrize(("cell", "month"), [(1975.8, 8), (1975.08, 8), (1975.2, 2), (1975.11, 11), (75.8, 8)])
def test_birth_month_of_a_number_with_one_digit(cell: float, month: int):
    assert parse_birth_month(cell) == dt.date(1975, month, 1)


@pytest.mark.parametrize("cell", [1975.13, 1975.99, "Foo-75", "1975年十三月"])
def test_month_that_no_year_has_is_refused(cell: object):
    with pytest.raises(BadDate, match="1975-10 这样的年月"):
        parse_birth_month(cell)


def test_numbers_that_tell_of_each_other():
    assert has_month_of_one_digit(1975.8)
    assert may_lack_nought(1975.1)
    for cell in (1975.08, 1975.12, 1975, "1975.8", None, float("nan"), float("inf")):
        assert not has_month_of_one_digit(cell)
        assert not may_lack_nought(cell)


@pytest.mark.parametrize("cell", ["2026-02-30", "三月", "3月", "2026"])
def test_what_is_no_day_says_how_to_write_one(cell: str):
    with pytest.raises(BadDate, match="2026-03-05 或 3月5日"):
        parse_day(cell, year=2026)


def test_months_and_their_ends():
    assert month_start(FIFTH) == dt.date(2026, 3, 1)
    assert next_month(dt.date(2026, 12, 31)) == dt.date(2027, 1, 1)
    assert next_month(dt.date(2026, 1, 31)) == dt.date(2026, 2, 1)
    assert parse_month("2026-03") == dt.date(2026, 3, 1)
    assert parse_month("2026-13") is parse_month("2026") is parse_month("") is None


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ((2026, 3, 20), 6, (2025, 9, 20)),
        ((2026, 3, 20), 12, (2025, 3, 20)),
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2028, 3, 31), 1, (2028, 2, 29)),
        ((2026, 1, 1), 1, (2025, 12, 1)),
    ],
)
def test_months_before_a_moment(day: tuple[int, ...], months: int, before: tuple[int, ...]):
    assert months_before(dt.datetime(*day, 10, 30, tzinfo=dt.UTC), months) == dt.datetime(
        *before, 10, 30, tzinfo=dt.UTC
    )


def test_date_in_chinese():
    assert chinese_date(FIFTH) == "2026年3月5日(周四)"
