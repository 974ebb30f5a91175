import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from accounts.models import AuditEvent
from assessment.forms import RulebookForm
from assessment.models import Item, Rulebook
from assessment.queries import month_table, months_it_closed, rulebooks
from assessment.services import CannotClose, RulebookConflict, close_month, confirm_rulebook, revise_rulebook
from deadlines.models import Period
from deadlines.services import AlreadyClosed
from studios.services.checking import check
from studios.services.entries import MonthClosed, VisitEntry
from studios.services.visits import file, withdraw
from tests.assessment.conftest import APRIL
from tests.assessment.makers import MARCH, sample, visit
from tests.cast import Cast

FEBRUARY, MAY = dt.date(2026, 2, 1), dt.date(2026, 5, 1)


def numbers(book: Rulebook, **changes: object) -> dict:
    """The rulebook's own numbers as the page sends them, with changes by item code."""
    form = RulebookForm(rulebook=rulebooks().get(pk=book.pk))
    found: dict = {"items": {}, "grades": {}, "prerequisites": {}}
    for item in form.items:
        found["items"][item.pk] = {"points": item.points, "cap": item.cap, "required": item.required}
        found["items"][item.pk].update(changes.get(item.code, {}))
    for grade in form.grades:
        found["grades"][grade.pk] = {"from_percent": changes.get(grade.name, grade.from_percent)}
    for one in form.prerequisites:
        found["prerequisites"][one.pk] = {"required": one.required, "from_month": one.from_month}
    return found


def confirmed(cast: Cast) -> Rulebook:
    return confirm_rulebook(rulebook=sample(), numbers=numbers(sample()), by=cast.officer, now=APRIL)


def test_close_writes_the_period_and_an_audit_row(cast: Cast):
    visit(cast.person(cast.member), MARCH)
    period = close_month(month=MARCH, by=cast.officer, now=APRIL, address="10.0.0.1")
    assert (period.month, period.closed_at, period.closed_by) == (MARCH, APRIL, cast.officer)
    event = AuditEvent.objects.get(action=AuditEvent.Action.CHANGED, subject="2026年3月 结账")
    assert (event.actor_id, event.address) == (cast.officer.pk, "10.0.0.1")


def test_close_again_is_refused_and_leaves_one_audit_row(cast: Cast):
    close_month(month=MARCH, by=cast.officer, now=APRIL)
    with pytest.raises(AlreadyClosed):
        close_month(month=MARCH, by=cast.clerk, now=APRIL)
    assert Period.objects.get().closed_by == cast.officer
    assert AuditEvent.objects.filter(subject="2026年3月 结账").count() == 1


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (dt.datetime(2026, 3, 31, 23, 59, tzinfo=ZoneInfo("Asia/Shanghai")), False),
        (dt.datetime(2026, 3, 31, 16, 0, tzinfo=dt.UTC), True),  # 1 April here
    ],
)
def test_month_closes_only_once_it_has_ended_here(cast: Cast, moment: dt.datetime, allowed: bool):
    if allowed:
        assert close_month(month=MARCH, by=cast.officer, now=moment)
        return
    with pytest.raises(CannotClose, match="还没有过完"):
        close_month(month=MARCH, by=cast.officer, now=moment)
    assert not Period.objects.exists()


def test_month_waits_for_earlier_ones_with_visits(cast: Cast):
    visit(cast.person(cast.member), dt.date(2026, 1, 9))
    with pytest.raises(CannotClose, match="2026年1月"):
        close_month(month=MARCH, by=cast.officer, now=APRIL)
    close_month(month=dt.date(2026, 1, 1), by=cast.officer, now=APRIL)
    assert close_month(month=MARCH, by=cast.officer, now=APRIL)  # February has no visits: nothing to close there


def test_closed_month_takes_no_visit_and_keeps_its_counts(cast: Cast):
    member = cast.person(cast.member)
    held = file(entry=VisitEntry(occurred_on=MARCH, way="visit"), member=member, by=cast.member, now=APRIL)
    check(visits=[held], seen={held.pk: held.revision}, by=cast.officer, now=APRIL)
    close_month(month=MARCH, by=cast.officer, now=APRIL)
    before = month_table(MARCH).rows
    with pytest.raises(MonthClosed):
        file(entry=VisitEntry(occurred_on=MARCH, way="phone"), member=member, by=cast.member, now=APRIL)
    with pytest.raises(MonthClosed):
        withdraw(visit=held, why="写错了", by=cast.member, now=APRIL)
    assert month_table(MARCH).rows == before
    assert before[1].counts["visits"] == 1


def test_confirm_saves_the_numbers_and_ends_the_sample(cast: Cast):
    changed = numbers(sample(), visits={"points": Decimal(30), "cap": Decimal(30), "required": 15})
    book = confirm_rulebook(rulebook=sample(), numbers=changed, by=cast.officer, now=APRIL)
    assert (book.is_sample, book.confirmed_at, book.confirmed_by) == (False, APRIL, cast.officer)
    item = Item.objects.get(rulebook=book, code="visits")
    assert (item.required, item.points, item.cap) == (15, 30, 30)
    event = AuditEvent.objects.get(subject__startswith="确认考核办法")
    assert "走访群众 应完成数:10→15" in event.detail["changes"]
    assert len(event.detail["changes"]) == 3


@pytest.mark.parametrize(
    "thresholds", [(95, 90, 80), (80, 60, 50), (99, 90, 30), (61, 60, 1), (100, 99, 98), (80, 79, 62)]
)
def test_thresholds_may_move_over_one_another(cast: Cast, thresholds: tuple[int, int, int]):
    moved = dict(zip(("优秀", "良好", "合格"), thresholds, strict=True))
    book = confirm_rulebook(rulebook=sample(), numbers=numbers(sample(), **moved), by=cast.officer, now=APRIL)
    assert {grade.name: grade.from_percent for grade in book.grades.all()} == {**moved, "不合格": 0}


def test_confirm_again_changes_nothing(cast: Cast):
    confirmed(cast)
    with pytest.raises(RulebookConflict, match="已经确认"):
        confirm_rulebook(
            rulebook=sample(), numbers=numbers(sample(), visits={"required": 99}), by=cast.clerk, now=APRIL
        )
    assert sample().items.get(code="visits").required == 10


def test_closed_month_keeps_the_numbers_it_was_closed_by(cast: Cast):
    visit(cast.person(cast.member), MARCH)
    close_month(month=MARCH, by=cast.officer, now=APRIL)
    before = [row.standing for row in month_table(MARCH).rows]
    with pytest.raises(RulebookConflict, match="2026年3月"):
        confirm_rulebook(
            rulebook=sample(), numbers=numbers(sample(), visits={"required": 1}), by=cast.officer, now=APRIL
        )
    assert [row.standing for row in month_table(MARCH).rows] == before
    assert confirmed(cast).confirmed_at  # as they stand, they may be confirmed


def test_revision_copies_everything_and_ends_the_old_one(cast: Cast):
    old = confirmed(cast)
    new = revise_rulebook(rulebook=old, effective_from=MAY, by=cast.officer, now=APRIL)
    old.refresh_from_db()
    assert old.effective_to == dt.date(2026, 4, 30)
    assert (new.version, new.effective_from, new.is_sample, new.confirmed_at) == (2, MAY, False, None)
    for rows in ("items", "grades", "prerequisites"):
        skipped = {"id", "rulebook_id", "ceiling_id"}
        copies = [{k: v for k, v in row.items() if k not in skipped} for row in getattr(new, rows).values()]
        assert copies == [{k: v for k, v in row.items() if k not in skipped} for row in getattr(old, rows).values()]
    assert {one.ceiling.rulebook_id for one in new.prerequisites.all()} == {new.pk}
    assert AuditEvent.objects.filter(subject__startswith="修订考核办法").exists()


def test_revision_in_force_counts_its_months_only(cast: Cast):
    close_month(month=MARCH, by=cast.officer, now=APRIL)
    old = confirmed(cast)
    new = revise_rulebook(rulebook=old, effective_from=dt.date(2026, 4, 1), by=cast.officer, now=APRIL)
    assert month_table(MARCH).rulebook == old
    assert month_table(dt.date(2026, 4, 1)).rulebook == new
    assert (months_it_closed(old), months_it_closed(new)) == ([MARCH], [])


@pytest.mark.parametrize("day", [MARCH, dt.date(2026, 4, 2), dt.date(2025, 12, 1), dt.date(2029, 1, 1)])
def test_revision_from_a_day_that_will_not_do_is_refused(cast: Cast, day: dt.date):
    with pytest.raises(RulebookConflict, match="另选月份"):
        revise_rulebook(rulebook=confirmed(cast), effective_from=day, by=cast.officer, now=APRIL)
    assert Rulebook.objects.count() == 1


def test_revision_never_begins_in_a_closed_month(cast: Cast):
    old = confirmed(cast)
    Period.objects.create(month=dt.date(2026, 4, 1), closed_at=APRIL)
    with pytest.raises(RulebookConflict):
        revise_rulebook(rulebook=old, effective_from=dt.date(2026, 4, 1), by=cast.officer, now=APRIL)


def test_unconfirmed_rulebook_is_not_revised(cast: Cast):
    with pytest.raises(RulebookConflict, match="还没有确认"):
        revise_rulebook(rulebook=sample(), effective_from=MAY, by=cast.officer, now=APRIL)


def test_second_revision_of_the_same_version_is_refused(cast: Cast):
    old = confirmed(cast)
    revise_rulebook(rulebook=old, effective_from=MAY, by=cast.officer, now=APRIL)
    with pytest.raises(RulebookConflict, match="更新的版本"):
        revise_rulebook(rulebook=old, effective_from=MAY, by=cast.officer, now=APRIL)
    assert Rulebook.objects.count() == 2


def test_whether_the_unchecked_count_is_confirmed_and_copied_with_the_numbers(cast: Cast):
    book = confirm_rulebook(
        rulebook=sample(), numbers=numbers(sample()), counts_unchecked=True, by=cast.officer, now=APRIL
    )
    event = AuditEvent.objects.get(subject__startswith="确认考核办法")
    assert event.detail["changes"] == ["待核的民情日志:不计入→计入"]
    new = revise_rulebook(rulebook=book, effective_from=dt.date(2026, 5, 1), by=cast.officer, now=APRIL)
    assert new.counts_unchecked
