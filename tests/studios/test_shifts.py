"""A shift added, changed, published, cancelled: what stands afterwards and who was told."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from studios import rules, states
from studios.models import DutyShift, ShiftTurn
from studios.services import (
    DutyRefused,
    ShiftStale,
    ShiftValues,
    cancel_shift,
    change_shift,
    publish_shifts,
)
from tests.cast import NOW, Cast
from tests.studios.duty import FRIDAY, asked, at, fridays, people, resident, shift, told, turn


def values(made: DutyShift, **changes) -> ShiftValues:
    members = tuple(one.member for one in made.turns.standing().by_strokes())
    own = {"day": made.day, "starts": made.starts, "ends": made.ends, "place": made.place, "theme": made.theme}
    return ShiftValues(**({"members": members, "guests": made.guests} | own | changes))


def change(cast: Cast, made: DutyShift, **changes) -> DutyShift:
    return change_shift(
        shift=made, values=values(made, **changes), revision=made.revision, by=cast.convener, now=NOW
    )  # fmt: skip


def test_month_is_published_at_once_and_each_person_is_told_once(cast: Cast):
    resident(cast, "丁一", phone="13900000031")
    fridays(cast)
    shifts = list(DutyShift.objects.in_month(dt.date(2026, 4, 1)))
    done = publish_shifts(shifts=shifts, by=cast.convener, now=NOW)
    assert (done.count, done.without_people) == (4, ())
    assert told(cast.member) == ["城关工作室值班:4月3日、4月24日"]
    assert told("13900000031") == ["城关工作室值班:4月10日"]
    assert publish_shifts(shifts=shifts, by=cast.liaison, now=NOW).count == 0
    assert len(told(cast.member)) == 1


def test_shift_without_people_is_not_published_and_named(cast: Cast):
    made = shift(cast, published=False)
    made.turns.all().delete()
    done = publish_shifts(shifts=[made], by=cast.convener, now=NOW)
    assert (done.count, [one.pk for one in done.without_people]) == (0, [made.pk])


def test_past_shift_may_still_be_published_and_nobody_is_told(cast: Cast):
    made = shift(cast, published=False)
    assert publish_shifts(shifts=[made], by=cast.convener, now=at("2026-03-28")).count == 1
    assert told(cast.member) == []


def test_extra_shift_sent_twice_is_one_and_two_cannot_be_at_the_same_hour(cast: Cast):
    assert shift(cast, published=False).pk == shift(cast, published=False).pk
    with pytest.raises(DutyRefused, match="3月27日9:00已经有一班"):
        shift(cast, theme="医保", published=False)
    with pytest.raises(DutyRefused, match="已经过去"):
        shift(cast, day=dt.date(2026, 3, 19))


def test_who_is_not_in_the_studio_cannot_be_put_on(cast: Cast):
    with pytest.raises(DutyRefused, match="李强现在不在本室"):
        shift(cast, cast.person(cast.other))


def test_changed_people_and_place_are_told_to_each_concerned(cast: Cast):
    made = shift(cast, cast.person(cast.member), resident(cast, "丁二", account=True))
    new = resident(cast, "丁三", account=True)
    stays = turn(made, cast.member)
    change(cast, made, place="东关村委会", members=(cast.person(cast.member), new))
    made.refresh_from_db()
    assert people(made) == ["丁三", "韩梅"]
    assert turn(made, cast.member).pk == stays.pk
    assert "城关工作室3月27日的值班有改动" in told(cast.member)
    assert told(new.user) == ["城关工作室值班:3月27日"]
    out = ShiftTurn.objects.get(shift=made, member__name="丁二")
    assert out.state == "dropped"
    assert "城关工作室3月27日的值班不用您到了" in told(out.member.user)


def test_who_goes_from_an_unpublished_shift_leaves_no_trace_and_nobody_is_told(cast: Cast):
    made = shift(cast, published=False)
    change(cast, made, members=(cast.person(cast.convener),))
    assert [str(one) for one in ShiftTurn.objects.all()] == ["王召"]
    assert told(cast.member) == []


def test_who_was_taken_out_can_be_put_on_again(cast: Cast):
    made = shift(cast)
    made = change(cast, made, members=(cast.person(cast.convener),))
    made = change(cast, made, members=(cast.person(cast.member),))
    assert people(made) == ["韩梅"]


def test_same_change_twice_is_one(cast: Cast):
    made = shift(cast)
    for _ in range(2):
        change_shift(
            shift=made, values=values(made, theme="医保"), revision=made.revision, by=cast.convener, now=NOW
        )  # fmt: skip
    assert made.events.filter(action="change").count() == 1


def test_other_change_on_a_stale_form_is_refused_with_what_stands(cast: Cast):
    made = shift(cast)
    change(cast, made, theme="医保")
    with pytest.raises(ShiftStale) as stale:
        change_shift(
            shift=made, values=values(made, theme="养老"), revision=made.revision, by=cast.liaison, now=NOW
        )  # fmt: skip
    assert stale.value.stored.theme == "医保"


def test_hour_taken_by_another_shift_is_refused(cast: Cast):
    made, _ = shift(cast), shift(cast, starts=dt.time(14), ends=dt.time(16))
    with pytest.raises(DutyRefused, match="已经有一班"):
        change(cast, made, starts=dt.time(14), ends=dt.time(16))


def test_published_shift_that_has_begun_is_changed_no_more(cast: Cast):
    made = shift(cast)
    with pytest.raises(states.NotAllowed, match="已经开始"):
        change_shift(
            shift=made, values=values(made, theme="x"), revision=made.revision, by=cast.convener, now=at(FRIDAY, 9.5)
        )  # fmt: skip


def test_shift_changed_while_a_swap_runs(cast: Cast):
    resident(cast, "丁二", account=True)
    for changes, state in [
        ({"place": "东关村委会"}, "asked"),  # the swap goes on, all are told of the place
        ({"day": dt.date(2026, 3, 28)}, "lapsed"),  # the colleague was asked about another day
        ({"members": (cast.person(cast.convener),)}, "lapsed"),  # both have their places already
    ]:
        made = shift(cast)
        swap = asked(cast, made)
        made.refresh_from_db()
        change(cast, made, **changes)
        swap.refresh_from_db()
        assert swap.state == state
        cancel_shift(shift=made, why="换一班", by=cast.convener, now=NOW)
    assert "3月28日值班的调剂失效了" in told(cast.member)


def test_cancelled_shift_is_told_with_its_reason_once(cast: Cast):
    made = shift(cast)
    swap = asked(cast, made)
    for _ in range(2):
        cancel_shift(shift=made, why="防汛", by=cast.convener, now=NOW)
    with pytest.raises(states.NotAllowed, match="已取消"):
        cancel_shift(shift=made, why="别的原因", by=cast.liaison, now=NOW)
    swap.refresh_from_db()
    assert swap.state == "lapsed"
    assert told(cast.member).count("城关工作室3月27日的值班取消了") == 1
    assert "城关工作室3月27日的值班取消了" in told(cast.liaison)


def test_cancelled_hour_is_free_again(cast: Cast):
    cancel_shift(shift=shift(cast), why="防汛", by=cast.convener, now=NOW)
    shift(cast, theme="另一班")


@pytest.mark.parametrize("action", list(states.shifts.SHIFT_STEPS))
@pytest.mark.parametrize("state", list(states.shifts.SHIFTS))
def test_step_out_of_place_says_why(action: str, state: str):
    starts, end = states.shifts.SHIFT_STEPS[action]
    assert {*starts, end or state} <= set(states.shifts.SHIFTS)
    if state in starts:
        assert states.shifts.step(states.shifts.SHIFT_STEPS, states.shifts.SHIFTS, action, state) == (end or state)
    else:
        with pytest.raises(states.NotAllowed, match=states.shifts.SHIFTS[state]):
            states.shifts.step(states.shifts.SHIFT_STEPS, states.shifts.SHIFTS, action, state)


@pytest.mark.parametrize(
    ("state", "when", "may"),
    [
        ("planned", "before", {"change", "publish", "cancel"}),
        ("planned", "after", {"change", "publish", "cancel"}),
        ("published", "before", {"change", "cancel"}),
        ("published", "after", {"cancel", "record"}),
        ("held", "after", {"record"}),
        ("cancelled", "before", set()),
        ("cancelled", "after", set()),
    ],
)
def test_who_runs_the_studio_may(state: str, when: str, may: set[str]):
    made = DutyShift(day=FRIDAY, starts=dt.time(9), ends=dt.time(11), state=state)
    now = at(FRIDAY, 8.5 if when == "before" else 9)

    def allowed(*, runs: bool) -> set[str]:
        found = {
            "change": rules.can_change(made, runs=runs, now=now),
            "publish": rules.can_publish(made, runs=runs),
            "cancel": rules.can_cancel(made, runs=runs),
            "record": rules.can_record(made, runs=runs, now=now),
        }
        return {action for action, allows in found.items() if allows}

    assert allowed(runs=True) == may
    assert allowed(runs=False) == set()


def test_database_refuses_what_the_services_refuse(cast: Cast):
    made = shift(cast)
    for wrong in [
        lambda: DutyShift.objects.filter(pk=made.pk).update(state="x"),
        lambda: made.turns.update(state="arrived"),
        lambda: made.turns.update(left_at=dt.time(11)),
        lambda: ShiftTurn.objects.create(shift=made, member=cast.person(cast.member)),
        lambda: add_raw(cast, made),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def add_raw(cast: Cast, made: DutyShift) -> None:
    DutyShift.objects.create(studio=cast.town, day=made.day, starts=made.starts, ends=made.ends)
