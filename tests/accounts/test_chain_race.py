"""Many writers and two sealers at once, over connections that really meet. SQLite lets one write at a time and gets
fewer rows; what must hold is the same."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from accounts.models import AuditEvent, AuditSeal
from accounts.services import audit, seal_events
from tests.accounts.trails import LATER, verdict
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8


def together(*works: Callable[[], None]) -> None:
    """Run each in a thread with a connection of its own; what one raises is raised here."""
    raised: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


def write(writer: int, rows: int) -> None:
    """Rows in transactions of one to eight; every seventh transaction is rolled back, every ninth stays open a while
    after its rows are written, so that greater keys are committed before it."""
    done = turn = 0
    while done < rows:
        turn += 1
        count = min(turn % 8 + 1, rows - done)
        with transaction.atomic():
            for n in range(count):
                audit(AuditEvent.Action.EXPORTED, by=None, now=NOW, subject=f"{writer}-{done + n}")
            if turn % 7 == 0:
                transaction.set_rollback(True)
                continue
            if turn % 9 == 0:
                time.sleep(0.01)
        done += count


def test_writers_and_two_sealers_leave_one_whole_chain():
    rows = 2_000 if connection.vendor == "postgresql" else 40
    over = threading.Event()

    def writers() -> None:
        try:
            together(*(lambda n=n: write(n, rows) for n in range(WRITERS)))
        finally:
            over.set()

    def sealer() -> None:
        while not over.wait(0.05):
            seal_events(now=LATER)

    together(writers, sealer, sealer)
    seal_events(now=LATER)
    numbers = list(AuditSeal.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, WRITERS * rows + 1))
    assert AuditEvent.objects.count() == WRITERS * rows
    assert set(AuditEvent.objects.values_list("subject", flat=True)) == {
        f"{writer}-{n}" for writer in range(WRITERS) for n in range(rows)
    }
    assert verdict().findings == []


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL lets others write meanwhile")
def test_sealer_passes_over_what_is_uncommitted_and_neither_waits_for_the_other():
    written, passed = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            audit(AuditEvent.Action.EXPORTED, by=None, now=NOW, subject="慢")
            written.set()
            assert passed.wait(20), "the sealer waits for a writer"

    def quick() -> None:
        assert written.wait(20)
        audit(AuditEvent.Action.EXPORTED, by=None, now=NOW, subject="快")
        assert seal_events(now=LATER) == 1
        passed.set()

    together(slow, quick)
    assert seal_events(now=LATER) == 1
    assert list(AuditSeal.objects.order_by("number").values_list("event__subject", flat=True)) == ["快", "慢"]
    assert verdict().whole


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL lets others write meanwhile")
def test_writer_does_not_wait_for_a_sealer_at_work():
    sealing, wrote = threading.Event(), threading.Event()
    audit(AuditEvent.Action.EXPORTED, by=None, now=NOW, subject="先")

    def sealer() -> None:
        with transaction.atomic():
            seal_events(now=LATER)
            sealing.set()
            assert wrote.wait(20), "a writer waits for the sealer"

    def writer() -> None:
        assert sealing.wait(20)
        audit(AuditEvent.Action.EXPORTED, by=None, now=NOW, subject="后")
        wrote.set()

    together(sealer, writer)
    assert seal_events(now=LATER) == 1
    assert verdict().whole
