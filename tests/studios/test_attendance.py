"""到岗、离岗, the outcome, and when a shift is held."""

import datetime as dt
import uuid

import pytest

from deadlines.models import Deadline
from studios import states
from studios.models import DutyShift, VisitLog
from studios.services import (
    DutyRefused,
    Mark,
    ShiftStale,
    VisitEntry,
    cancel_shift,
    file,
    look_after_shifts,
    record_shift,
    send_back,
    withdraw,
)
from tests.cast import Cast
from tests.studios.duty import FRIDAY, asked, at, shift, told, turn

NOON = at(FRIDAY, 12)
CAME = Mark(True, dt.time(9), dt.time(11, 30))


def record(cast: Cast, made: DutyShift, *marks: Mark, by=None, now=NOON, **said) -> DutyShift:
    turns = list(made.turns.standing().by_strokes())
    made.refresh_from_db()
    return record_shift(
        shift=made, marks=dict(zip((one.pk for one in turns), marks, strict=False)), revision=made.revision,
        by=by or cast.liaison, now=now, **{"no_visitors": False, "instead": "", "why": ""} | said,
    )  # fmt: skip


def entry(cast: Cast, made: DutyShift, **fields) -> VisitLog:
    own = {"member": cast.person(cast.member), "studio": made.studio, "shift": made, "occurred_on": made.day}
    own |= {"way": "reception", "state": "filed", "recorded_at": NOON, "client_id": uuid.uuid4()}
    return VisitLog.objects.create(**own | fields)


def state(made: DutyShift) -> str:
    return DutyShift.objects.get(pk=made.pk).state


def test_who_came_alone_does_not_make_a_shift_held(cast: Cast):
    made = shift(cast)
    record(cast, made, CAME)
    held = turn(made, cast.member)
    assert (held.state, held.arrived_at, held.left_at) == ("left", dt.time(9), dt.time(11, 30))
    assert state(made) == "published"


@pytest.mark.parametrize("log_first", [True, False])
def test_log_of_a_shift_and_who_came_make_it_held_whichever_is_first(cast: Cast, log_first: bool):
    made = shift(cast)
    writing = {"member": cast.person(cast.member), "by": cast.member, "now": NOON}
    log = VisitEntry(occurred_on=FRIDAY, way="reception", studio=cast.town, shift=made)
    if log_first:
        file(entry=log, **writing)
        assert state(made) == "published"
        record(cast, made, CAME)
    else:
        record(cast, made, CAME)
        assert state(made) == "published"
        file(entry=log, **writing)
    assert state(made) == "held"
    assert made.events.filter(action="hold").count() == 1


def test_no_visitors_and_what_was_done_instead_make_it_held(cast: Cast):
    made = shift(cast)
    with pytest.raises(DutyRefused, match="请写明这一班做了什么"):
        record(cast, made, CAME, no_visitors=True)
    record(cast, made, CAME, no_visitors=True, instead="走访东关村5户")
    assert state(made) == "held"


def test_entry_of_the_log_makes_it_held_once_all_who_were_to_come_are_recorded(cast: Cast):
    made = shift(cast, cast.person(cast.member), cast.person(cast.convener))
    entry(cast, made)
    record(cast, made, CAME)
    assert state(made) == "published"
    record(cast, made, CAME, Mark(False))
    assert state(made) == "held"
    assert {str(one): one.state for one in made.turns.all()} == {"王召": "left", "韩梅": "absent"}


def test_withdrawn_entry_is_no_outcome(cast: Cast):
    made = shift(cast)
    entry(cast, made, state="withdrawn")
    record(cast, made, CAME)
    assert state(made) == "published"


def test_entry_written_after_who_came_is_found_by_the_nightly_look(cast: Cast):
    made = shift(cast)
    record(cast, made, CAME)
    entry(cast, made)
    assert look_after_shifts(now=at("2026-03-28", 2)).held == 1
    assert state(made) == "held"


def test_no_visitors_beside_an_entry_is_refused(cast: Cast):
    made = shift(cast)
    entry(cast, made)
    with pytest.raises(DutyRefused, match="已经记了民情日志"):
        record(cast, made, CAME, no_visitors=True, instead="x")


def test_correction_wants_a_reason_and_leaves_a_trail(cast: Cast):
    made = shift(cast)
    record(cast, made, CAME, no_visitors=True, instead="整理民情")
    late = Mark(True, dt.time(9, 40), dt.time(11, 30))
    with pytest.raises(DutyRefused, match="为什么改"):
        record(cast, made, late, no_visitors=True, instead="整理民情")
    record(cast, made, late, no_visitors=True, instead="整理民情", why="记错了时间", by=cast.convener)
    assert turn(made, cast.member).arrived_at == dt.time(9, 40)
    story = made.events.filter(action="correct").get()
    assert (story.by, story.why) == (cast.convener, "记错了时间(韩梅9:40到岗,11:30离岗)")
    assert state(made) == "held"


def test_first_recording_of_who_leaves_later_needs_no_reason_but_a_change_does(cast: Cast):
    made = shift(cast)
    record(cast, made, Mark(True, dt.time(9)), now=at(FRIDAY, 9.5))
    with pytest.raises(DutyRefused, match="为什么改"):
        record(cast, made, Mark(False))


def test_leaving_time_is_added_to_an_arrival_without_a_reason(cast: Cast):
    made = shift(cast)
    record(cast, made, Mark(True, dt.time(9)), now=at(FRIDAY, 9.5))
    record(cast, made, CAME)
    assert turn(made, cast.member).state == "left"


def test_recorded_before_it_begins_is_refused(cast: Cast):
    with pytest.raises(states.NotAllowed, match="还没有开始"):
        record(cast, shift(cast), CAME, now=at(FRIDAY, 8.5))


def test_same_twice_is_one_and_two_who_record_differently_do_not_overwrite_each_other(cast: Cast):
    made = shift(cast)
    seen = made.revision
    sent = {"shift": made, "no_visitors": False, "instead": "", "why": "", "revision": seen, "now": NOON}
    pk = turn(made, cast.member).pk
    for _ in range(2):
        record_shift(marks={pk: CAME}, by=cast.liaison, **sent)
    assert made.events.filter(action="record").count() == 1
    with pytest.raises(ShiftStale):
        record_shift(marks={pk: Mark(False)}, by=cast.convener, **sent | {"why": "没见到"})


def test_cancelled_shift_records_nothing(cast: Cast):
    made = shift(cast)
    cancel_shift(shift=made, why="防汛", by=cast.convener, now=NOON)
    with pytest.raises(states.NotAllowed, match="已取消"):
        record(cast, made, CAME)


# The deadline of an outcome


def deadlines(made: DutyShift):
    return Deadline.objects.filter(subject=f"studios.dutyshift:{made.pk}").order_by("pk")


def test_past_shift_without_outcome_gets_a_deadline_once_and_is_met_when_held(cast: Cast):
    made = shift(cast)
    assert look_after_shifts(now=NOON).opened == 0
    assert look_after_shifts(now=at("2026-03-28", 2)).opened == 1
    assert look_after_shifts(now=at("2026-03-29", 2)).opened == 0
    found = deadlines(made).get()
    assert (found.due_on, found.label) == (dt.date(2026, 4, 1), "城关工作室3月27日值班的成果")
    parts = {(one.part, str(one.user or one.group)) for one in found.parties.all()}
    assert parts == {("responsible", "赵联"), ("head", "王召"), ("office", "办公室")}
    record(cast, made, CAME, no_visitors=True, instead="整理民情", now=at("2026-03-30"))
    found.refresh_from_db()
    assert found.state == "met"


def test_deadline_of_a_cancelled_shift_is_cancelled(cast: Cast):
    made = shift(cast)
    look_after_shifts(now=at("2026-03-28", 2))
    cancel_shift(shift=made, why="当天停电,没有开门", by=cast.convener, now=at("2026-03-28"))
    assert deadlines(made).get().state == "cancelled"
    assert told(cast.member) == ["城关工作室值班:3月27日"]  # it is past: nobody is called off


def test_deadline_that_the_office_cancelled_is_not_opened_again(cast: Cast):
    made = shift(cast)
    look_after_shifts(now=at("2026-03-28", 2))
    deadlines(made).update(state="cancelled", closed_at=NOON, next_at=None)
    assert look_after_shifts(now=at("2026-03-29", 2)).opened == 0


def test_held_shift_whose_last_entry_is_withdrawn_is_open_again_at_once_and_has_a_new_deadline_by_night(cast: Cast):
    made = shift(cast)
    first, last = entry(cast, made), entry(cast, made)
    look_after_shifts(now=at("2026-03-28", 2))
    record(cast, made, CAME, now=at("2026-03-30"))
    withdraw(visit=first, why="重了", by=cast.member, now=at("2026-04-08"))
    assert state(made) == "held"
    withdraw(visit=last, why="记错了班", by=cast.member, now=at("2026-04-08"))
    assert state(made) == "published"
    assert made.events.get(action="reopen").by == cast.member
    done = look_after_shifts(now=at("2026-04-09", 2))
    assert (done.reopened, done.opened) == (0, 1)
    assert [(one.state, one.started_on) for one in deadlines(made)] == [
        ("met", FRIDAY),
        ("open", dt.date(2026, 4, 9)),
    ]


def test_held_shift_whose_only_entry_is_returned_is_open_again_at_once(cast: Cast):
    made = shift(cast)
    one = entry(cast, made)
    record(cast, made, CAME)
    send_back(visit=one, revision=one.revision, why="请写明谈了什么", by=cast.liaison, now=at("2026-03-30"))
    assert state(made) == "published"


def test_held_shift_that_lost_its_entries_by_other_ways_is_opened_again_by_the_nightly_look(cast: Cast):
    made = shift(cast)
    entry(cast, made)
    record(cast, made, CAME)
    VisitLog.objects.update(state="withdrawn")
    assert look_after_shifts(now=at("2026-04-09", 2)).reopened == 1
    assert state(made) == "published"


def test_unpublished_past_shift_has_no_deadline(cast: Cast):
    shift(cast, published=False)
    assert look_after_shifts(now=at("2026-03-28", 2)).opened == 0


def test_swap_that_nobody_decided_lapses_with_its_shift(cast: Cast):
    swap = asked(cast)
    assert look_after_shifts(now=at("2026-03-28", 2)).lapsed == 1
    swap.refresh_from_db()
    assert swap.state == "lapsed"
