import datetime as dt
from decimal import Decimal

from assessment.models import Rulebook
from assessment.queries import full_points, in_words, rulebooks, scored, unsourced
from assessment.seed import seed, seed_rulebook
from tests.assessment.makers import sample
from tests.cast import Cast


def test_sample_adds_up_to_a_hundred_and_waits_for_the_office(db: None):
    book = rulebooks().get()
    assert (book.version, book.is_sample, book.confirmed_at) == (1, True, None)
    assert book.effective_from == dt.date(2026, 1, 1)
    assert full_points(book) == Decimal(100)
    assert all(item.source for item in book.items.all())
    assert [(grade.name, grade.from_percent) for grade in book.grades.all()] == [
        ("优秀", 90), ("良好", 80), ("合格", 60), ("不合格", 0),
    ]  # fmt: skip
    assert {(one.from_month, one.ceiling.name) for one in book.prerequisites.all()} == {(12, "合格")}


def test_items_say_how_they_count(db: None):
    words = {item.code: in_words(item) for item in rulebooks().get().items.all()}
    assert words["visits"] == "全年应完成10次,完成得20分,不足按比例"
    assert words["receptions"] == "每月应完成1次,完成得2分,不足按比例,全年封顶24分"
    assert words["settled"] == "每季度应完成1件,完成得4分,不足按比例,全年封顶16分"


def test_items_without_a_source_are_told_apart(db: None):
    book = rulebooks().get()
    assert [item.code for item in unsourced(book)] == ["contacts", "meeting", "proposal", "survey"]
    assert len(scored(book)) == 6


def test_seed_again_changes_nothing_and_keeps_the_office_s_own(db: None):
    sample().items.filter(code="visits").update(points=Decimal(30))
    seed()
    assert Rulebook.objects.count() == 1
    assert sample().items.get(code="visits").points == Decimal(30)


def test_no_sample_where_the_office_has_a_rulebook(db: None):
    Rulebook.objects.update(version=7)
    seed_rulebook()
    assert Rulebook.objects.get().version == 7


def test_rights_by_role(cast: Cast):
    assert cast.leader.has_perm("assessment.see_months")
    assert not cast.leader.has_perm("assessment.close_months")
    assert not cast.leader.has_perm("assessment.confirm_rulebooks")
    for staff in (cast.clerk, cast.officer):
        assert staff.has_perms(["assessment.see_months", "assessment.close_months", "assessment.confirm_rulebooks"])
    for outsider in (cast.auditor, cast.member, cast.liaison, cast.stranger):
        assert not outsider.has_perm("assessment.see_months")
