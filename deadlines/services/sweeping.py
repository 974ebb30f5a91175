"""The sweep: whoever is due to hear of a deadline hears of it, once, whatever happened to the sweeps before."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from accounts.services import next_numbers
from deadlines.models import Deadline, Firing, Level, Rung
from deadlines.queries import people_of, timetable
from deadlines.queries.deadlines import due_for_sweep
from deadlines.rungs import Plan, Timetable
from deadlines.services.texts import rung_notice
from notices.services import NewNotice, notify_all

BATCH = 500
AGAIN = dt.timedelta(hours=1)  # after which a deadline that could not be done is tried anew
NUMBERED = [Level.URGE, Level.SUPERVISE]

log = logging.getLogger(__name__)


@dataclass
class Swept:
    """What one sweep did."""

    told: int = 0
    passed_over: int = 0
    undelivered: int = 0
    failed: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(*(one + two for one, two in zip(vars(self).values(), vars(other).values(), strict=True)))


def sweep(*, now: dt.datetime, batch: int = BATCH) -> Swept:
    """Tell of every rung that is due, outside office hours only those of ladders that ask for none.

    Any number of sweeps may run at once: each claims batches that nobody else holds. A batch that fails is done again
    row by row, and a row that fails is kept for the office to see and tried again in an hour.
    """
    table, total = timetable(), Swept()
    while True:
        claimed: list[int] = []
        try:
            done = _sweep_batch(table, now, batch, claimed)
        except Exception:
            log.exception("a batch of %s deadlines failed and is done row by row", len(claimed))
            if not claimed:
                raise
            done = sum((_sweep_one(table, now, pk) for pk in claimed), Swept())
        if not claimed:
            return total
        total += done


@transaction.atomic
def _sweep_batch(table: Timetable, now: dt.datetime, size: int, claimed: list[int]) -> Swept:
    rows = list(due_for_sweep(table, now).select_for_update(of=("self",), skip_locked=True)[:size])
    claimed += [row.pk for row in rows]
    return _fire(rows, table, now) if rows else Swept()


def _sweep_one(table: Timetable, now: dt.datetime, pk: int) -> Swept:
    try:
        with transaction.atomic():
            due = due_for_sweep(table, now).filter(pk=pk)
            return _fire(list(due.select_for_update(of=("self",), skip_locked=True)), table, now)
    except Exception as error:
        log.exception("deadline %s could not be done", pk)
        words = f"{type(error).__name__}: {error}"[:200]
        Deadline.objects.to_sweep(now).filter(pk=pk).update(fault=words, next_at=now + AGAIN)
        return Swept(failed=1)


@dataclass
class _Work:
    """What a batch is going to write."""

    firings: list[Firing] = field(default_factory=list)
    notices: list[NewNotice] = field(default_factory=list)
    after: dict[tuple[int | None, dt.datetime | None], list[int]] = field(default_factory=lambda: defaultdict(list))


def _fire(rows: list[Deadline], table: Timetable, now: dt.datetime) -> Swept:
    """Write a batch in few statements. Numbers come last: their lock is held until the transaction ends."""
    work, people, done = _Work(), people_of(rows), Swept()
    for row in rows:
        plan = table.plan(row, now)
        work.after[plan.top.offset if plan.top else row.reached, plan.next_at].append(row.pk)
        work.firings += [_firing(row, rung, now, passed_over=True) for rung in plan.passed]
        done.passed_over += len(plan.passed)
        if plan.top:
            users = people.of(row, plan.top.parts())
            work.firings.append(_firing(row, plan.top, now, told=len(users)))
            work.notices += [rung_notice(row, user, plan.top, calendar=table.calendar, now=now) for user in users]
            done.told += 1
            done.undelivered += not users
    for (reached, next_at), pks in work.after.items():
        Deadline.objects.filter(pk__in=pks).update(reached=reached, next_at=next_at, fault="")
    if work.notices:
        notify_all(notices=work.notices, now=now)
    _number(work.firings, now)
    Firing.objects.bulk_create(work.firings)
    return done


def _firing(row: Deadline, rung: Rung, now: dt.datetime, *, told: int = 0, passed_over: bool = False) -> Firing:
    return Firing(
        deadline=row,
        leg=row.leg,
        offset=rung.offset,
        level=rung.level,
        at=now,
        due_on=row.due_on,
        told=told,
        passed_over=passed_over,
    )


def _number(firings: Iterable[Firing], now: dt.datetime) -> None:
    """催办〔2026〕12号: official numbers of the year, without gaps. Two statements for each level that has any."""
    year = timezone.localdate(now).year
    for level in NUMBERED:
        papers = [firing for firing in firings if firing.level == level and not firing.passed_over]
        if papers:
            for firing, number in zip(papers, next_numbers(f"{level}:{year}", len(papers)), strict=True):
                firing.year, firing.number = year, number


def plans(*, now: dt.datetime) -> list[tuple[Deadline, Plan]]:
    """What a sweep would do now, for a dry run. Reads only, locks nothing."""
    table = timetable()
    return [(row, table.plan(row, now)) for row in due_for_sweep(table, now)]
