"""One slot, one run: what claiming, holding and letting go promise each other."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from liaison.models import JobRun, JobState
from liaison.services import Claim, claim, finish, lease, remove_old_runs, renew
from tests.cast import NOW
from tests.liaison.made import MINUTELY, NIGHTLY

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


def claimed(now: dt.datetime = NOW, *, engine: str = "one") -> Claim | None:
    return claim(job=MINUTELY, engine=engine, now=now)


def ended(now: dt.datetime = NOW, *, did: str = "做了一件", error: str = "") -> bool:
    return finish(claim=claimed(now), did=did, error=error, now=now + dt.timedelta(seconds=2))


def test_slot_is_given_once():
    assert claimed().slot == NOW
    assert claimed(NOW + dt.timedelta(seconds=1), engine="two") is None


def test_slot_that_is_done_is_not_given_again():
    assert ended()
    assert claimed(NOW + dt.timedelta(seconds=59)) is None
    assert claimed(NOW + MINUTE).slot == NOW + MINUTE


def test_slot_that_had_nothing_to_do_is_not_given_again_and_leaves_no_history():
    assert ended(did="")
    assert claimed(NOW + dt.timedelta(seconds=59)) is None
    assert not JobRun.objects.exists()
    assert JobState.objects.get().looked_at == NOW + dt.timedelta(seconds=59)


def test_job_still_running_is_not_given_in_its_next_slot():
    claimed()
    assert claimed(NOW + MINUTE) is None


def test_missed_slots_collapse_into_one_run():
    ended()
    late = NOW + dt.timedelta(hours=5)
    assert claimed(late).slot == late
    assert JobState.objects.get().attempts == 1


def test_run_whose_holder_died_is_taken_up_after_its_lease():
    claimed()
    assert claimed(NOW + lease()) is None
    taken = claimed(NOW + lease() + dt.timedelta(seconds=1), engine="two")
    assert (taken.attempts, taken.engine) == (2, "two")


def test_lease_that_is_renewed_does_not_run_out():
    held = claimed()
    assert renew(claim=held, now=NOW + lease())
    assert claimed(NOW + lease() + MINUTE) is None


def test_who_lost_the_job_neither_renews_nor_ends_it():
    lost = claimed()
    after = NOW + lease() + MINUTE
    taken = claimed(after, engine="two")
    assert not renew(claim=lost, now=after)
    assert not finish(claim=lost, did="做了两遍", error="", now=after)
    assert finish(claim=taken, did="", error="", now=after)
    run = JobRun.objects.get()  # a run that took up another is told of, even if it had nothing to do
    assert (run.attempts, run.engine, run.did) == (2, "two", "")


def test_worker_whose_clock_lags_does_not_take_an_earlier_slot():
    ended(NOW + MINUTE)
    assert claimed(NOW) is None


def test_attempts_begin_anew_in_a_slot_that_was_not_broken_off():
    claimed()
    finish(claim=claimed(NOW + lease() + MINUTE), did="", error="", now=NOW)
    assert claimed(NOW + dt.timedelta(hours=1)).attempts == 1


def test_long_words_are_cut_to_what_the_database_holds():
    assert ended(did="做" * 500)
    assert len(JobRun.objects.get().did) == 200


def test_database_refuses_two_runs_of_a_slot():
    ended()
    run = JobRun.objects.get()
    run.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        run.save()


def test_database_refuses_a_run_that_tells_nothing():
    with pytest.raises(IntegrityError), transaction.atomic():
        JobRun.objects.create(job="made", slot=NOW, started_at=NOW, finished_at=NOW, engine="one")


def test_history_is_kept_for_the_days_of_the_setting(settings):
    settings.JOB_RUNS_KEPT_DAYS = 30
    for days in (31, 29):
        ended(NOW - dt.timedelta(days=days))
    assert remove_old_runs(now=NOW) == 1
    assert JobRun.objects.get().slot == NOW - dt.timedelta(days=29)


def test_daily_job_is_due_once_a_day():
    first = claim(job=NIGHTLY, engine="one", now=NOW)
    finish(claim=first, did="", error="", now=NOW)
    assert claim(job=NIGHTLY, engine="one", now=NOW.replace(hour=23)) is None
    assert claim(job=NIGHTLY, engine="one", now=NOW.replace(day=21, hour=2, minute=59)) is None
    assert claim(job=NIGHTLY, engine="one", now=NOW.replace(day=21, hour=3)) is not None
