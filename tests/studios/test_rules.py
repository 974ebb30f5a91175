"""Action × state × role, against the table that people can read."""

from itertools import product
from pathlib import Path

import pytest

from accounts.models import User
from deadlines.services import close_period
from members.models import Member
from studios import rules, states
from studios.models import VisitLog
from studios.services import withdraw
from tests.cast import NOW, Cast
from tests.studios.makers import MARCH, draft, filed

TABLE = Path(__file__).with_name("visit_rules.txt")
WHO = ["member", "other", "convener", "liaison", "clerk", "leader", "auditor", "stranger"]


def lines() -> list[tuple[str, str, str, set[str]]]:
    rows = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(state, month, who, {*may} - {"-"}) for state, month, who, *may in rows[1:]]


def test_table_has_every_state_month_and_person_once() -> None:
    listed = [line[:3] for line in lines()]
    assert sorted(listed) == sorted(product(states.STATES, ["open", "closed"], WHO))


@pytest.mark.parametrize(("state", "month", "who", "may"), lines())
def test_rules_allow_what_the_table_says(state: str, month: str, who: str, may: set[str]) -> None:
    author = User(pk=1)
    visit = VisitLog(member=Member(user=author), state=state)
    user = author if who == "member" else User(pk=2)
    closed = month == "closed"
    allowed = {
        "edit": rules.can_edit(user, visit, closed=closed),
        "file": rules.can_file(user, visit, closed=closed),
        "withdraw": rules.can_withdraw(user, visit, closed=closed),
        "discard": rules.can_discard(user, visit),
    }
    assert {action for action, allows in allowed.items() if allows} == may - {"see"}


def test_visit_of_a_member_without_account_is_nobodys_to_change() -> None:
    assert not rules.is_author(User(), VisitLog(member=Member()))


def visit_in(cast: Cast, state: str, month: str) -> VisitLog:
    visit = (draft if state == states.DRAFT else filed)(cast, cast.member, studio=cast.town)
    if state == states.WITHDRAWN:
        withdraw(visit=visit, why="记错了", by=cast.member, now=NOW)
    if month == "closed":
        close_period(month=MARCH, by=cast.clerk, now=NOW)
    return visit


@pytest.mark.parametrize("month", ["open", "closed"])
@pytest.mark.parametrize("state", list(states.STATES))
def test_record_opens_for_whom_the_table_says(state: str, month: str, cast: Cast, signed_in) -> None:
    visit = visit_in(cast, state, month)
    pages = [f"/my/visits/{visit.pk}/", f"/my/studio/{visit.pk}/", f"/office/visits/{visit.pk}/"]
    sees = {}
    for who in WHO:
        client = signed_in(getattr(cast, who))
        sees[who] = any(client.get(page).status_code == 200 for page in pages)
    assert sees == {line[2]: "see" in line[3] for line in lines() if line[:2] == (state, month)}


@pytest.mark.parametrize("action", list(states.TRANSITIONS))
@pytest.mark.parametrize("state", list(states.STATES))
def test_action_out_of_place_says_why(action: str, state: str) -> None:
    starts, end = states.TRANSITIONS[action]
    if state in starts:
        assert states.target(action, state) == end
    else:
        with pytest.raises(states.NotAllowed, match=states.STATES[state]):
            states.target(action, state)
