"""Sweeps that meet, and sweeps that are killed: real processes against PostgreSQL."""

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from accounts.models import Counter, User
from deadlines.models import Deadline, Firing
from deadlines.services import sweep
from notices.models import Notice
from tests.cast import user
from tests.deadlines.makers import at, many_due
from tests.repository import ROOT

pytestmark = [
    pytest.mark.reliability,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="只在 PostgreSQL 上成立:几个进程同时办"),
]

NOW = at("2026-03-23", 10)
KILLS = int(os.environ.get("RELIABILITY_KILLS", "8"))
ROWS_A_KILL = 250  # more than a worker gets through before it is killed
PATIENCE = 60  # seconds

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def people(transactional_db: None) -> list[User]:
    return [user(f"person{number}", f"张{number}") for number in range(20)]


def wait_for(met: Callable[[], bool]) -> None:
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


@pytest.fixture
def start(transactional_db: None, tmp_path: Path):
    """Start a worker over the test's own database; whatever still runs at the end is killed."""
    running: dict[str, subprocess.Popen[str]] = {}

    def make(name: str, *, batch: int) -> subprocess.Popen[str]:
        held = connection.settings_dict
        host = f"{held['HOST'] or '127.0.0.1'}:{held['PORT'] or 5432}"
        password = f":{held['PASSWORD']}" if held["PASSWORD"] else ""
        environment = {
            **os.environ,
            "DATABASE_URL": f"postgres://{held['USER']}{password}@{host}/{held['NAME']}",
            "PGAPPNAME": name,
        }
        arguments = [str(tmp_path), name, NOW.isoformat(), str(batch)]
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.reliability.sweeper", *arguments],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        running[name] = worker
        return worker

    yield make
    for worker in running.values():
        worker.kill()
        worker.wait()
        worker.stdout.close()
    wait_for(lambda: not any(asked("", name) for name in running))  # the server hears of a death a little later


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
    shares = [int(worker.communicate(timeout=300)[0]) for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 4
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
        inside += in_transaction(name)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        progress.append(Firing.objects.told_of().count())
    wait_for(lambda: not any(asked("", f"doomed-{number}") for number in range(KILLS)))
    assert inside > KILLS / 2, f"{inside} of {KILLS} were killed inside a transaction"
    assert 0 < progress[-1] < rows, "the workers did nothing, or were done before they were killed"
    sweep(now=NOW)
    assert_every_rung_once(rows)


def test_sweep_of_a_missed_week_is_that_of_the_nights(people: list[User], start: Start, tmp_path: Path):
    """What four workers do after a pause is what one does alone."""
    many_due(400, people, NOW)
    (tmp_path / "go").touch()
    late = NOW + dt.timedelta(days=7)
    workers = [start(f"late-{number}", batch=50) for number in range(4)]
    assert sum(int(worker.communicate(timeout=300)[0]) for worker in workers) == 400
    assert_every_rung_once(400)
    assert sweep(now=NOW).told == 0
    assert sweep(now=late).told == 400  # five working days after: the next rung, and it alone
    assert set(Deadline.objects.values_list("reached", flat=True)) == {5}
