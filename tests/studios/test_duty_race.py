"""Two people who press at once, each over a connection of their own: one wins, the other is told."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from deadlines.models import DayOff
from studios import services, states
from studios.models import DutyShift, Swap
from studios.services import DutyRefused, Mark, PatternValues, ShiftValues
from tests.cast import NOW, Cast
from tests.studios import duty
from tests.studios.duty import FRIDAY, FRIDAYS, at

pytestmark = pytest.mark.django_db(transaction=True)

DONE = "done"


def at_once(*works: Callable[[], object]) -> list[str]:
    """What became of each: done, or the Chinese refusal. Anything else fails the test."""
    start, ends = threading.Barrier(len(works)), ["never ended"] * len(works)

    def run(place: int, work: Callable[[], object]) -> None:
        try:
            start.wait()
            work()
            ends[place] = DONE
        except (DutyRefused, states.NotAllowed) as why:
            ends[place] = str(why)
        except Exception as error:  # shown by the assertion that follows
            ends[place] = repr(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def one_wins(ends: list[str], words: str) -> None:
    assert ends.count(DONE) == 1, ends
    assert words in next(end for end in ends if end != DONE)


def fresh(swap: Swap) -> Swap:
    return Swap.objects.with_people().get(pk=swap.pk)


def test_colleague_agrees_while_the_holder_takes_it_back(cast: Cast):
    swap = duty.asked(cast)
    mine, theirs = fresh(swap), fresh(swap)
    ends = at_once(
        lambda: services.agree_swap(swap=mine, by=cast.convener, now=NOW),
        lambda: services.take_back_swap(swap=theirs, by=cast.member, now=NOW),
    )
    swap.refresh_from_db()
    assert swap.state == "taken_back"  # after the agreement or before it
    assert ends[1] == DONE
    assert ends[0] == DONE or "请刷新页面看最新情况" in ends[0]


def test_two_confirm_and_the_roster_changes_once(cast: Cast):
    made = duty.shift(cast)
    swap = services.agree_swap(swap=duty.asked(cast, made), by=cast.convener, now=NOW)
    seen = [fresh(swap), fresh(swap)]
    ends = at_once(
        lambda: services.confirm_swap(swap=seen[0], by=cast.liaison, now=NOW),
        lambda: services.confirm_swap(swap=seen[1], by=cast.convener, now=NOW),
    )
    assert ends == [DONE, DONE]
    assert duty.people(made) == ["王召"]
    assert made.events.filter(action="confirm").count() == 1


def test_one_confirms_while_another_does_not(cast: Cast):
    made = duty.shift(cast)
    swap = services.agree_swap(swap=duty.asked(cast, made), by=cast.convener, now=NOW)
    seen = [fresh(swap), fresh(swap)]
    ends = at_once(
        lambda: services.confirm_swap(swap=seen[0], by=cast.liaison, now=NOW),
        lambda: services.refuse_swap(swap=seen[1], answer="那天要到", by=cast.convener, now=NOW),
    )
    one_wins(ends, "请刷新页面看最新情况")


def test_one_confirms_while_another_cancels_the_shift(cast: Cast):
    made = duty.shift(cast)
    swap = services.agree_swap(swap=duty.asked(cast, made), by=cast.convener, now=NOW)
    seen = fresh(swap)
    ends = at_once(
        lambda: services.confirm_swap(swap=seen, by=cast.liaison, now=NOW),
        lambda: services.cancel_shift(shift=made, why="防汛", by=cast.convener, now=NOW),
    )
    assert ends[1] == DONE
    made.refresh_from_db()
    assert made.state == "cancelled"
    assert not Swap.objects.running().exists()


def test_two_publish_and_each_person_is_told_once(cast: Cast):
    made = duty.shift(cast, published=False)
    publish = {"shifts": [made], "now": NOW}
    ends = at_once(
        lambda: services.publish_shifts(**publish, by=cast.convener),
        lambda: services.publish_shifts(**publish, by=cast.liaison),
    )
    assert ends == [DONE, DONE]
    assert made.events.filter(action="publish").count() == 1
    assert duty.told(cast.member) == ["城关工作室值班:3月27日"]


def test_two_change_a_shift_and_neither_overwrites_the_other(cast: Cast):
    made = duty.shift(cast)
    hanmei = (cast.person(cast.member),)

    def change(theme: str, by) -> DutyShift:
        values = ShiftValues(FRIDAY, dt.time(9), dt.time(11, 30), theme=theme, members=hanmei)
        return services.change_shift(shift=made, values=values, revision=made.revision, by=by, now=NOW)

    ends = at_once(lambda: change("医保", cast.convener), lambda: change("养老", cast.liaison))
    one_wins(ends, "已经改过")


def test_two_record_and_the_second_is_shown_what_the_first_wrote(cast: Cast):
    made = duty.shift(cast)
    pk, now = duty.turn(made, cast.member).pk, at(FRIDAY, 12)

    def record(mark: Mark, by) -> DutyShift:
        said = {"no_visitors": False, "instead": "", "why": "", "revision": made.revision}
        return services.record_shift(shift=made, marks={pk: mark}, **said, by=by, now=now)

    came = Mark(True, dt.time(9), dt.time(11))
    ends = at_once(lambda: record(came, cast.liaison), lambda: record(Mark(False), cast.convener))
    one_wins(ends, "已经改过")


def test_two_runs_make_each_shift_once(cast: Cast):
    duty.fridays(cast)
    later = at("2026-04-10")
    ends = at_once(*[lambda: services.make_shifts(now=later)] * 2)
    assert ends == [DONE, DONE]
    days = list(DutyShift.objects.standing().values_list("planned_on", flat=True))
    assert len(days) == len(set(days))


def test_job_makes_shifts_anew_while_the_month_is_published(cast: Cast):
    duty.fridays(cast)
    shifts = list(DutyShift.objects.planned())
    DayOff.objects.create(date=FRIDAY, name="县庆", source="本机关录入")
    ends = at_once(
        lambda: services.make_shifts(now=NOW),
        lambda: services.publish_shifts(shifts=shifts, by=cast.convener, now=NOW),
    )
    assert ends == [DONE, DONE]
    friday = DutyShift.objects.get(planned_on=FRIDAY)
    story = list(friday.events.order_by("pk").values_list("action", flat=True))
    assert story in (["make", "remake", "publish"], ["make", "publish"])
    assert (friday.day == FRIDAY) == ("remake" not in story)


def test_two_change_a_pattern_and_one_is_told(cast: Cast):
    held = duty.fridays(cast)

    def change(weekday: int, by) -> object:
        values = PatternValues(**vars(FRIDAYS) | {"weekday": weekday})
        sent = {"since": FRIDAY, "seen_until": None, "by": by, "now": NOW}
        return services.change_pattern(pattern=held, values=values, **sent)

    one_wins(at_once(lambda: change(1, cast.convener), lambda: change(2, cast.liaison)), "刚刚有人改过或停用")


def test_two_renew_the_address_of_a_feed_and_one_address_stands(cast: Cast):
    now = timezone.now()
    assert at_once(*[lambda: services.renew_feed(by=cast.member, now=now)] * 2) == [DONE, DONE]
