"""Situation × person → acts, against the table that people can read."""

from itertools import product
from pathlib import Path

import pytest

from accounts.models import User
from members.models import Member
from studios import rules
from studios.models import Matter, Studio, VisitLog
from studios.rules import Place, Situation
from studios.rules.matters import can_reopen, can_tell_town
from studios.states import NotAllowed
from studios.states import matters as states
from tests.cast import Cast
from tests.studios.matters.makers import in_situation

TABLE = Path(__file__).with_name("matter_rules.txt")
WHO = ["member", "other", "convener", "liaison", "clerk", "leader", "auditor", "stranger"]

# what each situation of the table is, in the words of rules.py: state, outcome, what hangs on it
SITUATIONS: dict[str, tuple[str, str, Situation]] = {
    "open": (states.OPEN, "referred", Situation()),
    "at_unit": (states.OPEN, "referred", Situation(referred=True)),
    "at_office": (states.OPEN, "reported", Situation(reported="office")),
    "at_desk": (states.OPEN, "reported", Situation(reported="government")),
    "doing": (states.DOING, "referred", Situation()),
    "answered": (states.ANSWERED, "referred", Situation()),
    "closed": (states.CLOSED, "referred", Situation()),
    "noted": (states.CLOSED, "noted", Situation()),
    "unhappy": (states.CLOSED, "referred", Situation(unhappy=True)),
    "leads": (states.OPEN, "referred", Situation(leads=True)),
    "merged": (states.MERGED, "referred", Situation()),
    "dropped": (states.DROPPED, "referred", Situation()),
}
PLACES = {"member": Place(author=True), "convener": Place(runs=True), "liaison": Place(runs=True)}
PLACES["clerk"] = Place(office=True)


def lines() -> list[tuple[str, str, set[str]]]:
    rows = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(situation, who, {*may} - {"-"}) for situation, who, *may in rows[1:]]


def test_table_has_every_situation_and_person_once() -> None:
    assert sorted(line[:2] for line in lines()) == sorted(product(SITUATIONS, WHO))


@pytest.mark.parametrize(("name", "who", "may"), lines())
def test_rules_allow_what_the_table_says(name: str, who: str, may: set[str]) -> None:
    state, outcome, situation = SITUATIONS[name]
    matter = Matter(visit=VisitLog(state="filed"), state=state, outcome=outcome, result="done")
    place = PLACES.get(who, Place())
    acts = set(rules.acts_open_to(place, matter, situation))
    acts |= {"bundle"} if rules.can_bundle(place, matter, situation) else set()
    acts |= {"unit"} if rules.can_decide_referral(place, matter, situation) else set()
    assert acts == may - {"see"}


def test_matter_of_a_returned_visit_goes_nowhere_new() -> None:
    matter = Matter(visit=VisitLog(state="returned"), state=states.OPEN, outcome="referred")
    acts = rules.acts_open_to(Place(runs=True, office=True), matter, Situation())
    assert not {"refer", "report"} & set(acts)
    assert not rules.can_bundle(Place(runs=True), matter, Situation())


def test_reopened_as_often_as_the_office_allows_it_is_not_opened_again() -> None:
    matter = Matter(visit=VisitLog(), state=states.CLOSED)
    assert not can_reopen(Place(runs=True), matter, Situation(unhappy=True, again=False))


def test_town_is_told_once_and_only_of_what_is_done() -> None:
    answered = {"visit": VisitLog(), "state": states.ANSWERED}
    for fields in ({"result": "cannot"}, {"result": "done", "town_told_on": "2026-03-01"}):
        assert not can_tell_town(Place(office=True), Matter(**answered, **fields), Situation())


@pytest.mark.django_db
def test_place_is_told_by_author_studio_and_right() -> None:
    author, runner, stranger = User(pk=1), User(pk=2), User(pk=3)
    visit = VisitLog(member=Member(user=author), studio=Studio(pk=5))
    matter = Matter(visit=visit)
    assert rules.place_of(author, matter, frozenset()) == Place(author=True)
    assert rules.place_of(runner, matter, frozenset({5})) == Place(runs=True)
    assert rules.place_of(stranger, matter, frozenset({6})) == Place()
    nowhere = Matter(visit=VisitLog(user=author))
    assert rules.place_of(author, nowhere, frozenset({5})) == Place(author=True)


@pytest.mark.parametrize("name", list(SITUATIONS))
def test_page_opens_for_whom_the_table_says(name: str, cast: Cast, signed_in) -> None:
    matter = in_situation(cast, name)
    assert (matter.state, matter.outcome) == SITUATIONS[name][:2]
    pages = [f"/my/matters/{matter.pk}/", f"/my/studio/matters/{matter.pk}/", f"/office/matters/{matter.pk}/"]
    sees = {}
    for who in WHO:
        client = signed_in(getattr(cast, who))
        sees[who] = any(client.get(page).status_code == 200 for page in pages)
    assert sees == {who: "see" in may for situation, who, may in lines() if situation == name}


@pytest.mark.parametrize("action", list(states.MATTER_STEPS))
@pytest.mark.parametrize("state", list(states.MATTERS))
def test_action_out_of_place_says_why(action: str, state: str) -> None:
    starts, ends = states.MATTER_STEPS[action]
    assert set(states.MATTER_STEPS) == set(states.MATTER_ACTIONS)
    assert starts | ends <= set(states.MATTERS)
    if state in starts:
        states.matter_step(action, state)
    else:
        with pytest.raises(NotAllowed, match=states.MATTERS[state]):
            states.matter_step(action, state)


def test_action_that_leads_elsewhere_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="does not lead"):
        states.matter_step("refer", states.OPEN, states.CLOSED)
