import datetime as dt

import pytest

from liaison.models import JobRun
from liaison.queries import JobLine, failed_since, job_board
from liaison.services import claim, finish, lease
from tests.cast import NOW
from tests.liaison.made import MINUTELY, NIGHTLY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_jobs")]

HOUR = dt.timedelta(hours=1)
THREE = NOW.replace(hour=3)


def ran(job, now: dt.datetime, *, error: str = "") -> None:
    finish(claim=claim(job=job, engine="one", now=now), did="", error=error, now=now)


def nightly(now: dt.datetime) -> JobLine:
    return next(line for line in job_board(now).lines if line.job is NIGHTLY)


def test_job_that_never_ran_is_late_an_hour_after_its_first_slot():
    assert not nightly(THREE + HOUR).late
    assert nightly(THREE + HOUR + dt.timedelta(seconds=1)).late
    assert nightly(THREE).state is None


def test_job_that_missed_its_slot_shows_within_the_hour():
    ran(NIGHTLY, THREE - dt.timedelta(days=1))
    assert not nightly(THREE + HOUR).late
    assert nightly(THREE + HOUR + dt.timedelta(seconds=1)).late


def test_job_that_ran_is_due_at_its_next_slot():
    ran(NIGHTLY, THREE)
    line = nightly(NOW)
    assert (line.late, line.failed, line.running, line.broken_off) == (False, False, False, False)
    assert line.next_at == THREE + dt.timedelta(days=1)


def test_job_under_way_is_running_and_late_only_when_it_takes_too_long():
    held = claim(job=NIGHTLY, engine="one", now=THREE)
    assert nightly(THREE).running
    assert not nightly(THREE).late
    stalled = nightly(THREE + lease() + HOUR)
    assert (stalled.running, stalled.broken_off, stalled.late) == (False, True, True)
    finish(claim=held, did="", error="", now=THREE)
    assert not nightly(THREE + lease() + HOUR).late


def test_job_that_failed_is_told_until_it_does_its_work():
    ran(NIGHTLY, THREE, error="出错")
    assert nightly(NOW).failed
    ran(NIGHTLY, THREE + dt.timedelta(days=1))
    assert not nightly(NOW).failed


def test_engine_is_silent_when_it_never_looked_or_looks_no_more():
    assert job_board(NOW).silent
    ran(MINUTELY, NOW)
    assert not job_board(NOW + dt.timedelta(minutes=5)).silent
    assert job_board(NOW + dt.timedelta(minutes=6)).silent


def test_failures_of_the_last_day_leave_out_older_ones_and_what_went_well():
    ran(NIGHTLY, THREE - dt.timedelta(days=2), error="旧的")
    ran(NIGHTLY, THREE, error="新的")
    finish(claim=claim(job=MINUTELY, engine="one", now=NOW), did="做了", error="", now=NOW)
    assert [run.error for run in failed_since(NOW - dt.timedelta(days=1))] == ["新的"]
    assert JobRun.objects.count() == 3


def test_board_asks_once_whatever_the_jobs(django_assert_num_queries):
    for job in (MINUTELY, NIGHTLY):
        ran(job, NOW)
    with django_assert_num_queries(1):
        assert len(job_board(NOW).lines) == 2
