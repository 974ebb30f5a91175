"""Two at once over one studio or one member: two connections that really meet."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from studios.models import Residency, StudioEvidence
from studios.services import (
    EvidenceStale,
    PlacingRefused,
    StudioEntry,
    StudioStale,
    change_studio,
    close_studio,
    fill_evidence,
    place,
)
from tests.cast import NOW, Cast, seat
from tests.studios.test_standard import item

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = NOW.date()
LINGER = 0.4  # seconds that the first transaction stays open after its work


def meanwhile(work: Callable[[], object]) -> threading.Thread:
    """Run ``work`` in a transaction of another thread that stays open for a while after it; returns once it worked."""
    worked = threading.Event()

    def run() -> None:
        try:
            with transaction.atomic():
                work()
                worked.set()
                time.sleep(LINGER)
        finally:
            worked.set()
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    worked.wait()
    return thread


def test_two_clerks_place_one_member_into_two_studios_and_the_second_is_told(cast: Cast):
    member = seat(cast.term, "丁一", "教育界").member
    given = {"members": [member], "part": "resident", "since": TODAY, "now": NOW, "only_unplaced": True}
    thread = meanwhile(lambda: place(**given, studio=cast.town, by=cast.clerk))
    done = place(**given, studio=cast.river, by=cast.officer)
    thread.join()
    assert done.elsewhere == [(member, "城关工作室")]
    assert Residency.objects.get(member=member).studio == cast.town


def test_nobody_is_placed_into_a_studio_that_is_being_closed(cast: Cast):
    member = seat(cast.term, "丁一", "教育界").member
    thread = meanwhile(lambda: close_studio(studio=cast.town, on=TODAY, why="", by=cast.clerk, now=NOW))
    with pytest.raises(PlacingRefused, match="已于2026-03-20撤销"):
        place(members=[member], studio=cast.town, part="resident", since=TODAY, by=cast.officer, now=NOW)
    thread.join()
    assert not Residency.objects.filter(member=member).exists()


def test_two_corrections_at_once_and_the_second_sees_the_first(cast: Cast):
    def change(brand: str) -> None:
        entry = StudioEntry(name=cast.town.name, number=1, brand=brand)
        change_studio(studio=cast.town, entry=entry, revision=1, by=cast.clerk, now=NOW)

    thread = meanwhile(lambda: change("同心桥"))
    with pytest.raises(StudioStale) as refused:
        change("连心桥")
    thread.join()
    assert refused.value.stored.brand == "同心桥"


def test_two_of_a_studio_fill_in_one_line_at_once(cast: Cast):
    line = item()

    def fill(met: str, by) -> None:
        fill_evidence(studio=cast.town, item=line, met=met, note="", revision=0, by=by, now=NOW)

    thread = meanwhile(lambda: fill("yes", cast.convener))
    with pytest.raises(EvidenceStale, match="王召刚刚填过"):
        fill("no", cast.liaison)
    thread.join()
    assert StudioEvidence.objects.get().met == "yes"
