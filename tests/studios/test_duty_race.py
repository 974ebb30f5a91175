"""Two people who press at once, each over a connection of their own: one wins, the other is told."""

import datetime as dt
from functools import partial

import pytest
from django.utils import timezone

from deadlines.models import DayOff
from studios import services, states
from studios.models import DutyShift, Swap
from studios.services import DutyRefused, Mark, PatternValues, ShiftValues
from tests.cast import NOW, Cast
from tests.meeting import second_while_first_is_open
from tests.studios import duty
from tests.studios.duty import FRIDAY, FRIDAYS, at

pytestmark = pytest.mark.django_db(transaction=True)

meet = partial(second_while_first_is_open, refusals=(DutyRefused, states.NotAllowed))


def fresh(swap: Swap) -> Swap:
    return Swap.objects.with_people().get(pk=swap.pk)


def agreed(cast: Cast) -> tuple[DutyShift, list[Swap]]:
    """A swap that waits to be confirmed, as two have it before their eyes."""
    made = duty.shift(cast)
    swap = services.agree_swap(swap=duty.asked(cast, made), by=cast.convener, now=NOW)
    return made, [fresh(swap), fresh(swap)]


def test_colleague_agrees_to_what_the_holder_takes_back(cast: Cast):
    swap = duty.asked(cast)
    mine, theirs = fresh(swap), fresh(swap)
    why = meet(
        lambda: services.take_back_swap(swap=theirs, by=cast.member, now=NOW),
        lambda: services.agree_swap(swap=mine, by=cast.convener, now=NOW),
    )
    assert "请刷新页面看最新情况" in str(why)
    swap.refresh_from_db()
    assert swap.state == "taken_back"


def test_colleague_agrees_on_one_page_and_declines_on_another(cast: Cast):
    swap = duty.asked(cast)
    one, other = fresh(swap), fresh(swap)
    why = meet(
        lambda: services.agree_swap(swap=one, by=cast.convener, now=NOW),
        lambda: services.decline_swap(swap=other, answer="开会", by=cast.convener, now=NOW),
    )
    assert "请刷新页面看最新情况" in str(why)
    swap.refresh_from_db()
    assert (swap.state, swap.answer) == ("agreed", "")


def test_two_confirm_and_the_roster_changes_once(cast: Cast):
    made, seen = agreed(cast)
    why = meet(
        lambda: services.confirm_swap(swap=seen[0], by=cast.liaison, now=NOW),
        lambda: services.confirm_swap(swap=seen[1], by=cast.convener, now=NOW),
    )
    assert why is None
    assert duty.people(made) == ["王召"]
    assert made.events.filter(action="confirm").count() == 1


def test_one_confirms_while_another_does_not(cast: Cast):
    _, seen = agreed(cast)
    why = meet(
        lambda: services.confirm_swap(swap=seen[0], by=cast.liaison, now=NOW),
        lambda: services.refuse_swap(swap=seen[1], answer="那天要到", by=cast.convener, now=NOW),
    )
    assert "请刷新页面看最新情况" in str(why)


def test_one_cancels_the_shift_while_another_confirms(cast: Cast):
    made, seen = agreed(cast)
    why = meet(
        lambda: services.cancel_shift(shift=made, why="防汛", by=cast.convener, now=NOW),
        lambda: services.confirm_swap(swap=seen[0], by=cast.liaison, now=NOW),
    )
    assert "请刷新页面看最新情况" in str(why)
    made.refresh_from_db()
    assert made.state == "cancelled"
    assert not Swap.objects.running().exists()


def test_two_publish_and_each_person_is_told_once(cast: Cast):
    made = duty.shift(cast, published=False)
    publish = {"shifts": [made], "now": NOW}
    why = meet(
        lambda: services.publish_shifts(**publish, by=cast.convener),
        lambda: services.publish_shifts(**publish, by=cast.liaison),
    )
    assert why is None
    assert made.events.filter(action="publish").count() == 1
    assert duty.told(cast.member) == ["城关工作室值班:3月27日"]


def test_two_change_a_shift_and_neither_overwrites_the_other(cast: Cast):
    made = duty.shift(cast)
    hanmei = (cast.person(cast.member),)

    def change(theme: str, by) -> DutyShift:
        values = ShiftValues(FRIDAY, dt.time(9), dt.time(11, 30), theme=theme, members=hanmei)
        return services.change_shift(shift=made, values=values, revision=made.revision, by=by, now=NOW)

    assert "已经改过" in str(meet(lambda: change("医保", cast.convener), lambda: change("养老", cast.liaison)))
    assert DutyShift.objects.get(pk=made.pk).theme == "医保"


def test_two_record_and_the_second_is_shown_what_the_first_wrote(cast: Cast):
    made = duty.shift(cast)
    pk, now = duty.turn(made, cast.member).pk, at(FRIDAY, 12)

    def record(mark: Mark, by) -> DutyShift:
        said = {"no_visitors": False, "instead": "", "why": "", "revision": made.revision}
        return services.record_shift(shift=made, marks={pk: mark}, **said, by=by, now=now)

    came = Mark(True, dt.time(9), dt.time(11))
    assert "已经改过" in str(meet(lambda: record(came, cast.liaison), lambda: record(Mark(False), cast.convener)))


def test_two_runs_make_each_shift_once(cast: Cast):
    duty.fridays(cast)

    def make() -> None:
        services.make_shifts(now=at("2026-04-10"))

    assert meet(make, make) is None
    days = list(DutyShift.objects.standing().values_list("planned_on", flat=True))
    assert len(days) == len(set(days))


@pytest.mark.parametrize("published_first", [True, False])
def test_job_makes_shifts_anew_while_the_month_is_published(cast: Cast, published_first: bool):
    duty.fridays(cast)
    shifts = list(DutyShift.objects.planned())
    DayOff.objects.create(date=FRIDAY, name="县庆", source="本机关录入")
    acts = [
        lambda: services.make_shifts(now=NOW),
        lambda: services.publish_shifts(shifts=shifts, by=cast.convener, now=NOW),
    ]
    assert meet(*(acts[::-1] if published_first else acts)) is None
    friday = DutyShift.objects.get(planned_on=FRIDAY)
    story = list(friday.events.order_by("pk").values_list("action", flat=True))
    assert story == (["make", "publish"] if published_first else ["make", "remake", "publish"])
    assert (friday.day == FRIDAY) == published_first


def test_two_change_a_pattern_and_one_is_told(cast: Cast):
    held = duty.fridays(cast)

    def change(weekday: int, by) -> object:
        values = PatternValues(**vars(FRIDAYS) | {"weekday": weekday})
        sent = {"since": FRIDAY, "seen_until": None, "by": by, "now": NOW}
        return services.change_pattern(pattern=held, values=values, **sent)

    assert "刚刚有人改过或停用" in str(meet(lambda: change(1, cast.convener), lambda: change(2, cast.liaison)))


def test_two_renew_the_address_of_a_feed_and_one_address_stands(cast: Cast):
    now = timezone.now()
    renew = partial(services.renew_feed, by=cast.member, now=now)
    assert meet(renew, renew) is None
