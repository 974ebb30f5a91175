"""Two at once over one studio or one member: two connections that really meet."""

import pytest

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
from tests.meeting import second_while_first_is_open
from tests.studios.test_standard import item

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = NOW.date()


def test_two_clerks_place_one_member_into_two_studios_and_the_second_is_told(cast: Cast):
    member = seat(cast.term, "丁一", "教育界").member
    given = {"members": [member], "part": "resident", "since": TODAY, "now": NOW, "only_unplaced": True}
    done = []
    second_while_first_is_open(
        lambda: place(**given, studio=cast.town, by=cast.clerk),
        lambda: done.append(place(**given, studio=cast.river, by=cast.officer)),
        refusals=(),
    )
    assert done[0].elsewhere == [(member, "城关工作室")]
    assert Residency.objects.get(member=member).studio == cast.town


def test_nobody_is_placed_into_a_studio_that_is_being_closed(cast: Cast):
    member = seat(cast.term, "丁一", "教育界").member
    refused = second_while_first_is_open(
        lambda: close_studio(studio=cast.town, on=TODAY, why="", by=cast.clerk, now=NOW),
        lambda: place(members=[member], studio=cast.town, part="resident", since=TODAY, by=cast.officer, now=NOW),
        refusals=(PlacingRefused,),
    )
    assert "已于2026-03-20撤销" in str(refused)
    assert not Residency.objects.filter(member=member).exists()


def test_two_corrections_at_once_and_the_second_sees_the_first(cast: Cast):
    def change(brand: str) -> None:
        entry = StudioEntry(name=cast.town.name, number=1, brand=brand)
        change_studio(studio=cast.town, entry=entry, revision=1, by=cast.clerk, now=NOW)

    refused = second_while_first_is_open(lambda: change("同心桥"), lambda: change("连心桥"), refusals=(StudioStale,))
    assert isinstance(refused, StudioStale)
    assert refused.stored.brand == "同心桥"


def test_two_of_a_studio_fill_in_one_line_at_once(cast: Cast):
    line = item()

    def fill(met: str, by) -> None:
        fill_evidence(studio=cast.town, item=line, met=met, note="", revision=0, by=by, now=NOW)

    refused = second_while_first_is_open(
        lambda: fill("yes", cast.convener), lambda: fill("no", cast.liaison), refusals=(EvidenceStale,)
    )
    assert "王召刚刚填过" in str(refused)
    assert StudioEvidence.objects.get().met == "yes"
