"""Two people pressing at once on one matter, by two connections that really meet: one wins, the other hears of it."""

import pytest

from studios.services import VisitRefused, withdraw
from studios.services import matters as services
from studios.services.matters import MatterMoved
from studios.states import NotAllowed
from studios.states import matters as states
from tests.cast import NOW, Cast
from tests.meeting import second_while_first_is_open
from tests.studios.matters.makers import again, bundled, clocks, moves, raised, refer, result, settled, telling

REFUSALS = (NotAllowed, VisitRefused)

pytestmark = pytest.mark.django_db(transaction=True)


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
