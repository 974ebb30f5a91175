"""``manage.py work`` in this process; with real processes it is tried in tests/reliability."""

import os
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from liaison.embedded import run_until
from liaison.schedule import JOBS
from tests.liaison import made
from tests.liaison.made import fail

pytestmark = pytest.mark.usefixtures("made_jobs")


def once() -> str:
    said = StringIO()
    call_command("work", "--once", stdout=said)
    return said.getvalue()


def test_once_runs_what_is_due_and_says_what_it_did(db: None):
    made.told.append(lambda: "清除 3 个")
    assert once().splitlines() == ["试任务:清除 3 个", "夜间任务:没有要做的"]


def test_once_says_that_nothing_is_due(db: None):
    JOBS.remove(made.MINUTELY)
    once()
    assert once() == "没有到时间的任务。\n"


def test_once_goes_on_after_a_failure_and_ends_with_an_error(db: None):
    made.told.append(fail)
    said = StringIO()
    with pytest.raises(CommandError, match="没有做成"):
        call_command("work", "--once", stdout=said)
    assert said.getvalue().splitlines()[1] == "夜间任务:没有要做的"


@pytest.mark.django_db(transaction=True)
def test_loop_ends_after_the_running_jobs_and_a_long_one_keeps_no_other_waiting():
    stop, both = threading.Event(), threading.Barrier(2, action=lambda: stop.set())
    ended: list[str] = []

    def meet() -> str:
        both.wait(60)  # each waits until the other runs too
        ended.append("")
        return "做完了"

    made.told.extend([meet, meet])
    run_until(stop)
    assert len(ended) == 2


@pytest.mark.django_db(transaction=True)
def test_loop_ends_with_the_process_that_started_it():
    run_until(threading.Event(), parent=os.getpid())  # not the parent of this process: it is gone


@pytest.mark.django_db(transaction=True)
def test_loop_outlives_a_job_that_cannot_be_looked_at(monkeypatch: pytest.MonkeyPatch, caplog):
    stop, looked = threading.Event(), []

    def refuse(job, **kwargs) -> None:
        looked.append(job)
        if len(looked) == 2:
            stop.set()
        raise OSError("the database is away")

    monkeypatch.setattr("liaison.embedded.look", refuse)
    run_until(stop)
    assert len(looked) == 2
    assert caplog.text.count("could not be looked at") == 2
