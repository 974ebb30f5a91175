"""Workers that die, and workers that meet: each slot of a job is done, once."""

from collections import Counter
from collections.abc import Callable

import pytest

from liaison.models import JobRun, JobState
from tests.reliability.processes import Processes


@pytest.mark.parametrize("kind", ["work", "celery"])
def test_job_of_a_killed_worker_is_taken_up_and_done_once(
    processes: Callable[..., Processes], redis: str, kind: str
) -> None:
    running = processes(jobs="slow")
    if kind == "celery":
        running.beat(redis)

    def start():
        return running.worker(redis) if kind == "celery" else running.work()

    first = start()
    running.wait(lambda: running.lines("slow") == ["began"], "the job did not begin")
    running.kill(first)
    start()
    running.wait(lambda: running.lines("slow") == ["began", "began"], "nobody took the job up again")
    (running.folder / "go").touch()
    running.wait(JobRun.objects.exists, "the job did not end")
    run = JobRun.objects.get()
    assert (run.did, run.error, run.attempts) == ("做完了", "", 2)
    assert run.engine.startswith(kind)
    assert running.lines("slow") == ["began", "began", "ended"]


def test_two_engines_of_two_processes_each_do_every_slot_once(processes: Callable[..., Processes], redis: str) -> None:
    running = processes(jobs="tick,slow")
    running.beat(redis)
    engines = [running.work(), running.work(), running.worker(redis), running.worker(redis)]
    running.wait(lambda: running.lines("slow"), "the long job did not begin")
    held_until = JobState.objects.get(job="slow").held_until
    running.wait(lambda: JobState.objects.get(job="slow").held_until > held_until, "the lease was not renewed")
    done = JobRun.objects.filter(job="tick").count()
    running.wait(lambda: JobRun.objects.filter(job="tick").count() > done + 5, "the long job kept the others waiting")
    (running.folder / "go").touch()
    running.wait(lambda: JobRun.objects.filter(job="slow").exists(), "the long job did not end")
    running.stop(*engines)
    assert running.lines("slow") == ["began", "ended"]
    assert JobRun.objects.get(job="slow").attempts == 1
    ticks = Counter(running.lines("tick"))
    assert set(ticks.values()) == {1}
    assert len(ticks) == JobRun.objects.filter(job="tick").count()
    assert not JobState.objects.exclude(token="").exists()


def test_engine_asked_to_stop_ends_its_job_first(processes: Callable[..., Processes]) -> None:
    running = processes(jobs="slow")
    engine = running.work()
    running.wait(lambda: running.lines("slow"), "the job did not begin")
    engine.terminate()
    (running.folder / "go").touch()
    assert engine.wait(120) == 0
    assert JobRun.objects.get().did == "做完了"
