"""Two transactions on one visit: one wins, the other is told what happened."""

import uuid

import pytest

from notices.models import Notice
from studios import states
from studios.models import VisitEvent, VisitLog
from studios.services import Checked, Stale, check, correct, file, send_back, withdraw
from tests.cast import NOW, Cast
from tests.meeting import second_while_first_is_open
from tests.studios.makers import entry, filed, matter

pytestmark = pytest.mark.django_db(transaction=True)


def test_form_sent_twice_at_once_makes_one_entry(cast: Cast):
    sent = {"entry": entry(place="东关", matters=(matter(),)), "by": cast.member, "now": NOW, "client_id": uuid.uuid4()}
    member = cast.person(cast.member)
    made: list[VisitLog] = []

    def press() -> None:
        made.append(file(member=member, **sent))

    assert second_while_first_is_open(press, press, refusals=()) is None
    assert made[0] == made[1] == VisitLog.objects.get()
    assert made[0].matters.count() == made[0].events.filter(action="file").count() == 1


def test_two_who_check_at_once_and_the_second_hears_who_was_first(cast: Cast):
    visit = filed(cast, cast.member, studio=cast.town)
    said: dict[str, Checked] = {}

    def press(by: str) -> None:
        said[by] = check(visits=[visit], seen={visit.pk: visit.revision}, by=getattr(cast, by), now=NOW)

    second_while_first_is_open(lambda: press("liaison"), lambda: press("convener"), refusals=())
    assert said["liaison"].done == 1
    assert said["convener"] == Checked(0, ("3月20日 韩梅:已由赵联核实",))
    visit.refresh_from_db()
    assert visit.checked_by == cast.liaison
    assert VisitEvent.objects.filter(visit=visit, action="check").count() == 1


def test_two_pages_checked_at_once_in_another_order_do_not_hinder_each_other(cast: Cast):
    visits = [filed(cast, one, studio=cast.town) for one in (cast.member, cast.convener, cast.member)]
    done: list[int] = []

    def press(rows: list[VisitLog]) -> None:
        seen = {one.pk: one.revision for one in rows}
        done.append(check(visits=rows, seen=seen, by=cast.liaison, now=NOW).done)

    assert second_while_first_is_open(lambda: press(visits), lambda: press(visits[::-1]), refusals=()) is None
    assert sorted(done) == [0, 3]


def test_check_that_meets_a_correction_leaves_what_nobody_saw_unchecked(cast: Cast):
    visit = filed(cast, cast.member, studio=cast.town)
    said: list[Checked] = []

    def mend() -> None:
        changed = entry(place="西关", studio=cast.town)
        correct(visit=visit, entry=changed, revision=visit.revision, by=cast.member, now=NOW)

    def press() -> None:
        said.append(check(visits=[visit], seen={visit.pk: visit.revision}, by=cast.liaison, now=NOW))

    second_while_first_is_open(mend, press, refusals=())
    assert said[0].refused == ("3月20日 韩梅:刚才已经更正,请看过现在的内容再核",)
    visit.refresh_from_db()
    assert (visit.state, visit.place) == (states.FILED, "西关")


def test_return_that_meets_a_check_tells_who_was_first(cast: Cast):
    visit = filed(cast, cast.member, studio=cast.town)
    told = second_while_first_is_open(
        lambda: check(visits=[visit], seen={visit.pk: visit.revision}, by=cast.liaison, now=NOW),
        lambda: send_back(visit=visit, revision=visit.revision, why="请补充地点", by=cast.convener, now=NOW),
        refusals=(Stale,),
    )
    assert "改" in str(told)
    assert not Notice.objects.filter(user=cast.member).exists()
    assert VisitLog.objects.get().state == states.CHECKED


def test_two_corrections_at_once_keep_the_first_and_tell_the_second(cast: Cast):
    visit = filed(cast, cast.member)

    def mend(place: str) -> None:
        correct(visit=visit, entry=entry(place=place), revision=visit.revision, by=cast.member, now=NOW)

    told = second_while_first_is_open(lambda: mend("东关"), lambda: mend("西关"), refusals=(Stale,))
    assert isinstance(told, Stale)
    assert told.stored == VisitLog.objects.get(place="东关")


def test_withdrawal_that_meets_a_check_is_the_last_word(cast: Cast):
    visit = filed(cast, cast.member, studio=cast.town)
    said: list[Checked] = []
    second_while_first_is_open(
        lambda: withdraw(visit=visit, why="记错了", by=cast.member, now=NOW),
        lambda: said.append(check(visits=[visit], seen={visit.pk: visit.revision}, by=cast.liaison, now=NOW)),
        refusals=(),
    )
    assert said[0].refused == ("3月20日 韩梅:已由韩梅撤回",)
