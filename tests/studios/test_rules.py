"""Action × state × role, against the table that people can read."""

from itertools import product
from pathlib import Path

import pytest

from accounts.models import User
from deadlines.services import close_period
from members.models import Member
from studios import rules, states
from studios.models import VisitLog
from studios.services import check, send_back, withdraw
from tests.cast import NOW, Cast
from tests.studios.makers import MARCH, draft, filed

TABLE = Path(__file__).with_name("visit_rules.txt")
TOWN, RIVER = 1, 2
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
    visit = VisitLog(member=Member(user=author), studio_id=TOWN, state=state)
    user = author if who == "member" else User(pk=2)
    user.has_perm = lambda permission: who == "clerk" and permission in ("studios.check_visits",)
    runs = {TOWN} if who in ("convener", "liaison") else {RIVER} if who == "other" else set()
    closed = month == "closed"
    allowed = {
        "check": rules.can_check(user, visit, runs),
        "return": rules.can_return(user, visit, runs, closed=closed),
        "edit": rules.can_edit(user, visit, closed=closed),
        "file": rules.can_file(user, visit, closed=closed),
        "withdraw": rules.can_withdraw(user, visit, closed=closed),
        "discard": rules.can_discard(user, visit),
    }
    assert {action for action, allows in allowed.items() if allows} == may - {"see"}


def test_visit_of_a_member_without_account_is_nobodys_to_change() -> None:
    assert not rules.is_author(User(), VisitLog(member=Member()))


@pytest.mark.parametrize(("who", "may"), [("runner", True), ("office", True), ("nobody", False), ("author", False)])
def test_checking_is_theirs_who_run_the_studio_and_the_offices_but_never_ones_own(who: str, may: bool) -> None:
    author = User(pk=1)
    user = author if who == "author" else User(pk=2)
    user.has_perm = lambda permission: who in ("office", "author")
    runs = {TOWN} if who in ("runner", "author") else set()
    visit = VisitLog(member=Member(user=author), studio_id=TOWN, state=states.FILED)
    assert rules.can_check(user, visit, runs) == may
    assert rules.can_return(user, visit, runs, closed=False) == may


def test_visit_without_a_studio_is_the_offices_to_check() -> None:
    visit = VisitLog(member=Member(user=User(pk=1)), state=states.FILED)
    runner, office = User(pk=2), User(pk=3)
    runner.has_perm, office.has_perm = (lambda permission: False), (lambda permission: True)
    assert not rules.can_check(runner, visit, {TOWN})
    assert rules.can_check(office, visit, set())


def test_who_wrote_it_down_from_paper_may_mend_and_check_it_until_they_run_the_studio_no_more() -> None:
    liaison, colleague = User(pk=2), User(pk=3)
    liaison.has_perm = colleague.has_perm = lambda permission: False
    visit = VisitLog(member=Member(), studio_id=TOWN, state=states.FILED, proxy=True, recorded_by=liaison)
    assert rules.can_check(liaison, visit, {TOWN})
    assert rules.can_mend_for(liaison, visit, {TOWN}, closed=False)
    assert not rules.can_mend_for(liaison, visit, {TOWN}, closed=True)
    assert not rules.can_mend_for(liaison, visit, {RIVER}, closed=False)
    assert not rules.can_mend_for(colleague, visit, {TOWN}, closed=False)
    visit.proxy = False
    assert not rules.can_mend_for(liaison, visit, {TOWN}, closed=False)


def visit_in(cast: Cast, state: str, month: str) -> VisitLog:
    visit = (draft if state == states.DRAFT else filed)(cast, cast.member, studio=cast.town)
    if state == states.CHECKED:
        check(visits=[visit], seen={visit.pk: visit.revision}, by=cast.liaison, now=NOW)
    if state == states.RETURNED:
        send_back(visit=visit, revision=visit.revision, why="请补充地点", by=cast.liaison, now=NOW)
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
