"""调剂: action × state × role against the table, each action once in the database, and two who press at once."""

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from accounts.models import User
from members.models import Member
from studios import rules, states
from studios.models import DutyShift, ShiftTurn, Swap
from studios.services import (
    DutyRefused,
    agree_swap,
    arrange_swap,
    ask_swap,
    cancel_shift,
    confirm_swap,
    decline_swap,
    refuse_swap,
    take_back_swap,
)
from studios.states.shifts import SWAP_STEPS, SWAPS, step
from tests.cast import NOW, Cast
from tests.studios.duty import FRIDAY, asked, at, people, resident, shift, told, turn

TABLE = Path(__file__).with_name("swap_rules.txt")
WHO = ["holder", "colleague", "runner", "office", "other"]
STATES = ["none", *SWAPS]


def lines() -> list[tuple[str, str, set[str]]]:
    rows = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(state, who, {*may} - {"-"}) for state, who, *may in rows[1:]]


def test_table_has_every_state_and_person_once():
    assert sorted(line[:2] for line in lines()) == sorted(product(STATES, WHO))


def allowed(state: str, who: str, now) -> set[str]:
    people = {name: User(pk=n) for n, name in enumerate(WHO, start=1)}
    user, runs = people[who], who in ("runner", "office")
    made = DutyShift(pk=1, day=FRIDAY, starts=at(FRIDAY, 9).time(), state="published")
    held = ShiftTurn(shift=made, member=Member(user=people["holder"]), state="expected")
    if state == "none":
        return {"ask"} if rules.can_ask_swap(user, held, runs=runs, now=now) else set()
    swap = Swap(turn=held, member=Member(user=people["colleague"]), asked_by=people["holder"], state=state)
    found = {
        "agree": rules.can_answer_swap(user, swap, now=now),
        "decline": rules.can_answer_swap(user, swap, now=now),
        "confirm": rules.can_confirm_swap(swap, runs=runs, now=now),
        "refuse": rules.can_refuse_swap(swap, runs=runs, now=now),
        "take_back": rules.can_take_back_swap(user, swap, now=now),
    }
    return {action for action, allows in found.items() if allows}


@pytest.mark.parametrize(("state", "who", "may"), lines())
def test_rules_allow_what_the_table_says(state: str, who: str, may: set[str]):
    assert allowed(state, who, NOW) == may


@pytest.mark.parametrize(("state", "who"), list(product(STATES, WHO)))
def test_nothing_is_swapped_once_the_shift_has_begun(state: str, who: str):
    assert allowed(state, who, at(FRIDAY, 9)) == set()


@pytest.mark.parametrize(("action", "state"), list(product(SWAP_STEPS, SWAPS)))
def test_step_out_of_place_says_why(action: str, state: str):
    starts, end = SWAP_STEPS[action]
    if state in starts:
        assert step(SWAP_STEPS, SWAPS, action, state) == end
    else:
        with pytest.raises(states.NotAllowed, match=SWAPS[state]):
            step(SWAP_STEPS, SWAPS, action, state)


def test_swap_from_asking_to_the_changed_roster(cast: Cast):
    third = resident(cast, "丁二", account=True)
    made = shift(cast, cast.person(cast.member), third)
    swap = asked(cast, made)
    assert people(made) == ["丁二", "韩梅"]
    assert told(cast.convener) == ["韩梅请您代3月27日的值班"]
    agree_swap(swap=swap, by=cast.convener, now=NOW)
    assert people(made) == ["丁二", "韩梅"], "the roster changes with the confirmation"
    assert told(cast.liaison) == ["城关工作室3月27日值班调剂待确认:韩梅换王召"]
    assert "王召同意代您3月27日的值班" in told(cast.member)
    confirm_swap(swap=swap, by=cast.liaison, now=NOW)
    assert people(made) == ["丁二", "王召"]
    assert "3月27日的值班已由王召代您" in told(cast.member)
    assert "城关工作室值班:3月27日由您代韩梅" in told(cast.convener)
    assert "城关工作室3月27日值班表有变动" in told(third.user)
    assert [one.action for one in made.events.order_by("pk")][-3:] == ["ask", "agree", "confirm"]


def test_declined_with_a_word_and_another_is_asked(cast: Cast):
    second = resident(cast, "丁二", account=True)
    made = shift(cast)
    decline_swap(swap=asked(cast, made), answer="那天也出差", by=cast.convener, now=NOW)
    assert "王召3月27日不方便代班" in told(cast.member)
    again = ask_swap(turn=turn(made, cast.member), member=second, why="出差", by=cast.member, now=NOW)
    assert again.state == "asked"


def test_taken_back_after_it_was_agreed_to(cast: Cast):
    swap = asked(cast)
    agree_swap(swap=swap, by=cast.convener, now=NOW)
    take_back_swap(swap=swap, by=cast.member, now=NOW)
    for who in (cast.convener, cast.liaison):
        assert "3月27日的值班不用您代了" in told(who)
    assert people(swap.turn.shift) == ["韩梅"]


def test_refused_by_the_liaison_officer_with_a_reason(cast: Cast):
    swap = asked(cast)
    agree_swap(swap=swap, by=cast.convener, now=NOW)
    refuse_swap(swap=swap, answer="当天有教育专题,请韩梅到", by=cast.liaison, now=NOW)
    for who in (cast.convener, cast.member):
        assert "3月27日值班的调剂没有确认" in told(who)
    assert people(swap.turn.shift) == ["韩梅"]


def test_officer_asks_for_the_holder_and_the_holder_may_take_it_back(cast: Cast):
    made = shift(cast)
    person = cast.person(cast.convener)
    swap = ask_swap(turn=turn(made, cast.member), member=person, why="住院", by=cast.liaison, now=NOW)
    assert "已替您请王召代3月27日的值班" in told(cast.member)
    take_back_swap(swap=swap, by=cast.member, now=NOW)
    assert "3月27日的值班不用您代了" in told(cast.convener)


def test_officer_arranges_it_in_one_step_even_for_who_has_no_account(cast: Cast):
    ding = resident(cast, "丁一", phone="13900000031")
    made = shift(cast)
    running = asked(cast, made)
    for _ in range(2):
        swap = arrange_swap(turn=running.turn, member=ding, why="临时有会", by=cast.liaison, now=NOW)
    running.refresh_from_db()
    assert (running.state, swap.state) == ("lapsed", "confirmed")
    assert people(made) == ["丁一"]
    assert told("13900000031") == ["城关工作室值班:3月27日由您代韩梅"]
    assert made.events.filter(action="arrange").count() == 1


def test_who_has_no_account_cannot_be_asked_in_the_page(cast: Cast):
    ding = resident(cast, "丁一")
    with pytest.raises(DutyRefused, match="还没有账号"):
        ask_swap(turn=turn(shift(cast), cast.member), member=ding, why="出差", by=cast.member, now=NOW)


def test_turn_goes_to_nobody_of_another_studio_and_to_nobody_who_is_in_it(cast: Cast):
    made = shift(cast, cast.person(cast.member), cast.person(cast.convener))
    for who in (cast.other, cast.convener):
        with pytest.raises(DutyRefused, match="请另选一位"):
            ask_swap(turn=turn(made, cast.member), member=cast.person(who), why="出差", by=cast.member, now=NOW)


def test_stranger_to_the_turn_may_not_ask(cast: Cast):
    resident(cast, "丁二", account=True)
    made = shift(cast)
    for who in (cast.other, cast.clerk):
        if who == cast.clerk:  # arranges duty for the office
            continue
        with pytest.raises(states.NotAllowed):
            ask_swap(turn=turn(made, cast.member), member=cast.person(cast.convener), why="x", by=who, now=NOW)


def test_office_may_arrange_it(cast: Cast):
    made = shift(cast)
    person = cast.person(cast.convener)
    arrange_swap(turn=turn(made, cast.member), member=person, why="电话里说的", by=cast.clerk, now=NOW)
    assert people(made) == ["王召"]


def test_turn_swapped_away_can_come_back(cast: Cast):
    made = shift(cast)
    first = asked(cast, made)
    agree_swap(swap=first, by=cast.convener, now=NOW)
    confirm_swap(swap=first, by=cast.liaison, now=NOW)
    back = turn(made, cast.convener)
    arrange_swap(turn=back, member=cast.person(cast.member), why="又能来了", by=cast.liaison, now=NOW)
    assert people(made) == ["韩梅"]


# Two who press at once: the second comes with what the first has made old.


def agreed(cast: Cast) -> Swap:
    return agree_swap(swap=asked(cast), by=cast.convener, now=NOW)


RACES: list[tuple[str, Callable, Callable, Callable]] = [
    ("agree", asked, lambda c, s: agree_swap(swap=s, by=c.convener, now=NOW),
     lambda c, s: decline_swap(swap=s, answer="", by=c.convener, now=NOW)),
    ("decline", asked, lambda c, s: decline_swap(swap=s, answer="", by=c.convener, now=NOW),
     lambda c, s: take_back_swap(swap=s, by=c.member, now=NOW)),
    ("take_back", asked, lambda c, s: take_back_swap(swap=s, by=c.member, now=NOW),
     lambda c, s: agree_swap(swap=s, by=c.convener, now=NOW)),
    ("confirm", agreed, lambda c, s: confirm_swap(swap=s, by=c.liaison, now=NOW),
     lambda c, s: refuse_swap(swap=s, answer="不", by=c.convener, now=NOW)),
    ("refuse", agreed, lambda c, s: refuse_swap(swap=s, answer="不", by=c.liaison, now=NOW),
     lambda c, s: confirm_swap(swap=s, by=c.convener, now=NOW)),
]  # fmt: skip


@pytest.mark.parametrize(("make", "first", "second"), [race[1:] for race in RACES], ids=[race[0] for race in RACES])
def test_second_of_two_is_told_what_happened_and_the_same_twice_is_done_once(cast: Cast, make, first, second):
    swap = make(cast)
    seen = Swap.objects.with_people().get(pk=swap.pk)
    first(cast, seen)
    before = seen.turn.shift.events.count()
    first(cast, Swap.objects.with_people().get(pk=swap.pk))
    assert seen.turn.shift.events.count() == before
    with pytest.raises(states.NotAllowed, match="请刷新页面看最新情况"):
        second(cast, seen)


def test_asked_twice_is_one_and_another_colleague_is_refused_meanwhile(cast: Cast):
    second = resident(cast, "丁二", account=True)
    made = shift(cast)
    assert asked(cast, made).pk == asked(cast, made).pk
    with pytest.raises(DutyRefused, match="已经在请王召代"):
        ask_swap(turn=turn(made, cast.member), member=second, why="出差", by=cast.liaison, now=NOW)


def test_swap_of_a_shift_cancelled_meanwhile_is_confirmed_no_more(cast: Cast):
    swap = agreed(cast)
    cancel_shift(shift=swap.turn.shift, why="防汛", by=cast.convener, now=NOW)
    with pytest.raises(states.NotAllowed, match="已失效"):
        confirm_swap(swap=swap, by=cast.liaison, now=NOW)


def test_after_the_shift_has_begun_it_is_said_so(cast: Cast):
    swap = agreed(cast)
    with pytest.raises(states.NotAllowed, match="已经开始,不能再调剂"):
        confirm_swap(swap=swap, by=cast.liaison, now=at(FRIDAY, 9.5))
