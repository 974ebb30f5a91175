"""Several matters dealt with as one; each person who raised one hears; set apart again; repeats found."""

import datetime as dt

import pytest

from studios import queries
from studios.models import MatterSetting
from studios.services import matters as services
from studios.states import NotAllowed
from tests.cast import NOW, Cast
from tests.members.people import known
from tests.studios.matters.makers import (
    TODAY,
    again,
    answered_by_unit,
    bundled,
    category,
    clocks,
    in_situation,
    moves,
    raised,
    refer,
    result,
    settled,
    telling,
    told,
    village,
)


def three(cast: Cast) -> tuple:
    lead, second = raised(cast), raised(cast, text="二组的机井也坏了", user=cast.convener)
    third = raised(cast, "noted", text="三组说浇地难")
    bundled(cast, lead, second, third)
    return lead, second, third


def test_others_go_where_the_lead_goes(cast: Cast):
    lead, second, third = three(cast)
    assert [again(one).state for one in (lead, second, third)] == ["open", "merged", "merged"]
    assert {again(one).merged_into_id for one in (second, third)} == {lead.pk}
    assert again(lead).title == "三个村机井维修"
    assert clocks(second) == [("matter", "cancelled")]
    refer(cast, lead)
    answered_by_unit(cast, lead)
    services.approve_answer(
        matter=lead, referral=queries.whole(again(lead)).live[0], result=result(),
        revision=again(lead).revision, by=cast.liaison, now=NOW,
    )  # fmt: skip
    assert [again(one).state for one in (lead, second, third)] == ["answered"] * 3
    assert {again(one).result_text for one in (lead, second, third)} == {"机井已经修好"}
    assert [clocks(one)[-1] for one in (second, third)] == [("echo", "open")] * 2


def test_one_press_tells_those_who_heard_the_same(cast: Cast):
    lead, second, third = three(cast)
    settled(cast, lead)
    whole = queries.whole(again(lead))
    assert [one.pk for one in whole.untold] == [second.pk, third.pk]
    services.tell(
        matter=lead, telling=telling(), also=[second.pk], revision=again(lead).revision, by=cast.liaison, now=NOW
    )
    assert [again(one).state for one in (lead, second, third)] == ["closed", "closed", "answered"]
    told(cast, third)
    assert third.feedbacks.count() == 1
    assert clocks(third)[-1] == ("echo", "met")


def test_same_bundle_sent_twice_is_made_once(cast: Cast):
    lead, other = raised(cast), raised(cast, text="也坏了")
    for _ in range(2):
        bundled(cast, lead, other)
    assert moves(lead) == [("begin", "open"), ("lead", "open")]
    assert moves(other) == [("begin", "open"), ("merge", "merged")]


def test_being_done_keeps_the_others_waiting(cast: Cast):
    lead, second, _ = three(cast)
    settled(cast, lead, "doing")
    assert again(second).state == "merged"
    settled(cast, lead, "cannot")
    assert (again(second).state, again(second).result) == ("answered", "cannot")


def test_guided_elsewhere_the_others_are_over_too(cast: Cast):
    lead, second, _ = three(cast)
    services.change_outcome(
        matter=lead, outcome="guided", told=True, why="已起诉", revision=again(lead).revision, by=cast.convener, now=NOW
    )
    assert (again(second).state, again(second).outcome) == ("closed", "guided")


def test_set_apart_each_goes_on_from_where_it_was(cast: Cast):
    lead, second, third = three(cast)
    seen = again(lead).revision
    for _ in range(2):
        services.unbundle(matter=lead, revision=seen, by=cast.convener, now=NOW)
    assert [again(one).state for one in (lead, second, third)] == ["open", "open", "closed"]
    assert {again(one).merged_into_id for one in (second, third)} == {None}
    assert clocks(second)[-1] == ("matter", "open")
    assert moves(second)[-1] == ("unmerge", "open")


def test_with_a_result_it_is_not_set_apart(cast: Cast):
    lead, _, _ = three(cast)
    settled(cast, lead)
    with pytest.raises(NotAllowed, match="不能再合并办理"):
        services.unbundle(matter=lead, revision=again(lead).revision, by=cast.convener, now=NOW)


@pytest.mark.parametrize("name", ["at_unit", "at_office", "doing", "answered", "closed", "leads", "merged", "dropped"])
def test_what_somebody_has_or_what_is_over_is_not_bundled(cast: Cast, name: str):
    matter = in_situation(cast, name)
    with pytest.raises(NotAllowed, match="不能合并"):
        bundled(cast, raised(cast, text="还开着"), matter)
    assert again(matter).state == matter.state


def test_one_alone_is_no_bundle(cast: Cast):
    with pytest.raises(NotAllowed, match="至少要选两件"):
        bundled(cast, raised(cast))


def test_lead_opened_again_takes_back_those_not_told_yet(cast: Cast):
    lead, second, third = three(cast)
    settled(cast, lead)
    told(cast, second)
    told(cast, lead, content="unsatisfied")
    services.reopen(matter=lead, why="又坏了", revision=again(lead).revision, by=cast.convener, now=NOW)
    assert [again(one).state for one in (lead, second, third)] == ["open", "closed", "merged"]
    assert again(third).result == ""


def test_one_that_was_merged_is_opened_again_by_itself(cast: Cast):
    lead, second, _ = three(cast)
    settled(cast, lead)
    told(cast, second, content="unsatisfied")
    services.reopen(matter=second, why="我家还没修", revision=again(second).revision, by=cast.convener, now=NOW)
    assert (again(second).state, again(second).merged_into) == ("open", None)
    assert again(lead).state == "answered"


# Repeats


def repeats(matter) -> list[tuple[int, bool]]:
    found = queries.repeats_of(again(matter), MatterSetting(pk=1, repeat_days=30))
    return [(one.matter.pk, one.same_person) for one in found]


def test_same_person_and_same_village_with_category_are_found_within_the_days(cast: Cast):
    person = known(cast, cast.member)
    here, water = {"village": village(), "category": category()}, category()
    day = TODAY - dt.timedelta(days=10)
    same_person = raised(cast, day=day, text="去年的路")
    same_person.visit.constituents.add(person)
    same_place = raised(cast, day=day - dt.timedelta(days=1), **here)
    raised(cast, day=day, village=village("西关村"), category=water)
    long_ago = raised(cast, day=TODAY - dt.timedelta(days=31), **here)
    raised(cast, "noted", day=day)
    matter = raised(cast, **here)
    matter.visit.constituents.add(person)
    assert repeats(matter) == [(same_person.pk, True), (same_place.pk, False)]
    assert repeats(same_place) == [(long_ago.pk, False)]
