"""The sweep: every rung once, the highest, in hours, to somebody or to the office's list."""

import datetime as dt
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Counter, UnitPost, User
from accounts.services import end_post
from deadlines.models import Deadline, Firing, Part
from deadlines.services import (
    ask_extension,
    change_ladder,
    grant_extension,
    hand_over,
    meet,
    plans,
    see,
    set_hours,
    sweep,
    sweeping,
)
from deadlines.services.ladders import RungValues
from deadlines.tasks import sweep_deadlines
from notices.models import Notice
from tests.cast import Cast
from tests.deadlines.makers import at, day, opened

LAST_DAY = at("2026-03-23", 9, 5)
FIVE_LATE = at("2026-03-30", 9, 5)


def fired(deadline: Deadline) -> list[tuple[int, bool]]:
    """Offsets by leg and height, and whether they were passed over."""
    rows = Firing.objects.filter(deadline=deadline).order_by("leg", "offset")
    return list(rows.values_list("offset", "passed_over"))


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
    }


# Whom and what


def test_rung_tells_its_parts_and_nobody_else(cast: Cast):
    deadline = opened(cast)
    done = sweep(now=at("2026-03-12", 9, 10))
    assert (done.told, done.passed_over, done.undelivered, done.failed) == (1, 0, 0, 0)
    notice = Notice.objects.get()
    assert (notice.user, notice.subject) == (cast.member, "提醒:“路灯不亮的问题1”还有7个工作日")
    assert "2026年3月23日(周一)24时" in notice.body
    assert notice.link == f"/go/deadlines.deadline/{deadline.pk}/"
    deadline.refresh_from_db()
    assert (deadline.reached, deadline.next_at) == (-7, at("2026-03-18"))


def test_role_tells_whoever_has_it_and_an_account_that_is_closed_nobody(cast: Cast):
    User.objects.filter(pk=cast.convener.pk).update(is_active=False)
    opened(cast)
    sweep(now=FIVE_LATE)
    assert {notice.user for notice in Notice.objects.all()} == {cast.member, cast.clerk}


def test_unit_is_told_by_who_handles_for_it_and_its_head_by_who_heads_it(cast: Cast):
    opened(cast, parties={Part.RESPONSIBLE: [cast.water], Part.HEAD: [cast.water]})
    sweep(now=at("2026-03-12"))  # seven days before: who is responsible, alone
    assert [notice.user for notice in Notice.objects.all()] == [cast.handler]
    end_post(post=UnitPost.objects.get(user=cast.handler), by=cast.keeper, now=at("2026-03-20", 11))
    sweep(now=LAST_DAY)
    assert Notice.objects.filter(user=cast.handler).count() == 1
    assert Notice.objects.filter(user=cast.head).count() == 1


def test_one_person_in_two_parts_is_told_once(cast: Cast):
    opened(cast, parties={Part.RESPONSIBLE: [cast.member], Part.HEAD: [cast.member]})
    assert sweep(now=LAST_DAY).told == 1
    assert Notice.objects.count() == Firing.objects.get(passed_over=False).told == 1


def test_words_are_true_on_the_day_they_are_said(cast: Cast):
    opened(cast)
    sweep(now=at("2026-03-24", 10))  # the last day's run was missed
    assert {notice.subject for notice in Notice.objects.all()} == {"催办:“路灯不亮的问题1”已逾期1个工作日"}


def test_rung_with_nobody_to_tell_is_on_the_offices_list(cast: Cast):
    deadline = opened(cast, parties={Part.OFFICE: [cast.clerk]})
    assert sweep(now=LAST_DAY).undelivered == 1
    firing = Firing.objects.undelivered().get()
    assert (firing.deadline, firing.offset, firing.number) == (deadline, 0, 1)
    assert not Notice.objects.exists()


# Once


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ([LAST_DAY], [(-7, True), (-3, True), (-1, True), (0, False)]),
        ([LAST_DAY, LAST_DAY], [(-7, True), (-3, True), (-1, True), (0, False)]),
        ([at("2026-03-12"), FIVE_LATE], [(-7, False), (-3, True), (-1, True), (0, True), (5, False)]),
        ([at("2026-04-15")], [(-7, True), (-3, True), (-1, True), (0, True), (5, True), (10, False)]),
        ([at("2026-04-15"), at("2026-05-15")], [(-7, True), (-3, True), (-1, True), (0, True), (5, True), (10, False)]),
    ],
)
def test_missed_night_missed_week_and_a_run_twice(cast: Cast, runs: list[dt.datetime], expected):
    deadline = opened(cast)
    for now in runs:
        sweep(now=now)
    assert fired(deadline) == expected
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.leg) == (day("2026-03-23"), 1)


def test_nobody_is_told_of_a_step_already_overtaken(cast: Cast):
    opened(cast)
    sweep(now=FIVE_LATE)
    assert {notice.subject.split(":")[0] for notice in Notice.objects.all()} == {"督办"}


def test_extension_begins_the_ladder_anew_and_the_urging_stops(cast: Cast):
    deadline = opened(cast)
    sweep(now=LAST_DAY)
    request = ask_extension(
        deadline=deadline, until_on=day("2026-04-08"), reason="等检测", by=cast.member, now=at("2026-03-23", 14)
    )
    grant_extension(request=request, by=cast.clerk, now=at("2026-03-23", 15))
    assert sweep(now=FIVE_LATE).told == 1
    rows = list(Firing.objects.filter(deadline=deadline, leg=2).values_list("offset", "passed_over"))
    assert rows == [(-7, False)]


def test_met_and_handed_over_are_told_as_they_stand(cast: Cast):
    meet(deadline=opened(cast), by=cast.clerk, now=at("2026-03-20"))
    running = opened(cast, 2)
    hand_over(
        deadline=running, part=Part.RESPONSIBLE, old=cast.member, new=cast.other, by=cast.clerk, now=at("2026-03-20")
    )
    assert sweep(now=LAST_DAY).told == 1
    assert {notice.user for notice in Notice.objects.filter(key__contains="rung")} == {cast.other, cast.convener}


# When


@pytest.mark.parametrize(
    "now", [at("2026-03-23", 0), at("2026-03-23", 8, 59), at("2026-03-21", 10), at("2026-03-20", 17, 30)]
)
def test_night_weekend_and_evening_wait_for_the_next_office_hours(cast: Cast, now: dt.datetime):
    opened(cast)
    assert sweep_deadlines(now=now) == ""
    assert not Notice.objects.exists()
    assert sweep(now=LAST_DAY).told == 1


def test_shift_is_reminded_on_saturday_evening_and_others_are_not(cast: Cast):
    change_ladder(
        kind="shift", rungs=[RungValues(-1, "remind", ["responsible"])], any_day_at=dt.time(18), by=None,
        now=at("2026-03-02"),
    )  # fmt: skip
    opened(cast, due_on=day("2026-03-22"))
    shift = opened(cast, 2, kind="shift", due_on=day("2026-03-22"))
    assert sweep(now=at("2026-03-21", 17, 59)).told == 0
    assert sweep(now=at("2026-03-21", 18, 1)).told == 1
    assert fired(shift) == [(-1, False)]


def test_office_may_set_other_hours(cast: Cast):
    opened(cast)
    set_hours(opens=dt.time(8), closes=dt.time(12), by=cast.clerk, now=at("2026-03-02"))
    assert sweep(now=at("2026-03-12", 13)).told == 0
    assert sweep(now=at("2026-03-13", 8)).told == 1


# Papers


def test_urging_and_supervision_are_numbered_by_year_and_reminders_not(cast: Cast):
    for number in (1, 2):
        opened(cast, number)
    sweep(now=at("2026-03-12"))
    sweep(now=LAST_DAY)
    sweep(now=FIVE_LATE)
    numbers = sorted(firing.number_in_words() for firing in Firing.objects.told_of())
    assert numbers == ["", "", "催办〔2026〕1号", "催办〔2026〕2号", "督办〔2026〕1号", "督办〔2026〕2号"]
    opened(cast, 3, now=at("2026-12-30"), due_on=day("2027-01-04"))
    sweep(now=at("2027-01-04", 9, 5))
    assert Firing.objects.get(deadline__subject="studios.matter:3", offset=0).number_in_words() == "催办〔2027〕1号"


# What goes wrong


def test_one_bad_row_stops_nobody_and_is_shown_and_tried_again(cast: Cast, monkeypatch):
    opened(cast, 1), opened(cast, 3)
    bad = opened(cast, 2)
    whole = sweeping.rung_notice

    def broken(deadline, *args, **kwargs):
        if deadline.pk == bad.pk:
            raise ValueError("a label that cannot be told")
        return whole(deadline, *args, **kwargs)

    monkeypatch.setattr(sweeping, "rung_notice", broken)
    done = sweep(now=LAST_DAY)
    assert (done.told, done.failed) == (2, 1)
    bad.refresh_from_db()
    assert "cannot be told" in bad.fault
    assert list(Deadline.objects.faulty()) == [bad]
    assert bad.next_at == LAST_DAY + dt.timedelta(hours=1)
    assert sorted(Firing.objects.filter(number__isnull=False).values_list("number", flat=True)) == [1, 2]
    assert Counter.objects.get(key="urge:2026").value == 2  # nothing was lost with the batch
    monkeypatch.undo()
    assert sweep(now=LAST_DAY).told == 0
    assert sweep(now=LAST_DAY + dt.timedelta(hours=1)).told == 1
    assert not Deadline.objects.faulty().exists()


def test_sweep_takes_batch_after_batch(cast: Cast):
    for number in range(7):
        opened(cast, number)
    assert sweep(now=LAST_DAY, batch=3).told == 7
    assert Firing.objects.told_of().count() == 7


def test_statements_do_not_grow_with_the_rows(cast: Cast):
    opened(cast, 100)
    sweep(now=LAST_DAY)  # makes the counter
    counts = []
    for first, number in ((1, 1), (10, 5)):
        for n in range(first, first + number):
            opened(cast, n)
        with CaptureQueriesContext(connection) as asked:
            sweep(now=LAST_DAY)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_dry_run_leaves_every_row_as_it_was(cast: Cast, monkeypatch):
    opened(cast), opened(cast, 2, parties={})
    monkeypatch.setattr(timezone, "now", lambda: LAST_DAY)
    before, said = everything(), StringIO()
    call_command("sweep", dry_run=True, stdout=said)
    assert everything() == before
    assert "路灯不亮的问题1 催办(+0),越过3级" in said.getvalue()
    assert "2件到了时候,什么也没有写" in said.getvalue()
    call_command("sweep", stdout=said)
    assert "提醒催办2件,越过6级,没有人可告诉1件" in said.getvalue()
    assert everything() != before


def test_dry_run_foretells_what_the_sweep_does(cast: Cast):
    for number in (1, 2, 3):
        opened(cast, number)
    foretold = {deadline.pk: plan.top.offset for deadline, plan in plans(now=FIVE_LATE)}
    sweep(now=FIVE_LATE)
    assert foretold == dict(Firing.objects.told_of().values_list("deadline_id", "offset"))


def test_taking_note_does_not_stop_the_ladder(cast: Cast):
    deadline = opened(cast)
    sweep(now=LAST_DAY)
    see(firing=Firing.objects.told_of().get(), by=cast.member, now=LAST_DAY)
    assert sweep(now=FIVE_LATE).told == 1
    assert fired(deadline)[-1] == (5, False)
