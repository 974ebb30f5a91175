"""Two transactions that meet, each over a connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

PATIENCE = 30  # seconds for a thread that will never come


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
    go_on.set()
    holder.join()
    presser.join()
    return refused[0] if refused else None
