"""Which rung is due: of one ladder, at any moment, after any pause."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.models import Deadline, ReminderHours, Rung
from deadlines.rungs import Steps, Timetable
from tests.deadlines.makers import at, day, known_calendar

OFFSETS = [-7, -3, -1, 0, 5, 10]
STEPS = Steps([Rung(offset=offset, level="remind", tells_responsible=True) for offset in OFFSETS])
SHIFT = Steps([Rung(offset=-1, level="remind", tells_responsible=True)], any_day_at=dt.time(18))
TABLE = Timetable(known_calendar(), ReminderHours(), {"": STEPS, "shift": SHIFT})


def deadline(due: str = "2026-03-23", leg_at: dt.datetime | None = None, **fields) -> Deadline:
    return Deadline(kind="x", label="某事", due_on=day(due), leg_at=leg_at or at("2026-03-02", 10), **fields)


def offsets(plan) -> tuple[int | None, list[int]]:
    return (plan.top.offset if plan.top else None), [rung.offset for rung in plan.passed]


@pytest.mark.parametrize(
    ("now", "top", "passed", "next_day"),
    [
        (at("2026-03-12", 8, 59), None, [], "2026-03-12"),
        (at("2026-03-12"), -7, [], "2026-03-18"),
        (at("2026-03-18", 11), -3, [-7], "2026-03-20"),
        (at("2026-03-23"), 0, [-7, -3, -1], "2026-03-30"),  # a missed fortnight
        (at("2026-03-30"), 5, [-7, -3, -1, 0], "2026-04-07"),
        (at("2026-05-06"), 10, [-7, -3, -1, 0, 5], None),
    ],
)
def test_late_run_tells_the_highest_and_passes_over_the_lower(now, top, passed, next_day):
    plan = TABLE.plan(deadline(), now)
    assert offsets(plan) == (top, passed)
    assert plan.next_at == (at(next_day) if next_day else None)


def test_rung_reached_is_not_due_again_nor_is_any_below_it():
    assert offsets(TABLE.plan(deadline(reached=0), at("2026-03-23"))) == (None, [])
    assert TABLE.next_at(deadline(reached=0)) == at("2026-03-30")
    assert TABLE.next_at(deadline(reached=10)) is None


def test_what_lay_before_the_opening_is_not_told():
    opened_late = deadline(leg_at=at("2026-03-19", 15))
    assert TABLE.next_at(opened_late) == at("2026-03-20")
    assert offsets(TABLE.plan(opened_late, at("2026-03-20"))) == (-1, [])


def test_deadline_opened_when_it_was_over_already_is_urged_at_once():
    overdue = deadline("2026-03-23", leg_at=at("2026-04-10", 15))
    assert TABLE.next_at(overdue) <= at("2026-04-10", 15)
    assert offsets(TABLE.plan(overdue, at("2026-04-13"))) == (10, [0, 5])


def test_last_day_off_is_urged_on_the_working_day_before():
    assert TABLE.plan(deadline("2026-10-04"), at("2026-09-30")).top.offset == 0


def test_moments_are_the_opening_of_working_days():
    for offset in OFFSETS:
        moment = TABLE.next_at(deadline("2026-10-09", reached=offset - 1, leg_at=at("2026-09-01")))
        assert (moment.hour, moment.minute) == (9, 0)
        assert known_calendar().is_working(moment.date())


def test_hours_are_those_of_working_days():
    assert TABLE.in_hours(at("2026-03-20", 9))
    assert TABLE.in_hours(at("2026-03-20", 17, 29))
    assert not TABLE.in_hours(at("2026-03-20", 17, 30))
    assert not TABLE.in_hours(at("2026-03-20", 8, 59))
    assert not TABLE.in_hours(at("2026-03-21", 10))  # a Saturday
    assert TABLE.in_hours(at("2026-02-28", 10))  # a Saturday that works


def test_shift_is_reminded_at_six_the_evening_before_whatever_the_day():
    saturday = deadline("2026-03-22", leg_at=at("2026-03-10"))
    saturday.kind = "shift"
    assert TABLE.next_at(saturday) == at("2026-03-21", 18)
    assert TABLE.any_day_kinds() == ["shift"]


@given(
    st.dates(dt.date(2026, 1, 5), dt.date(2026, 11, 1)),
    st.lists(st.integers(0, 60), min_size=1, max_size=12),
    st.sampled_from(range(24)),
)
def test_sweeps_at_any_moments_tell_each_rung_at_most_once_and_upward(due: dt.date, pauses: list[int], hour: int):
    """Whatever nights are missed: what is told rises, nothing overtaken is told, and the end is the same."""
    one = deadline(due.isoformat(), leg_at=at("2026-01-01"))
    told, seen = [], set()
    now = at("2026-01-02", hour)
    for pause in [*pauses, 400]:
        now += dt.timedelta(days=pause)
        plan = TABLE.plan(one, now)
        if plan.top:
            told.append(plan.top.offset)
            seen |= {plan.top.offset, *(rung.offset for rung in plan.passed)}
            assert all(rung.offset < plan.top.offset for rung in plan.passed)
            one.reached = plan.top.offset
        assert TABLE.plan(one, now).top is None, "a second sweep at once tells nothing"
    assert told == sorted(set(told))
    assert told[-1] == one.reached == 10
    reachable = [offset for offset in OFFSETS if offset >= 0 or TABLE._moment(one, Rung(offset=offset)) > one.leg_at]
    assert seen == set(reachable)
