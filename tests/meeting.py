"""Two transactions that meet, each over a connection of its own."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

PATIENCE = 30  # seconds for a thread that will never come
WAITING = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
A_WHILE = 0.5  # seconds in which the second has surely come to what the first holds


def second_while_first_is_open(
    first: Callable[[], Any], second: Callable[[], Any], *, refusals: tuple[type[Exception], ...]
) -> Exception | None:
    """Do ``second`` while the transaction of ``first`` has worked and not yet committed; returns how it was refused.

    What is none of ``refusals`` fails the test.
    """
    worked, go_on = threading.Event(), threading.Event()
    refused: list[Exception] = []

    def hold() -> None:
        try:
            with transaction.atomic():
                first()
                worked.set()
                go_on.wait(PATIENCE)
        finally:
            worked.set()
            connection.close()

    def press() -> None:
        try:
            second()
        except refusals as why:
            refused.append(why)
        finally:
            connection.close()

    holder, presser = threading.Thread(target=hold), threading.Thread(target=press)
    holder.start()
    worked.wait(PATIENCE)
    presser.start()
    _until_it_waits(presser)
    go_on.set()
    holder.join()
    presser.join()
    return refused[0] if refused else None


def _until_it_waits(presser: threading.Thread) -> None:
    """Until the second stands at a lock of the first, which PostgreSQL tells; or has ended without meeting one."""
    end = time.monotonic() + (PATIENCE if connection.vendor == "postgresql" else A_WHILE)
    while presser.is_alive() and time.monotonic() < end and not _somebody_waits():
        presser.join(0.02)


def _somebody_waits() -> bool:
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({WAITING})")
        return bool(cursor.fetchone()[0])
