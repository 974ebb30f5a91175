import datetime as dt
import logging
import threading

import pytest
from django.db import connection

from liaison.engine import MOST_ATTEMPTS, job_of, look
from liaison.models import JobRun, JobState
from liaison.services import claim, lease
from tests.cast import NOW
from tests.liaison import made
from tests.liaison.made import MINUTELY, fail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_jobs")]


def test_job_is_called_with_the_clock_and_its_words_are_kept():
    made.told.append(lambda: "清除 3 个")
    assert look(MINUTELY, kind="work", now=NOW).did == "清除 3 个"
    assert made.ran_at == [NOW]
    run = JobRun.objects.get()
    assert (run.job, run.slot, run.did, run.error) == ("made", NOW, "清除 3 个", "")
    assert run.engine.startswith("work@")


def test_job_that_is_not_due_is_not_called():
    for _ in range(2):
        look(MINUTELY, kind="work", now=NOW)
    assert len(made.ran_at) == 1


def test_job_that_raises_is_written_down_without_its_words_and_tried_in_its_next_slot(caplog):
    made.told.append(fail)
    with caplog.at_level(logging.ERROR):
        assert "ValueError" in look(MINUTELY, kind="work", now=NOW).error
    run = JobRun.objects.get()
    assert "13900000001" not in run.error
    assert "13900000001" in caplog.text
    assert look(MINUTELY, kind="work", now=NOW) is None
    assert look(MINUTELY, kind="work", now=NOW + dt.timedelta(minutes=1)).error == ""


def test_job_that_killed_its_process_again_and_again_waits_for_its_next_slot():
    now = NOW
    for _ in range(MOST_ATTEMPTS):
        claim(job=MINUTELY, engine="dies", now=now)
        now += lease() + dt.timedelta(seconds=1)
    assert "中断" in look(MINUTELY, kind="work", now=now).error
    assert made.ran_at == []
    look(MINUTELY, kind="work", now=now + dt.timedelta(minutes=1))
    assert len(made.ran_at) == 1


def test_code_that_the_schedule_knows_no_more_is_nobody():
    assert job_of("made") is MINUTELY
    assert job_of("gone") is None


@pytest.mark.django_db(transaction=True)
def test_job_longer_than_its_lease_stays_held(settings):
    settings.JOB_LEASE_SECONDS = 0.3
    first: list[dt.datetime] = []
    renewed = threading.Event()

    def wait_for_renewals() -> str:
        while not renewed.wait(0.05):
            held_until = JobState.objects.get().held_until
            first.append(held_until)
            if held_until > first[0]:
                renewed.set()
        return "做完了"

    made.told.append(wait_for_renewals)
    look(MINUTELY, kind="work", now=NOW)
    assert JobRun.objects.get().did == "做完了"
    assert first[-1] > first[0]


@pytest.mark.django_db(transaction=True)
def test_of_many_that_look_at_once_one_runs():
    gate = threading.Barrier(6)

    def one() -> None:
        try:
            gate.wait()
            look(MINUTELY, kind="work", now=NOW)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made.ran_at == [NOW]
