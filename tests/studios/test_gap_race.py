"""Two runs of the telling at once: two connections that really meet."""

import threading
import time

import pytest
from django.db import connection, transaction

from notices.models import Notice
from studios.models import GapNotice, GapSetting
from studios.services import ToldOfGaps, tell_gaps
from tests.cast import Cast
from tests.studios.gap_makers import day
from tests.studios.test_gap_notices import morning

pytestmark = pytest.mark.django_db(transaction=True)

LINGER = 0.6  # seconds that the first transaction stays open after its work


def test_second_run_waits_and_finds_the_step_taken(cast: Cast):
    GapSetting.objects.update(first_month=day(1))
    worked = threading.Event()

    def first() -> None:
        try:
            with transaction.atomic():
                tell_gaps(now=morning(20))
                worked.set()
                time.sleep(LINGER)
        finally:
            worked.set()
            connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    worked.wait()
    assert tell_gaps(now=morning(20)) == ToldOfGaps()
    thread.join()
    assert GapNotice.objects.filter(studio=cast.town, gap="silent").count() == 1
    assert Notice.objects.filter(user=cast.convener).count() == 1
