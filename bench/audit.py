"""What the audit trail costs who writes: eight processes at once on PostgreSQL, the same act with and without its row.

``make bench`` prints a table for `docs/performance.md`. The floor is the unaudited act of the same round; rounds
alternate, and the median of their ratios counts. It makes a database of its own on the server that DATABASE_URL names.
"""

import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WRITERS, ACTS, ROUNDS = 8, 20, 11
WANTED = "postgres://…@127.0.0.1/…"
Act = Callable[[int, bool], None]


def main() -> None:
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        print(f"\nThe audit trail is measured on PostgreSQL only: DATABASE_URL={WANTED} make bench")
        return
    set_up()
    from django.db import connection

    own = f"{connection.settings_dict['NAME']}_bench"
    connection.settings_dict["TEST"]["NAME"] = own
    kept = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        fill()
        connection.close()
        rows = [(name, measured(kept, name, sealing=sealing)) for name, sealing in PLAN]
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    print(f"\n{WRITERS} processes, {ACTS} acts each, PostgreSQL, {os.cpu_count()} cores, median of {ROUNDS} rounds\n")
    print("| act | unaudited, acts a second | audited | ratio, lowest to highest |\n|---|---|---|---|")
    for (name, (bare, full, ratios)), (_, sealing) in zip(rows, PLAN, strict=True):
        label = f"{name}, a sealer at work" if sealing else name
        ratio = f"**{statistics.median(ratios):.2f}**, {min(ratios):.2f} to {max(ratios):.2f}"
        print(f"| {label} | {bare:.0f} | {full:.0f} | {ratio} |")


def set_up() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()


def fill() -> None:
    """A member and a studio for each writer: writers of different rows, who meet at the trail alone."""
    from django.utils import timezone

    from members.models import Sector, Term
    from members.services import add_member
    from studios.models import Studio

    term = Term.objects.create(number=10)
    for n in range(WRITERS):
        person, seat = {"name": f"赵安{'邦昌达恩芳光海佳'[n]}", "gender": "male"}, {"sector": Sector.objects.first()}
        add_member(term=term, person=person, seat=seat, by=None, now=timezone.now())
        Studio.objects.create(number=n + 1, name=f"第{n + 1}工作室")


# The acts: audited or not, nothing else differs.


def corrected(turn: int, audited: bool) -> None:
    """A member's note corrected, as the office's form does it."""
    from unittest import mock

    from django.utils import timezone

    from members.services import correct_member, people

    act = {"seat": SEAT[0], "person": {"note": f"第{turn}次"}, "seat_fields": {}, "by": None, "now": timezone.now()}
    if audited:
        correct_member(**act)
    else:
        with mock.patch.object(people, "audit"):
            correct_member(**act)


def renamed(turn: int, audited: bool) -> None:
    """The lightest write there can be: one row updated by its key, in a transaction."""
    from django.db import transaction
    from django.utils import timezone

    from accounts.models import AuditEvent
    from accounts.services import audit
    from studios.models import Studio

    with transaction.atomic():
        Studio.objects.filter(number=SEAT[1]).update(address=f"第{turn}号")
        if audited:
            audit(AuditEvent.Action.CHANGED, by=None, now=timezone.now(), subject="工作室地址", via="页面")


ACT: dict[str, Act] = {"a member corrected": corrected, "one row updated, the lightest write": renamed}
PLAN = [("a member corrected", False), ("a member corrected", True), ("one row updated, the lightest write", False)]
SEAT: list = []  # of this process: the seat it corrects, the number of its studio


def measured(database: str, name: str, *, sealing: bool) -> tuple[float, float, list[float]]:
    """Acts a second without and with the audit row, and the ratio of each round."""
    context = multiprocessing.get_context("spawn")
    barrier, over = context.Barrier(WRITERS + 1), context.Event()
    writers = [context.Process(target=write, args=(database, n, name, barrier)) for n in range(WRITERS)]
    sealer = [context.Process(target=seal, args=(database, over))] if sealing else []
    for process in [*writers, *sealer]:
        process.start()
    took: dict[bool, list[float]] = {False: [], True: []}
    for one in range(2 * (ROUNDS + 1)):
        barrier.wait()
        began = time.perf_counter()
        barrier.wait()
        if one > 1:  # the first of each kind warms up
            took[one % 2 == 1].append(time.perf_counter() - began)
    over.set()
    for process in [*writers, *sealer]:
        process.join()
    acts = WRITERS * ACTS
    ratios = [bare / full for bare, full in zip(took[False], took[True], strict=True)]
    return acts / statistics.median(took[False]), acts / statistics.median(took[True]), ratios


def connect(database: str) -> None:
    set_up()
    from django.db import connection

    connection.settings_dict["NAME"] = database


def write(database: str, n: int, name: str, barrier: Barrier) -> None:
    """One writer: rounds without and with the audit row by turns, each begun and ended together with the others."""
    connect(database)
    from members.models import Seat

    SEAT[:] = [Seat.objects.order_by("pk")[n], n + 1]
    for one in range(2 * (ROUNDS + 1)):
        barrier.wait()
        for turn in range(ACTS):
            ACT[name](one * ACTS + turn, one % 2 == 1)
        barrier.wait()


def seal(database: str, over: Event) -> None:
    """A sealer that passes each second, sixty times as often as the job does."""
    connect(database)
    from django.utils import timezone

    from accounts.services import seal_events

    while not over.wait(1):
        seal_events(now=timezone.now())


if __name__ == "__main__":
    main()
