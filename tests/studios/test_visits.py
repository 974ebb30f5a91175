"""What may become of a visit, and what may not."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from deadlines.services import close_period
from members.models import Sector
from members.services import change_seat, end_seat
from studios import states
from studios.models import Matter, Purpose, VisitEvent, VisitLog
from studios.services import MonthClosed, Stale, VisitRefused, WrongDay, correct, discard, file, save_draft, withdraw
from tests.cast import NOW, Cast
from tests.studios.makers import LAST_MONTH, TODAY, draft, entry, filed, matter

YESTERDAY = TODAY - dt.timedelta(days=1)


def close_last_month(cast: Cast) -> None:
    close_period(month=LAST_MONTH, by=cast.clerk, now=NOW)


def steps(visit: VisitLog) -> list[tuple[str, str, str, str]]:
    return list(VisitEvent.objects.filter(visit=visit).values_list("action", "from_state", "to_state", "via"))


def test_visit_filed_keeps_who_when_and_what(cast: Cast):
    purposes = tuple(Purpose.objects.all()[:2])
    visit = filed(cast, cast.member, purposes=purposes, studio=cast.town, matters=(matter(), matter("路不平")))
    stored = VisitLog.objects.get()
    assert stored == visit
    assert (stored.state, stored.sector_name, stored.post_name) == ("filed", "工商联界", "委员")
    assert (stored.recorded_by, stored.recorded_at) == (cast.member, NOW)
    assert list(stored.matters.values_list("position", "text")) == [(1, "路灯不亮"), (2, "路不平")]
    assert list(stored.purposes.all()) == list(purposes)
    assert steps(visit) == [("file", "draft", "filed", "page")]


def test_visit_with_nothing_raised_is_complete(cast: Cast):
    assert filed(cast, cast.member).state == states.FILED
    assert not Matter.objects.exists()


def test_draft_is_kept_without_event_and_filed_later(cast: Cast):
    visit = draft(cast, cast.member, matters=(matter(),))
    assert (visit.state, steps(visit)) == ("draft", [])
    later = NOW + dt.timedelta(hours=1)
    done = file(visit=visit, revision=1, entry=entry(headcount=4), by=cast.member, now=later)
    assert (done.state, done.headcount, done.recorded_at) == ("filed", 4, later)
    assert not Matter.objects.exists()


def test_draft_is_rewritten_in_place(cast: Cast):
    visit = draft(cast, cast.member)
    again = save_draft(visit=visit, revision=1, entry=entry(place="东关村"), by=cast.member, now=NOW)
    assert (again.pk, again.place, again.revision) == (visit.pk, "东关村", 2)


def test_correction_changes_the_visit_and_leaves_an_event(cast: Cast):
    visit = filed(cast, cast.member, matters=(matter("路灯"), matter("路不平")))
    keys = list(visit.matters.values_list("pk", flat=True))
    fixed = correct(
        visit=visit,
        revision=visit.revision,
        entry=entry(YESTERDAY, headcount=5, matters=(matter("路灯坏了"),)),
        by=cast.member,
        now=NOW,
    )
    assert (fixed.occurred_on, fixed.headcount, fixed.state) == (YESTERDAY, 5, "filed")
    assert list(fixed.matters.values_list("pk", "text")) == [(keys[0], "路灯坏了")]
    assert steps(visit)[1:] == [("correct", "filed", "filed", "page")]


def test_correction_that_changes_nothing_leaves_no_event(cast: Cast):
    visit = filed(cast, cast.member, matters=(matter(),))
    correct(visit=visit, revision=1, entry=entry(matters=(matter(),)), by=cast.member, now=NOW)
    assert len(steps(visit)) == 1


def test_withdrawn_visit_counts_no_longer_and_stays_with_its_reason(cast: Cast):
    visit = filed(cast, cast.member)
    withdraw(visit=visit, why="记错了人", by=cast.member, now=NOW)
    assert not VisitLog.objects.filed().exists()
    assert VisitEvent.objects.get(action="withdraw").why == "记错了人"
    with pytest.raises(states.NotAllowed, match="已撤回"):
        withdraw(visit=visit, why="又一次", by=cast.member, now=NOW)
    with pytest.raises(states.NotAllowed, match="已撤回"):
        correct(visit=visit, revision=3, entry=entry(headcount=9), by=cast.member, now=NOW)


def test_draft_is_discarded_and_a_filed_visit_is_not(cast: Cast):
    visit, kept = draft(cast, cast.member, matters=(matter(),)), filed(cast, cast.member)
    discard(visit=visit)
    discard(visit=visit)  # pressed twice
    assert list(VisitLog.objects.all()) == [kept]
    with pytest.raises(states.NotAllowed, match="不是草稿"):
        discard(visit=kept)


def test_stale_form_is_refused_and_shows_what_is_stored(cast: Cast):
    visit = filed(cast, cast.member)
    correct(visit=visit, revision=visit.revision, entry=entry(place="西关"), by=cast.member, now=NOW)
    with pytest.raises(Stale) as refused:
        correct(visit=visit, revision=visit.revision, entry=entry(place="东关"), by=cast.member, now=NOW)
    assert refused.value.stored.place == "西关"
    kept = draft(cast, cast.member)
    with pytest.raises(Stale):
        save_draft(visit=kept, revision=7, entry=entry(place="东关"), by=cast.member, now=NOW)
    with pytest.raises(Stale):
        file(visit=kept, revision=7, entry=entry(), by=cast.member, now=NOW)
    assert not VisitLog.objects.filter(place="东关").exists()


def test_form_of_a_draft_deleted_meanwhile_says_so(cast: Cast):
    visit = draft(cast, cast.member)
    discard(visit=visit)
    with pytest.raises(Stale, match="已经删除") as refused:
        file(visit=visit, revision=1, entry=entry(), by=cast.member, now=NOW)
    assert refused.value.stored is None


@pytest.mark.parametrize("write", [file, save_draft])
def test_form_sent_twice_makes_one_visit(write, cast: Cast):
    form = {"member": cast.person(cast.member), "by": cast.member, "now": NOW, "client_id": uuid.uuid4()}
    first = write(entry=entry(matters=(matter(),)), **form)
    again = write(entry=entry(matters=(matter(),)), **form)
    assert first.pk == again.pk
    assert VisitLog.objects.count() == Matter.objects.count() == 1
    assert VisitEvent.objects.count() == (write is file)


def test_form_kept_as_a_draft_then_filed_is_one_visit(cast: Cast):
    form = {"member": cast.person(cast.member), "by": cast.member, "now": NOW, "client_id": uuid.uuid4()}
    save_draft(entry=entry(place="东关"), **form)
    assert file(entry=entry(place="东关村"), **form).place == "东关村"
    assert VisitLog.objects.count() == 1


def test_form_sent_again_with_another_text_after_filing_loses_neither(cast: Cast):
    form = {"member": cast.person(cast.member), "by": cast.member, "now": NOW, "client_id": uuid.uuid4()}
    file(entry=entry(place="东关"), **form)
    with pytest.raises(Stale, match="更正") as refused:
        file(entry=entry(place="西关"), **form)
    assert refused.value.stored.place == "东关"
    with pytest.raises(Stale, match="不能再存为草稿"):
        save_draft(entry=entry(place="西关"), **form)


def test_name_of_a_form_taken_from_another_member_reveals_nothing(cast: Cast):
    name = uuid.uuid4()
    file(member=cast.person(cast.other), entry=entry(), by=cast.other, now=NOW, client_id=name)
    with pytest.raises(VisitRefused, match="已经过期"):
        file(member=cast.person(cast.member), entry=entry(), by=cast.member, now=NOW, client_id=name)


def test_closed_month_takes_no_visit_and_gives_none_away(cast: Cast):
    there, here = filed(cast, cast.member, LAST_MONTH), filed(cast, cast.member)
    late = draft(cast, cast.member, LAST_MONTH)
    close_last_month(cast)
    with pytest.raises(MonthClosed, match="2026年2月已经结账"):
        filed(cast, cast.member, LAST_MONTH)
    with pytest.raises(MonthClosed):
        file(visit=late, revision=1, entry=entry(LAST_MONTH), by=cast.member, now=NOW)
    for visit, day in ((there, LAST_MONTH), (there, TODAY), (here, LAST_MONTH)):
        with pytest.raises(MonthClosed):
            correct(visit=visit, revision=visit.revision, entry=entry(day, headcount=9), by=cast.member, now=NOW)
    with pytest.raises(MonthClosed):
        withdraw(visit=there, why="记错了", by=cast.member, now=NOW)
    assert VisitLog.objects.filed().filter(headcount=1).count() == 2
    assert VisitEvent.objects.count() == 2
    refusals = AuditEvent.objects.filter(action="refused", subject="改动已结账月份的走访记录", actor_id=cast.member.pk)
    assert refusals.count() == 6
    assert "2026年2月已经结账" in refusals.latest("pk").reason


def test_draft_of_a_closed_month_may_move_to_an_open_one(cast: Cast):
    visit = draft(cast, cast.member, LAST_MONTH)
    close_last_month(cast)
    assert file(visit=visit, revision=1, entry=entry(), by=cast.member, now=NOW).state == states.FILED


def test_day_to_come_is_refused_by_beijing_time(cast: Cast):
    tomorrow = TODAY + dt.timedelta(days=1)
    for make in (filed, draft):
        with pytest.raises(WrongDay, match="还没有到"):
            make(cast, cast.member, tomorrow)
    midnight = dt.datetime(2026, 3, 20, 16, 30, tzinfo=dt.UTC)  # 00:30 on the 21st in Beijing
    file(member=cast.person(cast.member), entry=entry(tomorrow), by=cast.member, now=midnight)


def test_day_before_the_term_or_outside_the_seat_is_refused(cast: Cast):
    cast.term.starts_on = dt.date(2026, 3, 10)
    cast.term.save()
    with pytest.raises(WrongDay, match="第十届开始之前"):
        filed(cast, cast.member, dt.date(2026, 3, 9))
    end_seat(seat=cast.seat(cast.other), on=dt.date(2026, 3, 15), why="调离", by=cast.clerk, now=NOW)
    filed(cast, cast.other, dt.date(2026, 3, 14))
    with pytest.raises(WrongDay, match="不在您的任职期间"):
        filed(cast, cast.other, dt.date(2026, 3, 15))


def test_visit_keeps_the_sector_of_its_day(cast: Cast):
    change_seat(
        seat=cast.seat(cast.member),
        sector=Sector.objects.get(name="经济界"),
        post="standing",
        area=None,
        on=TODAY,
        why="界别调整",
        by=cast.clerk,
        now=NOW,
    )
    before, after = filed(cast, cast.member, YESTERDAY), filed(cast, cast.member)
    assert (before.sector_name, before.post_name) == ("工商联界", "委员")
    assert (after.sector_name, after.post_name) == ("经济界", "常委")


def test_database_refuses_what_the_rules_refuse(cast: Cast):
    visit = filed(cast, cast.member)
    for wrong in ({"state": "lost"}, {"headcount": 0}, {"way": "dream"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            VisitLog.objects.filter(pk=visit.pk).update(**wrong)


def test_filing_asks_the_same_queries_for_one_matter_and_three(cast: Cast):
    filed(cast, cast.member, matters=(matter(),))  # the first of a year begins its numbers
    with CaptureQueriesContext(connection) as one:
        filed(cast, cast.member, matters=(matter(),))
    with CaptureQueriesContext(connection) as three:
        filed(cast, cast.member, matters=(matter(), matter("水"), matter("电")))
    assert len(one) == len(three)


@pytest.mark.parametrize(("raised", "most"), [(0, 6), (1, 13)])
def test_filing_asks_nothing_of_what_cannot_hang_on_a_new_visit(cast: Cast, raised: int, most: int):
    filed(cast, cast.member, matters=(matter(),))  # the first of a year begins its numbers
    member, written = cast.person(cast.member), entry(matters=(matter(),) * raised)
    with CaptureQueriesContext(connection) as asked:
        file(member=member, entry=written, by=cast.member, now=NOW)
    said = [one["sql"] for one in asked if "SAVEPOINT" not in one["sql"]]
    assert len(said) <= most, "\n".join(said)
