"""待核 → 已核, many at once, or 退回 with a reason."""

import datetime as dt

import pytest

from accounts.models import AuditEvent, User
from deadlines.services import close_period
from notices.models import Notice
from studios import states
from studios.models import VisitEvent, VisitLog
from studios.services import Checked, MonthClosed, NotYours, Stale, check, correct, send_back, withdraw
from tests.cast import NOW, Cast
from tests.studios.makers import LAST_MONTH, MARCH, TODAY, draft, entry, filed

LATER = NOW + dt.timedelta(hours=1)


def press(by: User, *visits: VisitLog) -> Checked:
    return check(visits=visits, seen={one.pk: one.revision for one in visits}, by=by, now=LATER)


def back(by: User, visit: VisitLog, why: str = "请补充地点") -> VisitLog:
    return send_back(visit=visit, revision=visit.revision, why=why, by=by, now=LATER)


def stood(visit: VisitLog) -> str:
    return VisitLog.objects.get(pk=visit.pk).state


@pytest.mark.parametrize("who", ["convener", "liaison", "clerk", "officer"])
def test_visit_is_checked_by_who_runs_its_studio_and_by_the_office(who: str, cast: Cast):
    visit = filed(cast, cast.member, studio=cast.town)
    by = getattr(cast, who)
    assert press(by, visit) == Checked(1, ())
    visit.refresh_from_db()
    assert (visit.state, visit.checked_by, visit.checked_at) == ("checked", by, LATER)
    last = VisitEvent.objects.filter(visit=visit).last()
    assert (last.action, last.from_state, last.to_state, last.by) == ("check", "filed", "checked", by)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("who", ["other", "leader", "auditor", "stranger", "handler"])
def test_nobody_else_checks_or_returns(who: str, cast: Cast):
    visit = filed(cast, cast.member, studio=cast.town)
    by = getattr(cast, who)
    assert press(by, visit) == Checked(0, ("3月20日 韩梅:不由您核实",))
    with pytest.raises(NotYours, match="不由您核实"):
        back(by, visit)
    assert stood(visit) == states.FILED


def test_conveners_own_is_left_to_the_liaison_officer(cast: Cast):
    own, hers = filed(cast, cast.convener, studio=cast.town), filed(cast, cast.member, studio=cast.town)
    pressed = press(cast.convener, own, hers)
    assert pressed.done == 1
    assert pressed.refused == ("3月20日 王召:是您自己的记录,不能自己核实,请由联络员或办公室核实",)
    with pytest.raises(NotYours, match="您自己的记录"):
        back(cast.convener, own)
    assert press(cast.liaison, own).done == 1


def test_visit_without_a_studio_is_the_offices(cast: Cast):
    visit = filed(cast, cast.member)
    assert press(cast.liaison, visit).done == 0
    assert press(cast.officer, visit).done == 1


def test_many_are_checked_at_once_and_one_that_will_not_do_stops_none(cast: Cast):
    good = [filed(cast, cast.member, studio=cast.town) for _ in range(2)]
    gone = filed(cast, cast.member, studio=cast.town)
    withdraw(visit=gone, why="记错了", by=cast.member, now=NOW)
    changed = filed(cast, cast.member, studio=cast.town)
    correct(
        visit=changed, revision=changed.revision, entry=entry(place="西关", studio=cast.town), by=cast.member, now=NOW
    )
    pressed = press(cast.liaison, *good, gone, changed, draft(cast, cast.member, studio=cast.town))
    assert pressed.done == 2
    assert pressed.refused == (
        "3月20日 韩梅:已由韩梅撤回",
        "3月20日 韩梅:刚才已经更正,请看过现在的内容再核",
        "3月20日 韩梅:草稿",
    )


def test_two_press_at_once_and_the_second_is_told_who_was_first(cast: Cast):
    visit = filed(cast, cast.member, studio=cast.town)
    assert press(cast.liaison, visit).done == 1
    assert press(cast.convener, visit).refused == ("3月20日 韩梅:已由赵联核实",)
    assert VisitEvent.objects.filter(visit=visit, action="check").count() == 1


def test_visit_of_a_closed_month_is_checked_late_and_not_returned(cast: Cast):
    late, counted = filed(cast, cast.member, LAST_MONTH, studio=cast.town), filed(cast, cast.member, LAST_MONTH)
    close_period(month=LAST_MONTH.replace(day=1), by=cast.clerk, now=NOW)
    assert press(cast.liaison, late).done == 1
    with pytest.raises(MonthClosed, match="2026年2月已经结账,这个月的记录不能再退回。有疑问请告诉政协办公室"):
        back(cast.officer, counted)
    assert stood(counted) == states.FILED
    assert AuditEvent.objects.get(action="refused").subject == "改动已结账月份的走访记录"


def test_returned_visit_tells_its_author_why_and_is_mended(cast: Cast):
    visit = filed(cast, cast.member, studio=cast.town)
    returned = back(cast.liaison, visit)
    assert (returned.state, returned.returned_why, returned.checked_at) == ("returned", "请补充地点", None)
    notice = Notice.objects.get()
    assert notice.user == cast.member
    assert "请补充地点" in notice.body
    assert notice.link == f"/go/studios.visit/{visit.pk}/"
    assert not VisitLog.objects.filed().exists()
    mended = correct(
        visit=returned, revision=returned.revision, entry=entry(place="东关", studio=cast.town), by=cast.member, now=NOW
    )
    assert (mended.state, mended.returned_why) == ("filed", "")
    assert press(cast.liaison, mended).done == 1


def test_author_without_account_is_told_by_phone(cast: Cast):
    person = cast.person(cast.member)
    visit = filed(cast, cast.member, studio=cast.town)
    person.user = None
    person.save()
    back(cast.liaison, visit)
    notice = Notice.objects.get()
    assert (notice.user, notice.phone) == (None, "13900000001")


def test_returned_twice_with_the_same_reason_is_returned_once(cast: Cast):
    visit = filed(cast, cast.member, studio=cast.town)
    back(cast.liaison, visit)
    back(cast.liaison, visit)
    assert Notice.objects.count() == VisitEvent.objects.filter(action="return").count() == 1
    with pytest.raises(Stale, match="已由赵联退回"):
        back(cast.convener, visit, "请写明人次")


def test_checked_visit_may_still_be_returned_but_not_in_a_version_nobody_saw(cast: Cast):
    visit = filed(cast, cast.member, studio=cast.town)
    press(cast.liaison, visit)
    with pytest.raises(Stale):
        back(cast.convener, visit)
    visit.refresh_from_db()
    assert back(cast.convener, visit).checked_by is None


def test_checked_visit_that_its_author_corrects_waits_to_be_checked_again(cast: Cast):
    visit = filed(cast, cast.member)
    press(cast.clerk, visit)
    visit.refresh_from_db()
    same = correct(visit=visit, revision=visit.revision, entry=entry(), by=cast.member, now=NOW)
    assert same.state == states.CHECKED  # nothing changed
    fixed = correct(visit=visit, revision=visit.revision, entry=entry(headcount=4), by=cast.member, now=NOW)
    assert (fixed.state, fixed.checked_by, fixed.checked_at) == ("filed", None, None)


def test_returned_visit_of_a_closed_month_may_be_moved_out_of_it(cast: Cast):
    visit = back(cast.liaison, filed(cast, cast.member, LAST_MONTH, studio=cast.town))
    close_period(month=LAST_MONTH.replace(day=1), by=cast.clerk, now=NOW)
    with pytest.raises(MonthClosed):
        correct(visit=visit, revision=visit.revision, entry=entry(LAST_MONTH, place="东关"), by=cast.member, now=NOW)
    moved = correct(visit=visit, revision=visit.revision, entry=entry(TODAY), by=cast.member, now=NOW)
    assert (moved.state, moved.occurred_on >= MARCH) == ("filed", True)
