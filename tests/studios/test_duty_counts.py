"""Duty counted for who assesses it."""

import datetime as dt

from studios.queries import MemberDuty, StudioDuty, duty_of_members, duty_of_studios
from studios.services import Mark, arrange_swap, cancel_shift, record_shift
from tests.cast import Cast
from tests.studios.duty import FRIDAY, at, shift, turn

FIRST, LAST, LATER = dt.date(2026, 3, 1), dt.date(2026, 3, 31), dt.date(2026, 4, 2)
CAME = Mark(True, dt.time(9), dt.time(11))


def record(cast: Cast, made, *marks: Mark, instead: str = "") -> None:
    turns = list(made.turns.standing().by_strokes())
    made.refresh_from_db()
    record_shift(
        shift=made, marks={one.pk: mark for one, mark in zip(turns, marks, strict=True)}, no_visitors=bool(instead),
        instead=instead, why="", revision=made.revision, by=cast.liaison, now=at(LATER),
    )  # fmt: skip


def test_turns_and_shifts_by_what_became_of_them(cast: Cast, django_assert_num_queries):
    hanmei, wangzhao = cast.person(cast.member), cast.person(cast.convener)
    both = shift(cast, hanmei, wangzhao)
    record(cast, both, CAME, Mark(False), instead="整理民情")  # 王召 came, 韩梅 did not
    record(cast, shift(cast, day=dt.date(2026, 3, 24)), CAME)  # no outcome yet
    swapped = shift(cast, day=dt.date(2026, 3, 25))
    arrange_swap(turn=turn(swapped, cast.member), member=wangzhao, why="出差", by=cast.liaison, now=at("2026-03-21"))
    cancel_shift(shift=shift(cast, day=dt.date(2026, 3, 26)), why="防汛", by=cast.convener, now=at("2026-03-21"))
    shift(cast, day=dt.date(2026, 3, 23), published=False)
    shift(cast, day=dt.date(2026, 4, 1))
    with django_assert_num_queries(1):
        members = duty_of_members(FIRST, LAST)
    assert members == {
        hanmei.pk: MemberDuty(planned=2, came=1, absent=1, held=0),
        wangzhao.pk: MemberDuty(planned=2, came=1, absent=0, held=1),
    }
    with django_assert_num_queries(1):
        studios = duty_of_studios(FIRST, LAST, LATER)
    assert studios == {cast.town.pk: StudioDuty(planned=3, held=1, empty=1, gaps=2, cancelled=1)}
    assert FIRST <= FRIDAY <= LAST
