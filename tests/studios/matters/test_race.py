"""Two people pressing at once on one matter, by two connections that really meet: one wins, the other hears of it."""

from collections.abc import Callable
from typing import Any

import pytest

from referrals import services as units
from referrals.states import NotAllowed as UnitNotAllowed
from studios.services import VisitRefused, withdraw
from studios.services import matters as services
from studios.services.matters import MatterMoved
from studios.states import NotAllowed
from studios.states import matters as states
from tests.cast import NOW, Cast
from tests.meeting import second_while_first_is_open
from tests.studios.matters.makers import (
    TODAY,
    again,
    answered_by_unit,
    bundled,
    clocks,
    in_situation,
    moves,
    raised,
    refer,
    referral_of,
    result,
    settled,
    telling,
    told,
)

REFUSALS = (NotAllowed, UnitNotAllowed, VisitRefused)

pytestmark = pytest.mark.django_db(transaction=True)


def at_unit_asking_back(cast: Cast):
    matter = refer(cast, raised(cast))
    units.ask_back(referral=referral_of(matter), reason="归镇里管", by=cast.handler, now=NOW)
    return matter


def answered_at_unit(cast: Cast):
    matter = refer(cast, raised(cast))
    answered_by_unit(cast, matter)
    return matter


def told_but_the_town(cast: Cast):
    return told(cast, settled(cast, raised(cast)), town="", town_on=None)


def about(referral: bool = False, **said: Any) -> Callable[..., dict[str, Any]]:
    """What an act is called with, for a matter as it stands: by its revision, or by the unit's part in it."""

    def given(matter: Any) -> dict[str, Any]:
        part = {"referral": referral_of(matter)} if referral else {"revision": matter.revision}
        return {"matter": matter, **part, **said}

    return given


# act: in what situation, what is said beside, what is written down once
ACTS: dict[str, tuple[Any, Callable[..., dict[str, Any]], str]] = {
    "report_matter": ("open", about(level="office", desk="政协办公室", text="请协调"), "report"),
    "answer_report": ("at_office", about(text="已请水利局安排", on=TODAY, result=None), "report_answered"),
    "take_report_back": ("at_office", about(why="自己办了"), "report_taken_back"),
    "record_result": ("open", about(result=result()), "result"),
    "tell": ("answered", about(telling=telling()), "tell"),
    "tell_town": (told_but_the_town, about(town="东关村", on=TODAY), "town"),
    "reopen": ("unhappy", about(why="又坏了"), "reopen"),
    "change_outcome": ("open", about(outcome="guided", told=False, why="已在诉讼中"), "outcome"),
    "unbundle": ("leads", about(), "lead"),
    "accept_return": (at_unit_asking_back, about(referral=True), "sent_back"),
    "refuse_return": (at_unit_asking_back, about(referral=True, why="按职责归你"), "kept"),
    "reject_answer": (answered_at_unit, about(referral=True, why="没有写明何时修好"), "rejected"),
    "withdraw_referral": ("at_unit", about(referral=True, why="转错了"), "taken_back"),
}


@pytest.mark.parametrize("act", ACTS)
def test_of_two_who_do_the_same_at_once_the_second_hears_who_was_first(cast: Cast, act: str):
    situation, given, action = ACTS[act]
    matter = again(situation(cast) if callable(situation) else in_situation(cast, situation))
    before, said, do = [one for one, _ in moves(matter)].count(action), given(matter), getattr(services, act)
    why = second_while_first_is_open(
        lambda: do(**said, by=cast.liaison, now=NOW),
        lambda: do(**said, by=cast.convener, now=NOW),
        refusals=REFUSALS,
    )
    assert "赵联" in str(why)
    assert [one for one, _ in moves(matter)].count(action) == before + 1


def test_answer_approved_by_one_while_another_rejects_it(cast: Cast):
    matter = again(answered_at_unit(cast))
    said = {"matter": matter, "referral": referral_of(matter)}
    why = second_while_first_is_open(
        lambda: services.approve_answer(**said, result=result(), revision=matter.revision, by=cast.liaison, now=NOW),
        lambda: services.reject_answer(**said, why="没有写明何时修好", by=cast.convener, now=NOW),
        refusals=REFUSALS,
    )
    assert "赵联" in str(why)
    assert again(matter).state == "answered"


def test_two_make_somebody_else_responsible_at_once(cast: Cast):
    matter = raised(cast)
    seen = matter.revision
    why = second_while_first_is_open(
        lambda: services.assign(matter=matter, responsible=cast.member, revision=seen, by=cast.liaison, now=NOW),
        lambda: services.assign(matter=matter, responsible=cast.clerk, revision=seen, by=cast.convener, now=NOW),
        refusals=REFUSALS,
    )
    assert "赵联" in str(why)
    assert again(matter).responsible == cast.member


def test_two_bundle_the_same_at_once(cast: Cast):
    one, other = raised(cast), raised(cast, text="也坏了")
    keys = [one.pk, other.pk]

    def bundle(lead, user) -> None:
        services.bundle(matters=keys, lead=lead, title="机井维修", outcome="referred", by=user, now=NOW)

    why = second_while_first_is_open(
        lambda: bundle(one.pk, cast.liaison), lambda: bundle(other.pk, cast.convener), refusals=REFUSALS
    )
    assert "赵联" in str(why)
    assert [again(matter).state for matter in (one, other)] == ["open", "merged"]


def test_two_officers_decide_at_once(cast: Cast):
    matter = raised(cast)
    seen = matter.revision
    why = second_while_first_is_open(
        lambda: refer(cast, matter, revision=seen),
        lambda: services.record_result(matter=matter, result=result(), revision=seen, by=cast.clerk, now=NOW),
        refusals=REFUSALS,
    )
    assert isinstance(why, NotAllowed)
    assert "赵联" in str(why)
    assert "已转办" in str(why)
    assert moves(matter) == [("begin", "open"), ("refer", "open")]
    assert clocks(matter) == [("matter", "met")]


def test_told_twice_at_once(cast: Cast):
    matter = settled(cast, raised(cast))
    seen = again(matter).revision

    def telling_by(user) -> None:
        services.tell(matter=matter, telling=telling(), revision=seen, by=user, now=NOW)

    why = second_while_first_is_open(
        lambda: telling_by(cast.liaison), lambda: telling_by(cast.convener), refusals=REFUSALS
    )
    assert "已告知群众" in str(why)
    assert matter.feedbacks.count() == 1


def test_referred_while_its_visit_is_withdrawn(cast: Cast):
    matter = raised(cast)
    why = second_while_first_is_open(
        lambda: refer(cast, matter),
        lambda: withdraw(visit=matter.visit, why="记错了", by=cast.member, now=NOW),
        refusals=REFUSALS,
    )
    assert isinstance(why, MatterMoved)
    assert again(matter).state == states.OPEN


def test_bundled_while_one_of_them_is_settled(cast: Cast):
    lead, other = raised(cast), raised(cast, text="也坏了")
    why = second_while_first_is_open(
        lambda: bundled(cast, lead, other),
        lambda: services.record_result(
            matter=other, result=result(), revision=other.revision, by=cast.liaison, now=NOW
        ),
        refusals=REFUSALS,
    )
    assert "已并入" in str(why)
    assert again(other).state == states.MERGED
