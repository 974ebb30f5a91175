"""Two runs of the telling at once: two connections that really meet."""

import pytest

from notices.models import Notice
from studios.models import GapNotice, GapSetting
from studios.services import ToldOfGaps, tell_gaps
from tests.cast import Cast
from tests.meeting import second_while_first_is_open
from tests.studios.gap_makers import day
from tests.studios.test_gap_notices import morning

pytestmark = pytest.mark.django_db(transaction=True)


def test_second_run_waits_and_finds_the_step_taken(cast: Cast):
    GapSetting.objects.update(first_month=day(1))
    told: list[ToldOfGaps] = []

    def run() -> None:
        told.append(tell_gaps(now=morning(20)))

    assert second_while_first_is_open(run, run, refusals=()) is None
    assert told[1] == ToldOfGaps()
    assert told[0].conveners
    assert GapNotice.objects.filter(studio=cast.town, gap="silent").count() == 1
    assert Notice.objects.filter(user=cast.convener).count() == 1
