"""Whose turn it is."""

import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studios.rotation import Candidate, choose

START = dt.date(2026, 1, 2)


def weekly(candidates: list[Candidate], weeks: int, n: int = 1, start: dt.date = START) -> list[list[int]]:
    days = [start + dt.timedelta(weeks=week) for week in range(weeks)]
    return [[one.key for one in choose(candidates, n, day)] for day in days]


def test_all_come_once_by_strokes_before_anybody_comes_again():
    assert weekly([Candidate(1), Candidate(2), Candidate(3)], 6) == [[1], [2], [3]] * 2


def test_nobody_is_twice_in_a_shift_and_few_people_make_a_small_shift():
    assert weekly([Candidate(1), Candidate(2)], 2, n=3) == [[1, 2], [1, 2]]


def test_who_is_busy_that_day_comes_next_time():
    people = [Candidate(1), Candidate(2)]
    assert [one.key for one in choose(people, 1, START, busy={1})] == [2]
    assert [one.key for one in choose(people, 1, START + dt.timedelta(days=7))] == [1]


def test_fewest_turns_come_first_then_who_was_longest_ago():
    many = Candidate(1, days=[dt.date(2025, 6, 6), dt.date(2025, 7, 4)])
    late = Candidate(2, days=[dt.date(2025, 12, 26)])
    early = Candidate(3, days=[dt.date(2025, 11, 7)])
    assert weekly([many, late, early], 2) == [[3], [2]]


def test_turn_of_over_a_year_ago_counts_no_more():
    assert Candidate(1, days=[dt.date(2025, 1, 1), dt.date(2025, 1, 3)]).turns(START) == 1


def test_who_joins_late_is_neither_flooded_nor_let_off():
    people = [Candidate(n) for n in range(1, 6)]
    weekly(people, 26)
    july = START + dt.timedelta(weeks=26)
    people.append(Candidate(6, since=july))
    turns = [one for shift in weekly(people, 24, start=july) for one in shift]
    assert 3 <= turns.count(6) <= 5  # 24 shifts, six people: four each
    assert all(turns.count(one) >= 3 for one in range(1, 6))
    places = [n for n, one in enumerate(turns) if one == 6]
    assert min(later - earlier for earlier, later in pairwise(places)) >= 3  # never twice in a short while to make up


def test_who_has_not_joined_yet_is_not_chosen():
    assert choose([Candidate(1, since=dt.date(2026, 3, 1))], 1, START) == []


@given(st.integers(1, 12), st.integers(1, 4), st.integers(1, 60))
def test_turns_of_those_who_are_there_from_the_start_differ_by_one_at_most(people: int, n: int, weeks: int):
    candidates = [Candidate(key) for key in range(people)]
    shifts = weekly(candidates, min(weeks, 52), n)
    turns = [sum(key in shift for shift in shifts) for key in range(people)]
    assert max(turns) - min(turns) <= 1
    assert all(len(set(shift)) == len(shift) == min(n, people) for shift in shifts)
