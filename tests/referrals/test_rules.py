"""Action × state × role, against the table that people can read."""

from itertools import product
from pathlib import Path

import pytest

from accounts.models import User
from referrals import rules, services, states
from referrals.models import Referral
from referrals.queries import standing_of
from referrals.rules import Standing
from referrals.services import Slip
from tests.cast import Cast
from tests.referrals.makers import ANSWERED, LATER, answer, in_state, opinion

TABLE = Path(__file__).with_name("referral_rules.txt")
WHO = ["handler", "head", "sender", "office", "reader", "stranger"]
STANDINGS = {
    "handler": Standing(handler=True),
    "head": Standing(head=True),
    "sender": Standing(sender=True),
    "office": Standing(manager=True),
    "reader": Standing(),
    "stranger": Standing(),
}


def lines() -> list[tuple[str, str, str, set[str]]]:
    rows = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(state, time, who, {*may} - {"-"}) for state, time, who, *may in rows[1:]]


def allowed(state: str, time: str, who: str) -> set[str]:
    referral, standing, in_time = Referral(state=state), STANDINGS[who], time == "early"
    may = {
        "sign": rules.can_sign(standing, referral),
        "ask_back": rules.can_ask_back(standing, referral, in_time=in_time),
        "answer": rules.can_answer(standing, referral),
        "sign_off": rules.can_sign_off(standing, referral),
        "take_back": rules.can_take_back(standing, referral),
        "decide": rules.can_decide_return(standing, referral),
        "allow_return": rules.can_allow_return(standing, referral, in_time=in_time),
        "review": rules.can_review(standing, referral),
        "withdraw": rules.can_withdraw(standing, referral),
        "paper": rules.can_enter_paper(standing, referral),
    }
    return {action for action, allows in may.items() if allows}


def test_table_has_every_state_time_and_person_once() -> None:
    assert sorted(line[:3] for line in lines()) == sorted(product(states.STATES, ["early", "late"], WHO))


@pytest.mark.parametrize(("state", "time", "who", "may"), lines())
def test_rules_allow_what_the_table_says(state: str, time: str, who: str, may: set[str]) -> None:
    assert allowed(state, time, who) == may - {"see"}


def test_late_return_that_the_office_allowed_may_be_asked_for() -> None:
    late = Referral(state=states.SIGNED, late_return=True)
    assert rules.can_ask_back(STANDINGS["handler"], late, in_time=False)
    assert not rules.can_allow_return(STANDINGS["office"], late, in_time=False)


def test_sender_is_who_sent_it_and_for_whom_it_was_sent() -> None:
    sender, officer = User(pk=1), User(pk=2)
    referral = Referral(sent_by=sender, officer=officer)
    assert rules.is_sender(sender, referral)
    assert rules.is_sender(officer, referral)
    assert not rules.is_sender(User(pk=3), referral)
    assert not rules.is_sender(User(pk=3), Referral(sent_by=sender))


def test_standing_comes_from_posts_sending_and_rights(cast: Cast) -> None:
    held = in_state(cast, states.WAITING)
    assert standing_of(cast.handler, held) == Standing(handler=True)
    assert standing_of(cast.head, held) == Standing(head=True)
    assert standing_of(cast.liaison, held) == Standing(sender=True)
    assert standing_of(cast.clerk, held) == Standing(manager=True)
    for who in (cast.leader, cast.officer, cast.convener, cast.stranger):
        assert standing_of(who, held) == Standing()


@pytest.mark.parametrize(("action", "state"), list(product(states.TRANSITIONS, states.STATES)))
def test_action_out_of_place_says_why(action: str, state: str) -> None:
    starts, end = states.TRANSITIONS[action]
    if state in starts:
        assert states.target(action, state) == end
    else:
        with pytest.raises(states.NotAllowed, match=states.STATES[state]):
            states.target(action, state)


def acts(cast: Cast, held: Referral, action: str) -> Referral:
    """The service of each action, by whom it is for."""
    unit, ours = {"by": cast.handler, "now": ANSWERED}, {"by": cast.liaison, "now": LATER}
    calls = {
        "sign": lambda: services.sign(referral=held, **unit),
        "ask_back": lambda: services.ask_back(referral=held, reason="不归我局", **unit),
        "accept_return": lambda: services.accept_return(referral=held, **ours),
        "refuse_return": lambda: services.refuse_return(referral=held, why="归你局", **ours),
        "submit": lambda: services.submit_answer(referral=held, answer=answer(), revision=held.revision, **unit),
        "hand_back": lambda: services.hand_back(referral=held, why="写具体些", by=cast.head, now=LATER),
        "take_back": lambda: services.take_back(referral=held, **unit),
        "sign_off": lambda: services.sign_off(referral=held, by=cast.head, now=LATER),
        "opinion": lambda: services.give_opinion(referral=held, answer=opinion(), revision=held.revision, **unit),
        "approve": lambda: services.approve(referral=held, **ours),
        "reject": lambda: services.reject(referral=held, why="再核实", **ours),
        "withdraw": lambda: services.withdraw(referral=held, why="重复", **ours),
        "paper": lambda: services.enter_paper(
            referral=held, slip=Slip("answer", ANSWERED.date(), answer()), by=cast.clerk, now=LATER
        ),
    }
    return calls[action]()


CASES = [
    (name, state, "joint" if name == "opinion" or state == states.OPINION_IN else "lead")
    for name, state in product(
        ["sign", "ask_back", "accept_return", "refuse_return", "submit", "hand_back", "take_back", "sign_off",
         "opinion", "approve", "reject", "withdraw", "paper"],
        states.STATES,
    )
]  # fmt: skip
FITS = {"submit": states.IN_HAND, "paper": states.IN_HAND | {states.WAITING}, "refuse_return": {states.ASKED_BACK}}


@pytest.mark.parametrize(("action", "state", "part"), CASES)
def test_service_does_what_fits_and_refuses_the_rest(action: str, state: str, part: str, cast: Cast) -> None:
    if part == "joint" and state in (states.FOR_HEAD, states.ANSWERED, states.APPROVED, states.REJECTED):
        pytest.skip("a joint unit answers by its opinion")
    held = in_state(cast, state, part=part)
    fits = FITS.get(action) or states.TRANSITIONS[action][0]
    before = (held.state, held.events.count())
    if state in fits and (part == "lead" or action != "submit"):
        assert acts(cast, held, action).events.count() > before[1]
    else:
        try:
            acts(cast, held, action)
        except states.NotAllowed:
            pass
        else:  # the last step once more: nothing happens
            assert states.TRANSITIONS.get(action, ({}, state))[1] == state or action == "submit"
        held.refresh_from_db()
        assert (held.state, held.events.count()) == before
