"""When who is told of what is empty, and who may look: without a database."""

import datetime as dt
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studios import rules
from studios.rules.gaps import Days, convener_day, leader_day, month_to_tell, office_day
from studios.states.gaps import GAPS
from tests.deadlines.makers import day, known_calendar

USUAL: Days = SimpleNamespace(convener_day=20, office_after=3, leader_after=5)


@pytest.mark.parametrize(
    ("month", "told"),
    [
        ("2026-03-01", "2026-03-20"),  # a Friday
        ("2026-06-01", "2026-06-22"),  # the 20th is a Saturday of the Dragon Boat festival
        ("2026-09-01", "2026-09-20"),  # a Sunday that works for the National Day
        ("2026-02-01", "2026-02-24"),  # Spring Festival until the 23rd
        ("2026-12-01", "2026-12-21"),
    ],
)
def test_conveners_are_told_on_the_twentieth_or_the_next_working_day(month: str, told: str):
    assert convener_day(day(month), USUAL, known_calendar()) == day(told)


@pytest.mark.parametrize(
    ("today", "month"),
    [
        ("2026-03-19", "2026-02-01"),
        ("2026-03-20", "2026-03-01"),
        ("2026-04-08", "2026-03-01"),
        ("2026-01-05", "2025-12-01"),
        ("2026-02-20", "2026-01-01"),  # in the Spring Festival
    ],
)
def test_only_the_newest_month_whose_day_has_come_is_told(today: str, month: str):
    assert month_to_tell(day(today), USUAL, known_calendar()) == day(month)


@given(
    start=st.dates(dt.date(2006, 1, 1), dt.date(2026, 10, 1)),
    twentieth=st.integers(1, 28),
    office=st.integers(1, 10),
    leader=st.integers(1, 10),
    late=st.integers(0, 60),
)
def test_nobody_above_hears_on_the_day_of_who_is_below(
    start: dt.date, twentieth: int, office: int, leader: int, late: int
):
    """However late a step is taken, the next is counted from it."""
    days = SimpleNamespace(convener_day=twentieth, office_after=office, leader_after=leader)
    calendar = known_calendar()
    told = convener_day(start.replace(day=1), days, calendar) + dt.timedelta(days=late)
    above = office_day(told, days, calendar)
    assert told < above < leader_day(above, days, calendar)


@pytest.mark.parametrize(
    ("rights", "see", "first", "export", "change"),
    [
        (set(), False, False, False, False),
        ({"see_gaps"}, True, False, False, False),
        ({"see_gaps", "see_gaps_first"}, True, True, False, False),
        ({"see_gaps", "see_gaps_first", "export_gaps"}, True, True, True, False),
        ({"see_gaps", "see_gaps_first", "export_gaps", "set_gaps"}, True, True, True, True),
        ({"see_all_visits"}, False, False, False, False),
    ],
)
def test_each_act_asks_for_its_own_right(rights: set[str], see: bool, first: bool, export: bool, change: bool):
    user = SimpleNamespace(has_perm=lambda right: right.removeprefix("studios.") in rights)
    found = [
        rule(user) for rule in (rules.can_see_gaps, rules.sees_gaps_first, rules.can_export_gaps, rules.can_set_gaps)
    ]
    assert found == [see, first, export, change]


def test_every_gap_says_what_it_means_in_words_of_its_own():
    assert len({gap.name for gap in GAPS.values()}) == len({gap.means for gap in GAPS.values()}) == len(GAPS)
    assert {gap.unit for gap in GAPS.values()} <= {"个室", "人", "次", "篇", "件"}
