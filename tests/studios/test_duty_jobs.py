"""Reminders: the evening before, once; and what the jobs say."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notices.models import Notice
from studios.models import DutySetting
from studios.queries import next_turn_of
from studios.services import ShiftValues, arrange_swap, change_shift, remind_to_publish, remind_turns
from studios.tasks import look_after_shifts, make_shifts
from studios.tasks import remind_to_publish as remind_to_publish_job
from studios.tasks import remind_turns as remind_turns_job
from tests.cast import NOW, Cast
from tests.studios.duty import FRIDAY, at, fridays, resident, shift, told, turn

EVENING = at("2026-03-26", 18)


def test_holder_is_reminded_at_six_the_day_before_once(cast: Cast):
    shift(cast, place="东关村委会", theme="医保")
    assert remind_turns(now=at("2026-03-26", 17.9)) == 0
    assert remind_turns(now=EVENING) == 1
    assert remind_turns(now=at("2026-03-26", 18.1)) == 0
    assert "明天9:00您在城关工作室值班" in told(cast.member)
    body = Notice.objects.get(subject__startswith="明天").body
    for word in ("2026年3月27日(周五)9:00至11:30", "东关村委会", "医保"):
        assert word in body


def test_hour_is_the_offices_number_and_any_day_will_do(cast: Cast):
    DutySetting.objects.update(reminder_hour=20)
    shift(cast, day=dt.date(2026, 3, 30))  # a Monday: the evening before is a Sunday's
    assert remind_turns(now=at("2026-03-29", 19)) == 0
    assert remind_turns(now=at("2026-03-29", 20)) == 1


@pytest.mark.parametrize(("hour", "told_then"), [(0.5, 1), (8.9, 1), (9, 0), (12, 0)])
def test_late_run_tells_until_the_shift_begins(cast: Cast, hour: float, told_then: int):
    shift(cast)
    assert remind_turns(now=at(FRIDAY, hour)) == told_then
    if told_then:
        assert "今天9:00您在城关工作室值班" in told(cast.member)


def test_who_takes_over_in_the_evening_is_told_at_once_and_the_old_one_no_more(cast: Cast):
    made = shift(cast)
    late = at("2026-03-26", 21)
    arrange_swap(
        turn=turn(made, cast.member), member=cast.person(cast.convener), why="发烧", by=cast.liaison, now=late
    )  # fmt: skip
    assert "城关工作室值班:3月27日由您代韩梅" in told(cast.convener)
    assert remind_turns(now=late) == 1
    assert "明天9:00您在城关工作室值班" not in told(cast.member)


def test_changed_hour_is_told_anew(cast: Cast):
    made = shift(cast)
    remind_turns(now=EVENING)
    values = ShiftValues(FRIDAY, dt.time(14), dt.time(16), members=(cast.person(cast.member),))
    change_shift(shift=made, values=values, revision=made.revision, by=cast.convener, now=at("2026-03-26", 19))
    assert remind_turns(now=at("2026-03-26", 19.1)) == 1
    assert "明天14:00您在城关工作室值班" in told(cast.member)


def test_nobody_is_reminded_of_what_is_not_published_or_not_theirs(cast: Cast):
    shift(cast, published=False)
    assert remind_turns(now=EVENING) == 0


def test_who_has_no_account_is_reminded_by_phone_and_who_has_neither_stops_nobody(cast: Cast):
    shift(cast, resident(cast, "丁一", phone="13900000031"), resident(cast, "丁二"), cast.person(cast.member))
    assert remind_turns(now=EVENING) == 2
    assert "明天9:00您在城关工作室值班" in told("13900000031")


def test_reminders_ask_the_same_queries_for_one_and_three(cast: Cast):
    def asked(number: int) -> int:
        shift(cast, starts=dt.time(9 + number), ends=dt.time(10 + number), theme=f"{number}")
        with CaptureQueriesContext(connection) as queries:
            assert remind_turns(now=EVENING) == 1
        return len(queries)

    assert len({asked(number) for number in range(3)}) == 1


def test_who_runs_the_studio_is_asked_to_publish_in_time_once(cast: Cast):
    fridays(cast)
    assert remind_to_publish(now=NOW) == 2  # today's
    assert remind_to_publish(now=at("2026-03-21")) == 0  # nothing within five days
    assert remind_to_publish(now=at("2026-03-22")) == 2
    assert remind_to_publish(now=at("2026-03-23")) == 0
    assert told(cast.liaison).count("城关工作室的值班还没有发布") == 2


def test_next_turn_of_a_member(cast: Cast):
    hanmei = cast.person(cast.member)
    assert next_turn_of(hanmei, NOW.date()) is None
    shift(cast, day=dt.date(2026, 4, 3))
    made = shift(cast)
    shift(cast, day=dt.date(2026, 3, 24), published=False)
    assert next_turn_of(hanmei, NOW.date()).shift_id == made.pk
    assert next_turn_of(hanmei, dt.date(2026, 3, 28)).shift.day == dt.date(2026, 4, 3)


def test_jobs_say_what_they_did_and_nothing_when_there_was_nothing(cast: Cast):
    for job in (make_shifts, remind_turns_job, remind_to_publish_job, look_after_shifts):
        assert job(now=NOW) == ""
    fridays(cast)
    assert make_shifts(now=at("2026-03-27")) == "排班1个,按日历改期0个,撤掉0个,请召集人决定0个"
    shift(cast, starts=dt.time(14), ends=dt.time(16))
    assert remind_turns_job(now=EVENING) == "提醒值班1人"
    assert remind_to_publish_job(now=EVENING).startswith("提醒发布值班表")
    assert look_after_shifts(now=at("2026-03-28")) == "办结0班,重新打开0班,开始催成果1班,调剂失效0个"
