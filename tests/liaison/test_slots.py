import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liaison.slots import Daily, Every, Monthly
from tests.cast import NOW

MOMENTS = st.integers(1_500_000_000, 2_500_000_000).map(lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC))
HOURS, MINUTES = st.integers(0, 23), st.integers(0, 59)
EVEN = st.one_of(st.builds(Every, st.integers(1, 86_400)), st.builds(Daily, HOURS, MINUTES))
WHENS = st.one_of(EVEN, st.builds(Monthly, HOURS, MINUTES))


@given(WHENS, MOMENTS)
def test_moment_lies_in_its_slot_and_before_the_next(when: Every | Daily | Monthly, moment: dt.datetime):
    slot, following = when.slot(moment), when.after(moment)
    assert slot <= moment < following
    assert when.slot(slot) == slot
    assert when.slot(following) == following
    assert following - slot >= dt.timedelta(seconds=when.seconds)


@given(EVEN, MOMENTS)
def test_slots_of_seconds_and_of_days_are_all_of_one_length(when: Every | Daily, moment: dt.datetime):
    assert when.after(moment) - when.slot(moment) == dt.timedelta(seconds=when.seconds)


def test_daily_slot_begins_at_the_hour_of_the_office(db: None):
    assert Daily(3, 10).slot(NOW).isoformat() == "2026-03-20T03:10:00+08:00"
    assert Daily(11).slot(NOW).isoformat() == "2026-03-19T11:00:00+08:00"


def test_monthly_slot_begins_on_the_first_of_the_month(db: None):
    assert Monthly(2, 50).slot(NOW).isoformat() == "2026-03-01T02:50:00+08:00"
    assert Monthly(2, 50).after(NOW).isoformat() == "2026-04-01T02:50:00+08:00"
    early = dt.datetime(2026, 3, 1, 0, 30, tzinfo=NOW.tzinfo)
    assert Monthly(2, 50).slot(early).isoformat() == "2026-02-01T02:50:00+08:00"


@pytest.mark.parametrize(
    ("when", "said"),
    [(Every(5), "每 5 秒"), (Every(300), "每 5 分钟"), (Daily(3, 5), "每天 3:05"), (Monthly(3), "每月 1 日 3:00")],
)
def test_when_is_said_in_chinese(when: Every | Daily | Monthly, said: str):
    assert str(when) == said
