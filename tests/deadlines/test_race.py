"""Two people at once over a limit, a ladder or a deadline, by two connections that really meet."""

import datetime as dt

import pytest

from common.seen import Stale, mark_of
from deadlines.models import Deadline, Extension, Ladder, Limit
from deadlines.queries import the_hours
from deadlines.services import (
    LimitRefused,
    LimitValues,
    RungValues,
    ask_extension,
    cancel,
    change_ladder,
    change_limit,
    grant_extension,
    meet,
    refuse_extension,
    said_of,
    set_hours,
)
from deadlines.states import NotAllowed
from tests.cast import NOW, Cast
from tests.deadlines.makers import day, opened
from tests.deadlines.test_extensions import ask
from tests.deadlines.test_pages import general
from tests.meeting import second_while_first_is_open

pytestmark = pytest.mark.django_db(transaction=True)

REFUSALS = (LimitRefused, NotAllowed, Stale)


def change(value: int, by) -> Limit:
    seen = Limit.objects.filter(code="return").order_by("pk").first()
    return change_limit(seen=seen, values=LimitValues("working", value), effective_from=NOW.date(), by=by, now=NOW)


def test_second_who_changes_a_limit_waits_and_is_told(cast: Cast):
    why = second_while_first_is_open(lambda: change(10, cast.clerk), lambda: change(5, cast.officer), refusals=REFUSALS)
    assert "周敏已把这一项改成10个工作日" in str(why)
    assert Limit.objects.of("return", NOW.date()).value == 10


def test_same_change_of_a_limit_pressed_twice_is_one(cast: Cast):
    before = Limit.objects.count()
    press = lambda: change(10, cast.clerk)  # noqa: E731
    assert second_while_first_is_open(press, press, refusals=REFUSALS) is None
    assert Limit.objects.count() == before + 1


def test_second_who_changes_a_ladder_sees_the_first(cast: Cast):
    seen = mark_of(said_of(Ladder.objects.get(kind="")))

    def change(days: int, by) -> None:
        change_ladder(kind="", rungs=[RungValues(-days, "remind", ["head"])], by=by, now=NOW, seen=seen)

    why = second_while_first_is_open(lambda: change(2, cast.clerk), lambda: change(4, cast.officer), refusals=REFUSALS)
    assert "现在是:到期前2天提醒:负责人" in str(why)
    assert [one.offset for one in Ladder.objects.get(kind="").rungs.all()] == [-2]


def test_second_who_sets_the_hours_sees_the_first(cast: Cast):
    seen = mark_of([str(the_hours())])

    def change(opens: int, by) -> None:
        set_hours(opens=dt.time(opens), closes=dt.time(17), by=by, now=NOW, seen=seen)

    why = second_while_first_is_open(lambda: change(8, cast.clerk), lambda: change(10, cast.officer), refusals=REFUSALS)
    assert "现在是:08:00至17:00" in str(why)
    assert the_hours().opens == dt.time(8)


def test_general_deadline_pressed_twice_is_opened_once(cast: Cast):
    press = lambda: general(cast)  # noqa: E731
    assert second_while_first_is_open(press, press, refusals=REFUSALS) is None
    assert Deadline.objects.count() == 1


def test_one_meets_while_another_cancels(cast: Cast):
    held = opened(cast)
    why = second_while_first_is_open(
        lambda: meet(deadline=held, by=cast.member, now=NOW),
        lambda: cancel(deadline=Deadline.objects.get(pk=held.pk), why="重复", by=cast.clerk, now=NOW),
        refusals=REFUSALS,
    )
    assert "已经办结" in str(why)
    held.refresh_from_db()
    assert held.state == "met"


def test_two_ask_for_more_time(cast: Cast):
    held = opened(cast)
    why = second_while_first_is_open(
        lambda: ask(cast, held),
        lambda: ask_extension(deadline=held, until_on=day("2026-04-10"), reason="拨款", by=cast.convener, now=NOW),
        refusals=REFUSALS,
    )
    assert "韩梅已申请延到2026年4月8日" in str(why)
    assert Extension.objects.count() == 1


def test_one_grants_while_another_refuses(cast: Cast):
    request = ask(cast, opened(cast))
    why = second_while_first_is_open(
        lambda: grant_extension(request=request, by=cast.clerk, now=NOW),
        lambda: refuse_extension(
            request=Extension.objects.select_related("deadline").get(pk=request.pk),
            answer="不行", by=cast.clerk, now=NOW,
        ),
        refusals=REFUSALS,
    )  # fmt: skip
    assert "周敏已答复这个申请:已批准" in str(why)
    request.refresh_from_db()
    assert request.state == "granted"
