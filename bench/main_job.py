"""The main job at the size of a province's city, each step against a floor measured in the same run.

``make bench`` prints a table for `docs/performance.md`. A ratio travels between machines; seconds do not.
"""

import datetime as dt
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MEMBERS, VISITS, TIMES = 2_000, 5_000, 3
SECTORS = ["中共界", "民革界", "工商联界", "教育界", "经济界", "医药卫生界"]


def main() -> None:
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        rows = [*roster_and_ledger(), *sheet(), *pages()]
    print(f"{MEMBERS} members, {VISITS} visits, SQLite, median of {TIMES}\n")
    print("| step | time | floor | ratio |\n|---|---|---|---|")
    for step, took, floor_name, floor in rows:
        print(f"| {step} | {took:.2f} s | {floor_name}, {floor:.3f} s | {took / floor:.1f} |")


def seconds(run: Callable[[], object], times: int = TIMES) -> float:
    """The median time of a few runs."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def workbook(header: list[str], rows: list[list[object]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in [header, *rows]:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def people() -> list[list[object]]:
    given = "安邦昌达恩芳光海佳康丽明宁平清瑞思天文祥"
    return [
        [
            f"赵{given[n // 400]}{given[n // 20 % 20]}{given[n % 20]}",
            SECTORS[n % len(SECTORS)],
            f"139{n:08d}",
            f"19{60 + n % 35}-{n % 12 + 1:02d}",
            "城关镇",
        ]
        for n in range(MEMBERS)
    ]


def roster_and_ledger() -> list[tuple[str, float, str, float]]:
    from django.utils import timezone

    from common.excel import read_workbook
    from common.imports import Mode
    from members.services.roster import import_roster
    from studios.services import import_visits

    now = timezone.now()
    names = people()
    roster = workbook(["姓名", "界别", "手机号码", "出生年月", "片区"], names)
    ways = ["入户走访", "工作室接待", "座谈", "电话"]
    visits: list[list[object]] = [
        [
            dt.date(2026, n % 10 + 1, n % 28 + 1),
            names[n % MEMBERS][0],
            ways[n % 4],
            f"村民{n % 9 + 1}人",
            f"第{n}件事",
            "解释说明",
        ]
        for n in range(VISITS)
    ]
    ledger = workbook(["日期", "委员姓名", "走访方式", "走访对象", "反映问题", "处理方式"], visits)

    def take_roster(mode: Mode) -> None:
        import_roster(read_workbook(roster), term_number=10, by=None, now=now, mode=mode)

    def take_ledger(mode: Mode) -> None:
        import_visits(read_workbook(ledger), filename="台账.xlsx", by=None, now=now, mode=mode)

    read_roster, read_ledger = seconds(lambda: read_workbook(roster)), seconds(lambda: read_workbook(ledger))
    new_roster = seconds(lambda: take_roster(Mode.PREVIEW))
    take_roster(Mode.ALL)
    same_roster = seconds(lambda: take_roster(Mode.ALL))
    new_ledger = seconds(lambda: take_ledger(Mode.PREVIEW))
    take_ledger(Mode.GOOD)
    return [
        ("roster, all new", new_roster, "reading the file", read_roster),
        ("the same roster again", same_roster, "reading the file", read_roster),
        ("ledger of visits", new_ledger, "reading the file", read_ledger),
    ]


def sheet() -> list[tuple[str, float, str, float]]:
    import xlsxwriter
    from django.utils import timezone
    from openpyxl import load_workbook

    from assessment.resources import write_month_sheet

    month, now = dt.date(2026, 3, 1), timezone.now()

    def write() -> io.BytesIO:
        target = io.BytesIO()
        write_month_sheet(target, month=month, now=now, made_by="bench")
        return target

    grids = [list(one.iter_rows(values_only=True)) for one in load_workbook(write(), read_only=True)]

    def bare() -> None:
        with xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True}) as book:
            dates = book.add_format({"num_format": "yyyy-mm-dd"})
            for grid in grids:
                page = book.add_worksheet()
                for place, row in enumerate(grid):
                    for column, value in enumerate(row):
                        page.write(place, column, value, dates)

    return [("the month's workbook", seconds(write), "writing the same cells", seconds(bare))]


def pages() -> list[tuple[str, float, str, float]]:
    from django.contrib.auth.models import Group
    from django.test import Client
    from django.utils import timezone

    from accounts import roles
    from accounts.services import open_account

    clerk = open_account(name="周敏", username="clerk", password="correct horse battery", now=timezone.now())
    clerk.groups.add(Group.objects.get(name=roles.GENERAL_OFFICE.name))
    client = Client(SERVER_NAME="localhost")
    client.force_login(clerk)

    def get(path: str) -> None:
        assert client.get(path).status_code == 200, path  # noqa: S101

    rows = []
    for name, path in (
        ("page: members", "/office/members/"),
        ("page: visits", "/office/visits/"),
        ("page: the month's table", "/office/month/2026-03/"),
    ):
        get(path)
        floor = seconds(lambda: get("/password/"), 9)
        rows.append((name, seconds(lambda path=path: get(path), 9), "a page with a small form", floor))
    return rows


if __name__ == "__main__":
    main()
