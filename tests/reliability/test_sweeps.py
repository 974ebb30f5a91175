"""Sweeps that meet, and sweeps that are killed: real processes against PostgreSQL."""

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from accounts.models import Counter, User
from deadlines.models import Deadline, Firing
from deadlines.services import sweep
from notices.models import Notice
from tests.cast import user
from tests.deadlines.makers import at, many_due
from tests.reliability.processes import PATIENCE, Processes

NOW = at("2026-03-23", 10)
KILLS = int(os.environ.get("RELIABILITY_KILLS", "8"))
ROWS_A_KILL = 250  # more than a worker gets through before it is killed

Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def people(transactional_db: None) -> list[User]:
    return [user(f"person{number}", f"张{number}") for number in range(20)]


@pytest.fixture
def start(processes: Callable[..., Processes]) -> Iterator[Start]:
    """Start a sweep in a process of its own; its connection has its name, and is gone before the next test."""
    held, names = processes(), []

    def make(name: str, *, batch: int) -> subprocess.Popen[bytes]:
        names.append(name)
        told = [str(held.folder), name, NOW.isoformat(), str(batch)]
        return held.start(sys.executable, "-m", "tests.reliability.sweeper", *told, PGAPPNAME=name)

    yield make
    held.end()
    wait_for(lambda: not any(asked("", name) for name in names))  # the server hears of a death a little later


def told_by(name: str, worker: subprocess.Popen[bytes], folder: Path) -> int:
    """How many deadlines it told of, once it is done."""
    assert worker.wait(300) == 0, name
    return int((folder / f"{name}.told").read_text())


def wait_for(met: Callable[[], bool]) -> None:
    """Looks more often than ``Processes.wait``: a transaction is to be met while it is open."""
    until = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.002)


def asked(sql: str, name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM pg_stat_activity WHERE application_name = %s {sql}", [name])  # noqa: S608
        return int(cursor.fetchone()[0])


def in_transaction(name: str) -> bool:
    """Whether the worker's connection has a transaction open that has written or locked."""
    return asked("AND xact_start IS NOT NULL AND state <> 'idle'", name) > 0


def assert_every_rung_once(rows: int) -> None:
    """Each deadline: one rung told, the three below passed over, one notice, one number of a series without gaps."""
    told = Firing.objects.told_of()
    assert told.count() == told.values("deadline").distinct().count() == rows
    assert Firing.objects.filter(passed_over=True).count() == 3 * rows
    assert Notice.objects.count() == Notice.objects.values("key").distinct().count() == rows
    numbers = list(told.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, rows + 1))
    assert Counter.objects.get(key="urge:2026").value == rows
    assert not Deadline.objects.to_sweep(NOW).exists()
    assert not Deadline.objects.faulty().exists()
    assert set(Deadline.objects.values_list("reached", "leg")) == {(0, 1)}


def test_four_workers_that_start_together_tell_each_rung_once(people: list[User], start: Start, tmp_path: Path):
    rows = 10_000
    many_due(rows, people, NOW)
    names = [f"sweeper-{number}" for number in range(4)]
    workers = [start(name, batch=250) for name in names]
    wait_for(lambda: all((tmp_path / f"{name}.ready").exists() for name in names))
    (tmp_path / "go").touch()
    shares = [told_by(name, worker, tmp_path) for name, worker in zip(names, workers, strict=True)]
    assert sum(shares) == rows
    assert min(shares) >= rows * 0.05, shares
    assert_every_rung_once(rows)


def test_workers_killed_at_any_moment_lose_nothing_and_repeat_nothing(people: list[User], start: Start, tmp_path: Path):
    rows = ROWS_A_KILL * KILLS
    many_due(rows, people, NOW)
    (tmp_path / "go").touch()
    chance, inside, progress = random.Random(8), 0, []  # noqa: S311  (no secret)
    for number in range(KILLS):
        name = f"doomed-{number}"
        worker = start(name, batch=50)
        wait_for(lambda worker=worker, name=name: in_transaction(name) or worker.poll() is not None)
        time.sleep(chance.uniform(0, 0.1))
        if number % 5 < 3:  # three of five with a transaction open, the others wherever they are
            wait_for(lambda worker=worker, name=name: in_transaction(name) or worker.poll() is not None)
        inside += in_transaction(name)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        progress.append(Firing.objects.told_of().count())
    wait_for(lambda: not any(asked("", f"doomed-{number}") for number in range(KILLS)))
    assert inside >= KILLS * 3 // 5, f"{inside} of {KILLS} were killed inside a transaction"
    assert 0 < progress[-1] < rows, "the workers did nothing, or were done before they were killed"
    sweep(now=NOW)
    assert_every_rung_once(rows)


def test_sweep_of_a_missed_week_is_that_of_the_nights(people: list[User], start: Start, tmp_path: Path):
    """What four workers do after a pause is what one does alone."""
    many_due(400, people, NOW)
    (tmp_path / "go").touch()
    late = NOW + dt.timedelta(days=7)
    workers = {name: start(name, batch=50) for name in (f"late-{number}" for number in range(4))}
    assert sum(told_by(name, worker, tmp_path) for name, worker in workers.items()) == 400
    assert_every_rung_once(400)
    assert sweep(now=NOW).told == 0
    assert sweep(now=late).told == 400  # five working days after: the next rung, and it alone
    assert set(Deadline.objects.values_list("reached", flat=True)) == {5}
