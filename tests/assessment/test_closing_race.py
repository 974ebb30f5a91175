"""A month closed while somebody is filing: two connections that really meet."""

import datetime as dt
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from assessment.services import close_month
from deadlines.models import Period
from studios.models import VisitLog
from studios.services import MonthClosed, VisitEntry, file, save_draft
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db(transaction=True)

MONTH = dt.date(2026, 2, 1)
LINGER = 0.6  # seconds that the first transaction stays open after its work


def entry(cast: Cast) -> VisitEntry:
    return VisitEntry(occurred_on=dt.date(2026, 2, 10), way=VisitLog.Way.VISIT, place="东关村", studio=cast.town)


def meanwhile(work: Callable[[], object]) -> tuple[threading.Thread, threading.Event, dict[str, float]]:
    """Run ``work`` in a transaction of another thread that stays open for a while after it."""
    worked, times = threading.Event(), {}

    def run() -> None:
        try:
            with transaction.atomic():
                work()
                worked.set()
                time.sleep(LINGER)
                times["over"] = time.monotonic()
        finally:
            worked.set()
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, worked, times


@pytest.mark.parametrize("drafted", [True, False])
def test_closing_waits_for_a_filing_under_way(cast: Cast, drafted: bool):
    member = cast.person(cast.member)
    draft = save_draft(entry=entry(cast), by=cast.member, now=NOW, member=member) if drafted else None
    target = {"visit": draft, "revision": draft.revision} if draft else {"member": member}
    thread, worked, times = meanwhile(lambda: file(entry=entry(cast), by=cast.member, now=NOW, **target))
    worked.wait()
    close_month(month=MONTH, by=cast.clerk, now=NOW)
    closed = time.monotonic()
    thread.join()
    assert closed >= times["over"]
    assert VisitLog.objects.filed().count() == 1


def test_filing_after_a_closing_under_way_is_refused(cast: Cast):
    thread, worked, _ = meanwhile(lambda: close_month(month=MONTH, by=cast.clerk, now=NOW))
    worked.wait()
    with pytest.raises(MonthClosed):
        file(entry=entry(cast), by=cast.member, now=NOW, member=cast.person(cast.member))
    thread.join()
    assert Period.objects.closed(MONTH)
    assert not VisitLog.objects.exists()
