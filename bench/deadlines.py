"""The sweep over many deadlines on PostgreSQL, against one SQL statement that writes the same rows.

``make bench`` prints a table for `docs/performance.md`. BENCH_DEADLINES says how many there are (100,000; a million
takes some minutes), BENCH_DUE how many of them are due (10,000). Needs DATABASE_URL=postgres://…; makes a database of
its own there and removes it. A ratio travels between machines; seconds do not.
"""

import datetime as dt
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from zoneinfo import ZoneInfo

ROOT = Path(__file__).resolve().parent.parent
ALL, DUE = int(os.environ.get("BENCH_DEADLINES", "100000")), int(os.environ.get("BENCH_DUE", "10000"))
TIMES, PEOPLE = 3, 200
NOW = dt.datetime(2026, 3, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

FLOOR = """
WITH due AS (
  SELECT d.id, d.leg, d.due_on, d.label, p.user_id
  FROM deadlines_deadline d JOIN deadlines_party p ON p.deadline_id = d.id AND p.part = 'responsible'
  WHERE d.next_at <= %(now)s
), fired AS (
  INSERT INTO deadlines_firing (deadline_id, leg, "offset", level, at, due_on, passed_over, told, year, number)
  SELECT id, leg, rung, level, %(now)s, due_on, rung < 0, (rung = 0)::int,
         CASE WHEN rung = 0 THEN 2026 END, CASE WHEN rung = 0 THEN row_number() OVER (PARTITION BY rung) END
  FROM due CROSS JOIN (VALUES (-7, 'remind'), (-3, 'remind'), (-1, 'remind'), (0, 'urge')) AS rungs (rung, level)
), told AS (
  INSERT INTO notices_notice (id, user_id, key, subject, body, link, made_at, not_before)
  SELECT gen_random_uuid(), user_id, 'deadline:' || id || ':rung:1:0', '催办:' || label || '今天到期',
         label || '的期限是2026年3月23日(周一)24时,今天到期。办好后请及时办结;确有困难的,请在到期前申请延期。',
         '/go/deadlines.deadline/' || id || '/', %(now)s, %(now)s
  FROM due
)
UPDATE deadlines_deadline SET reached = 0, next_at = %(next)s WHERE id IN (SELECT id FROM due)
"""
AGAIN = [
    "TRUNCATE deadlines_firing, notices_deliveryevent, notices_delivery, notices_notice, accounts_counter",
    "UPDATE deadlines_deadline SET reached = NULL, next_at = %s WHERE reached = 0",
    "VACUUM ANALYZE deadlines_deadline",
]


def main() -> None:
    set_up()
    from django.db import connection

    if connection.vendor != "postgresql":
        print("bench/deadlines.py: PostgreSQL only; set DATABASE_URL=postgres://…")
        return
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        fill()
        report(statistics.median(floor() for _ in range(TIMES)), [swept(name) for _ in range(TIMES)])
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def set_up() -> None:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()


def fill() -> None:
    """Deadlines of which some are due today with three rungs missed, the rest later this year."""
    from django.db import connection

    from deadlines.models import Deadline
    from tests.cast import user
    from tests.deadlines.makers import many_due

    people = [user(f"person{number}", f"张{number}") for number in range(PEOPLE)]
    many_due(ALL, people, NOW)
    later = NOW + dt.timedelta(days=90)
    waiting = Deadline.objects.filter(pk__gt=Deadline.objects.order_by("pk")[DUE - 1].pk)
    waiting.update(due_on=later.date(), named_on=later.date(), next_at=later - dt.timedelta(days=9))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def again() -> None:
    """As it was before anybody was told."""
    from django.db import connection

    with connection.cursor() as cursor:
        for statement in AGAIN:
            cursor.execute(statement, [NOW - dt.timedelta(days=8)] if "%s" in statement else None)


def floor() -> float:
    from django.db import connection

    again()
    with connection.cursor() as cursor:
        began = time.perf_counter()
        cursor.execute(FLOOR, {"now": NOW, "next": NOW + dt.timedelta(days=7)})
        return time.perf_counter() - began


def swept(name: str) -> tuple[float, int, int]:
    """Seconds, statements and KiB of a sweep in a process of its own."""
    from django.db import connection

    again()
    held = connection.settings_dict
    url = f"postgres://{held['USER']}:{held['PASSWORD']}@{held['HOST']}:{held['PORT'] or 5432}/{name}"
    done = subprocess.run(  # noqa: S603  (itself)
        [sys.executable, __file__, "sweep"],
        env={**os.environ, "DATABASE_URL": url}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    seconds, statements, memory = done.stdout.split()
    return float(seconds), int(statements), int(memory)


def sweep_once() -> None:
    """In the child: one sweep, measured, its figures printed."""
    set_up()
    from django.db import connection

    from deadlines.services import sweep

    connection.ensure_connection()
    statements = []
    before = most_memory()
    with connection.execute_wrapper(lambda run, *rest: (statements.append(1), run(*rest))[1]):
        began = time.perf_counter()
        told = sweep(now=NOW).told
        seconds = time.perf_counter() - began
    assert told == DUE, told  # noqa: S101
    print(seconds, len(statements), most_memory() - before)


def most_memory() -> int:
    """The most that this process ever held, in KiB; getrusage would count the parent's too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0])


def report(one: float, sweeps: list[tuple[float, int, int]]) -> None:
    took, statements, memory = (statistics.median(column) for column in zip(*sweeps, strict=True))
    print(f"\n{ALL:,} deadlines, {DUE:,} due, PostgreSQL, median of {TIMES}\n")
    print("| step | time | floor | ratio |\n|---|---|---|---|")
    print(f"| sweep | {took:.2f} s | one SQL statement that writes the same rows, {one:.2f} s | {took / one:.1f} |")
    print(f"\n{statements / DUE:.3f} statements for each due row, {memory / 1024:.0f} MiB more memory")


if __name__ == "__main__":
    sweep_once() if sys.argv[1:] == ["sweep"] else main()
