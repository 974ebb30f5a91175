"""Each gap: a row that is one, and one that looks like it and is not."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Seat
from studios.models import Residency, VisitEvent
from studios.queries.gap_counts import count_gaps, gap_board
from studios.queries.gaps import own_scope, without_turn
from tests.cast import NOW, Cast, seat
from tests.studios.gap_makers import MARCH, TODAY, at, count, day, entry, everywhere, listed, shift, turn

TOWN, RIVER = "城关工作室", "河东工作室"


@pytest.mark.parametrize(
    ("fields", "empty"),
    [
        ({}, False),
        ({"state": "checked"}, False),
        ({"state": "draft"}, True),
        ({"state": "returned"}, True),
        ({"state": "withdrawn"}, True),
        ({"occurred_on": day(28, 2)}, True),
        ({"studio": None}, True),
    ],
)
def test_studio_is_without_entry_unless_one_of_the_month_stands(cast: Cast, fields: dict, empty: bool):
    entry(cast, cast.member, day(3), **({"studio": cast.town} | fields))
    assert (TOWN in count("no_entry")) == empty
    assert RIVER in count("no_entry")


def test_closed_studio_is_asked_for_nothing(cast: Cast):
    cast.river.closed_on = day(2)
    cast.river.save()
    assert RIVER not in count("no_entry") | count("no_shift") | count("silent")


@pytest.mark.parametrize(
    ("opened", "asked"), [(None, True), (day(28, 2), True), (day(1), True), (day(2), False), (day(3, 4), False)]
)
def test_studio_is_asked_only_for_months_that_it_stood_from_their_first_day(cast: Cast, opened, asked: bool):
    cast.river.opened_on = opened
    cast.river.save()
    for gap in ("no_entry", "no_shift"):
        assert (RIVER in count(gap)) == asked
        assert TOWN in count(gap)
    line = next(one for one in gap_board(cast.clerk, MARCH, TODAY, {}).lines if one.studio == cast.river)
    assert [cell.known for cell in line.cells[:4]] == [asked, asked, True, True]


@pytest.mark.parametrize(
    ("on", "state", "empty"),
    [
        (day(6), "held", False),
        (day(6), "published", True),
        (day(6), "cancelled", True),
        (day(27, 2), "held", True),
        (day(3, 4), "held", True),
    ],
)
def test_studio_is_without_shift_until_one_of_the_month_is_held(cast: Cast, on: dt.date, state: str, empty: bool):
    shift(cast.town, on, state)
    assert (TOWN in count("no_shift")) == empty


@pytest.mark.parametrize(
    ("on", "state", "counts"),
    [
        (day(19), "published", 1),
        (day(27, 2), "published", 1),  # still waits
        (TODAY, "published", 0),  # the day is not over
        (day(27), "published", 0),
        (day(19), "planned", 0),
        (day(19), "held", 0),
        (day(19), "cancelled", 0),
    ],
)
def test_shift_waits_for_its_outcome_from_the_day_after(cast: Cast, on: dt.date, state: str, counts: int):
    shift(cast.town, on, state)
    assert count("no_outcome") == ({TOWN: counts} if counts else {})


def test_shift_of_march_does_not_wait_in_february(cast: Cast):
    shift(cast.town, day(6))
    assert count("no_outcome", at(day(1, 2))) == {}
    assert count("no_outcome", at(day(1, 4), day(2, 4))) == {TOWN: 1}


@pytest.mark.parametrize("state", ["absent", "expected"])
def test_member_who_came_to_none_of_their_turns(cast: Cast, state: str):
    turn(shift(cast.town, day(6), "held"), cast.person(cast.member), state)
    turn(shift(cast.town, day(13)), cast.person(cast.member), state)
    assert count("not_come") == {TOWN: 1}
    assert listed("not_come") == ["韩梅"]


@pytest.mark.parametrize(
    ("on", "shift_state", "state"),
    [
        (day(6), "held", "swapped"),
        (day(6), "held", "dropped"),
        (day(6), "cancelled", "expected"),
        (day(6), "planned", "expected"),
        (TODAY, "published", "expected"),
        (day(27, 2), "held", "absent"),
    ],
)
def test_turn_that_was_none_is_no_absence(cast: Cast, on: dt.date, shift_state: str, state: str):
    turn(shift(cast.town, on, shift_state), cast.person(cast.member), state)
    assert count("not_come") == {}


@pytest.mark.parametrize("state", ["arrived", "left"])
def test_who_came_once_came(cast: Cast, state: str):
    turn(shift(cast.town, day(6), "held"), cast.person(cast.member), "absent")
    turn(shift(cast.town, day(13), "held"), cast.person(cast.member), state)
    assert count("not_come") == {}


def test_who_had_no_turn_is_told_beside_and_is_no_gap(cast: Cast):
    turn(shift(cast.town, day(6), "held"), cast.person(cast.member), "left")
    found = without_turn(everywhere(), at())
    assert {one.member.name for one in found} == {"王召"}  # 河东 has no roster at all
    assert count("not_come") == {}


def test_member_without_entry_is_counted_in_each_studio_of_theirs(cast: Cast):
    Residency.objects.create(studio=cast.river, member=cast.person(cast.member))
    Residency.objects.create(studio=cast.town, member=cast.person(cast.member), part=Residency.Part.LIAISON)
    assert count("silent") == {TOWN: 2, RIVER: 2}
    assert listed("silent") == ["王召", "韩梅", "李强", "韩梅"]  # by strokes, studio by studio


@pytest.mark.parametrize("place", ["town", "river", None])
def test_entry_in_any_studio_or_none_is_an_entry(cast: Cast, place: str | None):
    entry(cast, cast.member, day(3), studio=getattr(cast, place) if place else None)
    assert listed("silent") == ["王召", "李强"]


@pytest.mark.parametrize("fields", [{"state": "draft"}, {"state": "withdrawn"}, {"occurred_on": day(27, 2)}])
def test_entry_that_does_not_stand_is_none(cast: Cast, fields: dict):
    entry(cast, cast.member, day(3), **fields)
    assert "韩梅" in listed("silent")


def test_who_held_no_seat_then_is_asked_for_nothing(cast: Cast):
    Seat.objects.filter(member=cast.person(cast.member)).update(ended_on=day(10))
    Seat.objects.filter(member=cast.person(cast.other)).update(started_on=day(2, 4))
    turn(shift(cast.town, day(6), "held"), cast.person(cast.member), "absent")
    assert listed("silent") == ["王召"]
    assert count("not_come") == {}
    assert listed("silent", at(day(1, 2))) == ["王召", "韩梅"]  # in February the seat was held


def test_who_was_not_in_the_studio_then_is_not_counted_there(cast: Cast):
    Residency.objects.filter(member=cast.person(cast.member)).update(until=day(10))
    Residency.objects.filter(member=cast.person(cast.other)).update(since=day(2, 4))
    assert count("silent") == {TOWN: 1, "": 2}  # those two are in no studio


def test_members_of_no_studio_stand_apart(cast: Cast):
    seat(cast.term, "丁一", "教育界")
    busy = seat(cast.term, "丁二", "教育界", account=cast.stranger)
    entry(cast, cast.stranger, day(3))
    assert busy.member.name not in listed("silent")
    assert count("silent") == {TOWN: 2, RIVER: 1, "": 1}


@pytest.mark.parametrize(("on", "late"), [(day(12), True), (day(13), False), (day(14), False), (day(19), False)])
def test_entry_waits_too_long_after_five_working_days(cast: Cast, on: dt.date, late: bool):
    """Sent in on Thursday the 12th: its fifth working day is Thursday the 19th, and over."""
    entry(cast, cast.member, on, studio=cast.town)
    assert count("unchecked") == ({TOWN: 1} if late else {})


@pytest.mark.parametrize("state", ["draft", "checked", "returned", "withdrawn"])
def test_entry_that_waits_for_nobody_is_no_gap(cast: Cast, state: str):
    entry(cast, cast.member, day(3), studio=cast.town, state=state)
    assert count("unchecked") == {}


def test_entry_corrected_lately_has_not_waited(cast: Cast):
    made = entry(cast, cast.member, day(3), studio=cast.town)
    VisitEvent.objects.create(
        visit=made, at=NOW, by=cast.member, via="page", action="correct", from_state="checked", to_state="filed"
    )
    assert count("unchecked") == {}


def test_entry_in_no_studio_waits_for_the_office(cast: Cast):
    entry(cast, cast.member, day(3))
    assert count("unchecked") == {"": 1}


def test_who_runs_a_studio_is_shown_its_gaps_only(cast: Cast):
    for studio, user in ((cast.town, cast.member), (cast.river, cast.other)):
        entry(cast, user, day(3), studio=studio)
        turn(shift(studio, day(6)), cast.person(user), "absent")
    entry(cast, cast.other, day(3))  # in no studio
    for user in (cast.convener, cast.liaison):
        counted = count_gaps(own_scope(user), at())
        assert {key for found in counted.values() for key in found} == {cast.town.pk}
    assert not any(found.total() for found in count_gaps(own_scope(cast.member), at()).values())


def test_counts_ask_the_same_queries_for_one_and_for_three(cast: Cast):
    asked = []
    for number in (6, 13, 17):
        turn(shift(cast.town, day(number)), cast.person(cast.member), "absent")
        entry(cast, cast.convener, day(number - 3), studio=cast.town, state="filed")
        with CaptureQueriesContext(connection) as queries:
            count_gaps(everywhere(), at())
        asked.append(len(queries))
    assert asked == [asked[0]] * 3


def test_month_is_counted_to_today_and_to_its_end_when_over(cast: Cast):
    assert (at().last, at().over) == (TODAY, False)
    assert (at(day(1, 2)).last, at(day(1, 2)).over) == (day(28, 2), True)
