"""Shifts made ahead: once, with people by rotation, following the calendar until they are published."""

import datetime as dt

import pytest

from deadlines.models import DayOff, MakeUpDay, YearNotice
from deadlines.queries import the_calendar
from studios.models import DutySetting, DutyShift, ShiftTurn
from studios.queries.duty import shares, unsettled
from studios.services import (
    DutyRefused,
    ShiftValues,
    cancel_shift,
    change_pattern,
    change_shift,
    end_pattern,
    keep_day,
    make_shifts,
    open_pattern,
    publish_shifts,
)
from tests.cast import NOW, Cast
from tests.studios.duty import FRIDAY, FRIDAYS, PatternValues, at, fridays, make, people, resident, shift, told

WEEK = dt.timedelta(days=7)
TODAY = NOW.date()


def days(cast: Cast) -> list[str]:
    shifts = DutyShift.objects.in_studios([cast.town]).standing().in_order()
    return [f"{one.day.month}-{one.day.day}" for one in shifts]


def test_pattern_makes_its_shifts_for_the_weeks_ahead_at_once(cast: Cast):
    fridays(cast)
    # Labour Day moves to the first working day after
    assert days(cast) == ["3-20", "3-27", "4-3", "4-10", "4-17", "4-24", "5-6", "5-8", "5-15"]
    assert {one.state for one in DutyShift.objects.all()} == {"planned"}


def test_weeks_ahead_are_the_offices_number(cast: Cast):
    DutySetting.objects.update(weeks_ahead=2)
    fridays(cast)
    assert days(cast) == ["3-20", "3-27", "4-3"]


def test_second_run_makes_nothing_and_the_next_day_only_what_is_new(cast: Cast):
    fridays(cast)
    before = list(DutyShift.objects.values_list("pk", flat=True))
    assert not any(vars(make(cast)).values())
    assert list(DutyShift.objects.values_list("pk", flat=True)) == before
    assert make(cast, at("2026-03-27")).made == 1
    assert days(cast)[-1] == "5-22"


def test_job_serves_every_standing_studio_and_no_closed_one(cast: Cast):
    for studio in (cast.town, cast.river):
        open_pattern(studio=studio, values=FRIDAYS, since=TODAY, by=cast.clerk, now=NOW)
    cast.river.closed_on = TODAY
    cast.river.save()
    DutyShift.objects.all().delete()
    assert make_shifts(now=NOW).made == 9
    assert not DutyShift.objects.in_studios([cast.river]).exists()


def test_people_take_turns_by_strokes_and_nobody_twice_in_a_shift(cast: Cast):
    resident(cast, "丁一")
    fridays(cast)
    turns = [str(one) for one in ShiftTurn.objects.order_by("shift__day")]
    assert turns[:6] == ["丁一", "王召", "韩梅"] * 2
    counted = {one.member.name: (one.turns, one.coming) for one in shares(cast.town, TODAY)}
    assert counted == {"丁一": (1, 2), "王召": (0, 3), "韩梅": (0, 3)}


def test_two_a_shift_and_only_those_who_hold_a_seat(cast: Cast):
    gone = resident(cast, "丁一")
    gone.seats.update(ended_on=TODAY)
    fridays(cast, people=2)
    assert all(people(one) == ["王召", "韩梅"] for one in DutyShift.objects.all())


def test_who_has_a_turn_elsewhere_that_day_is_left_out(cast: Cast):
    hanmei = cast.person(cast.member)
    resident_too = cast.river.residencies.create(member=hanmei)
    assert resident_too.pk
    shift(cast, hanmei, day=dt.date(2026, 3, 20), studio=cast.river)
    fridays(cast, people=2)
    assert people(DutyShift.objects.in_studios([cast.town]).get(day=TODAY)) == ["王召"]


def test_two_patterns_on_one_day_and_hour_make_one_shift(cast: Cast):
    fridays(cast)
    monthly = PatternValues(rhythm="monthly", day=27, starts=dt.time(9), ends=dt.time(12))
    open_pattern(studio=cast.town, values=monthly, since=TODAY, by=cast.convener, now=NOW)
    assert days(cast).count("3-27") == 1
    assert days(cast).count("4-27") == 1


def test_pattern_sent_twice_is_one(cast: Cast):
    assert fridays(cast).pk == fridays(cast).pk


def test_pattern_in_the_past_is_refused(cast: Cast):
    with pytest.raises(DutyRefused, match="已经过去"):
        open_pattern(studio=cast.town, values=FRIDAYS, since=TODAY - WEEK, by=cast.convener, now=NOW)


def test_changed_pattern_ends_one_opens_the_next_and_leaves_the_published(cast: Cast):
    old = fridays(cast)
    first, second = DutyShift.objects.in_order()[:2]
    publish_shifts(shifts=[first, second], by=cast.convener, now=NOW)
    saturdays = PatternValues(**vars(FRIDAYS) | {"weekday": 5, "makeup": "skip"})
    new, _ = change_pattern(
        pattern=old, values=saturdays, since=FRIDAY, seen_until=None, by=cast.convener, now=NOW
    )  # fmt: skip
    old.refresh_from_db()
    assert (old.until, new.since) == (dt.date(2026, 3, 26), FRIDAY)
    assert days(cast) == ["3-20", "3-27", "3-28", "4-11", "4-18", "4-25", "5-10"]
    assert [one.shift.pk for one in unsettled([cast.town], TODAY, the_calendar())] == [second.pk]


def test_pattern_changed_by_two_at_once_is_changed_once(cast: Cast):
    old = fridays(cast)
    mine = PatternValues(**vars(FRIDAYS) | {"weekday": 5})
    theirs = PatternValues(**vars(FRIDAYS) | {"weekday": 2})
    sent = {"pattern": old, "since": FRIDAY, "seen_until": None, "now": NOW}
    made, _ = change_pattern(values=mine, by=cast.convener, **sent)
    again, _ = change_pattern(values=mine, by=cast.convener, **sent)
    assert again.pk == made.pk
    with pytest.raises(DutyRefused, match="刚刚有人改过或停用"):
        change_pattern(values=theirs, by=cast.liaison, **sent)


def test_ended_pattern_takes_its_unpublished_shifts_along(cast: Cast):
    old = fridays(cast)
    end_pattern(pattern=old, until=dt.date(2026, 4, 5), seen_until=None, by=cast.convener, now=NOW)
    assert days(cast) == ["3-20", "3-27", "4-3"]
    end_pattern(pattern=old, until=dt.date(2026, 4, 5), seen_until=None, by=cast.convener, now=NOW)
    with pytest.raises(DutyRefused):
        end_pattern(pattern=old, until=dt.date(2026, 4, 6), seen_until=None, by=cast.liaison, now=NOW)


def test_pattern_that_has_not_begun_is_dropped_whole(cast: Cast):
    old, _ = open_pattern(studio=cast.town, values=FRIDAYS, since=FRIDAY, by=cast.convener, now=NOW)
    end_pattern(pattern=old, until=TODAY, seen_until=None, by=cast.convener, now=NOW)
    old.refresh_from_db()
    assert old.dropped
    assert days(cast) == []


def test_cancelled_shift_is_not_made_again(cast: Cast):
    fridays(cast)
    cancel_shift(shift=DutyShift.objects.get(day=FRIDAY), why="下村", by=cast.convener, now=NOW)
    assert make(cast).made == 0
    assert "3-27" not in days(cast)


def holiday(day: dt.date, name: str = "县庆") -> None:
    DayOff.objects.create(date=day, name=name, source="本机关录入")


def test_unpublished_shift_follows_a_changed_calendar_and_the_published_one_stays(cast: Cast):
    fridays(cast)
    publish_shifts(shifts=[DutyShift.objects.get(day=FRIDAY)], by=cast.convener, now=NOW)
    holiday(FRIDAY)
    holiday(dt.date(2026, 4, 3))
    done = make(cast)
    assert (done.moved, done.asked) == (1, 1)
    assert days(cast)[:4] == ["3-20", "3-27", "4-7", "4-10"]
    asked = unsettled([cast.town], TODAY, the_calendar())
    assert [(one.shift.day, one.now.day) for one in asked] == [(FRIDAY, dt.date(2026, 3, 30))]
    assert "城关工作室3月27日的值班请您定一下" in told(cast.liaison)
    make(cast)
    assert told(cast.liaison).count("城关工作室3月27日的值班请您定一下") == 1


def test_convener_keeps_the_day_and_is_not_asked_again(cast: Cast):
    fridays(cast)
    held = DutyShift.objects.get(day=FRIDAY)
    publish_shifts(shifts=[held], by=cast.convener, now=NOW)
    holiday(FRIDAY)
    keep_day(shift=held, by=cast.convener, now=NOW)
    keep_day(shift=held, by=cast.convener, now=NOW)
    assert not unsettled([cast.town], TODAY, the_calendar())
    assert held.events.filter(action="keep").count() == 1


def test_convener_moves_the_day_and_is_not_asked_again(cast: Cast):
    fridays(cast)
    held = DutyShift.objects.get(day=FRIDAY)
    publish_shifts(shifts=[held], by=cast.convener, now=NOW)
    held.refresh_from_db()
    holiday(FRIDAY)
    moved = ShiftValues(
        dt.date(2026, 3, 28), held.starts, held.ends, members=tuple(one.member for one in held.turns.all())
    )
    change_shift(shift=held, values=moved, revision=held.revision, by=cast.convener, now=NOW)
    assert not unsettled([cast.town], TODAY, the_calendar())
    assert make(cast).asked == 0


def test_calendar_that_changes_back_leaves_nothing_to_decide(cast: Cast):
    fridays(cast)
    publish_shifts(shifts=[DutyShift.objects.get(day=FRIDAY)], by=cast.convener, now=NOW)
    holiday(FRIDAY)
    DayOff.objects.filter(date=FRIDAY).delete()
    assert not unsettled([cast.town], TODAY, the_calendar())


def test_shift_of_a_year_not_announced_is_provisional_until_the_notice_comes(cast: Cast):
    now = at("2026-12-20")
    fridays(cast, now=now)
    january = DutyShift.objects.get(planned_on=dt.date(2027, 1, 8))
    publish_shifts(shifts=[january], by=cast.convener, now=now)
    january.refresh_from_db()
    assert january.provisional
    assert DutyShift.objects.get(planned_on=dt.date(2027, 1, 1)).day == dt.date(2027, 1, 4)
    YearNotice.objects.create(year=2027, source="通知", entered_at=now)
    for number in (1, 2, 3):
        holiday(dt.date(2027, 1, number), "元旦")
    MakeUpDay.objects.create(date=dt.date(2027, 1, 9), name="元旦", source="通知")
    make(cast, now)
    assert not DutyShift.objects.filter(provisional=True).exists()


def test_shift_changed_by_hand_is_left_alone(cast: Cast):
    fridays(cast)
    held = DutyShift.objects.get(day=FRIDAY)
    values = ShiftValues(FRIDAY, held.starts, held.ends, theme="医保", members=(cast.person(cast.member),))
    change_shift(shift=held, values=values, revision=1, by=cast.convener, now=NOW)
    holiday(FRIDAY)
    make(cast)
    held.refresh_from_db()
    assert (held.day, people(held)) == (FRIDAY, ["韩梅"])


def test_queries_of_a_run_do_not_grow_with_what_is_made_already(cast: Cast, django_assert_max_num_queries):
    fridays(cast)
    with django_assert_max_num_queries(12):
        make(cast)
