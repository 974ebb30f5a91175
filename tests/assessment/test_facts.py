import datetime as dt
from collections import Counter

import pytest

from assessment.facts import COLUMNS, MEASURES, Fact, Where, facts, facts_by_member, has_source, legs, totals
from studios.models import Matter, VisitLog
from tests.assessment.makers import MARCH, help_visit, matter, visit
from tests.cast import NOW, Cast

LAST = dt.date(2026, 3, 31)
SOURCED = [code for code in MEASURES if has_source(code)]


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """One month with a fact of every measure, and rows that must not become facts."""
    hanmei, liqiang = cast.person(cast.member), cast.person(cast.other)
    received = visit(hanmei, MARCH, way="reception", headcount=12)
    matter(received, "settled")
    matter(received, "opinion", text="村口道路积水" * 10)
    help_visit(liqiang, LAST)
    for state in ("draft", "withdrawn", "filed", "returned"):
        matter(visit(hanmei, dt.date(2026, 3, 9), way="reception", state=state), "settled")
    visit(hanmei, dt.date(2026, 2, 28))
    visit(hanmei, dt.date(2026, 4, 1))
    return cast


def test_every_measure_with_a_source_counts_what_was_filed_in_the_dates(filled: Cast):
    counts: Counter[str] = Counter()
    for fact in facts(MARCH, LAST):
        counts[fact.measure] += fact.quantity
    assert counts == {
        "visits": 2, "people": 13, "receptions": 1, "matters": 2, "settled": 1, "opinions": 1, "good_deeds": 1,
    }  # fmt: skip


def test_facts_of_one_day_come_in_the_order_of_their_rows(cast: Cast):
    log = visit(cast.person(cast.member), MARCH)
    for pk in (10, 9):
        Matter.objects.create(pk=pk, visit=log, position=pk, text="路灯损坏", outcome="settled")
    settled = [fact.key for fact in facts(MARCH, LAST) if fact.measure == "settled"]
    assert [int(key.rpartition("/")[2]) for key in settled] == [9, 10]


@pytest.mark.parametrize("turn", range(len(SOURCED)))
def test_any_leg_may_come_first_and_last(filled: Cast, turn: int):
    made = legs(Where(MARCH, LAST))
    turned = [*made[turn:], *made[:turn]]
    rows = list(turned[0].union(*turned[1:], all=True).order_by("fact_member_id", "fact_measure", "fact_key"))
    types = [[type(cell) for cell in row] for row in rows]
    assert all(row == types[0] for row in types)
    assert sorted(rows) == sorted(tuple(vars(fact).values()) for fact in facts(MARCH, LAST))


def test_fact_says_what_happened_and_names_nobody(filled: Cast):
    by_measure = {fact.measure: fact for fact in facts(MARCH, MARCH)}
    log = VisitLog.objects.get(headcount=12)
    assert by_measure["receptions"] == Fact(
        key=f"studios.visitlog/{log.pk:019}",
        member_id=log.member_id,
        collective="",
        occurred_on=MARCH,
        known_at=log.checked_at,
        measure="receptions",
        class_="reception",
        role="",
        level="",
        status="checked",
        quantity=1,
        position=1,
        sharers=1,
        link=f"/go/studios.visitlog/{log.pk}/",
        text="接待来访 城关镇 12人次",
    )
    assert by_measure["settled"].text == "当场解决:路灯损坏"
    assert by_measure["opinions"].text == "转社情民意:" + "村口道路积水" * 5
    assert not any("走访对象甲" in str(cell) for fact in facts(MARCH, LAST) for cell in vars(fact).values())


def test_place_left_out_leaves_no_gap(cast: Cast):
    visit(cast.person(cast.member), MARCH, place="", headcount=3)
    assert next(facts(MARCH, LAST)).text == "入户走访 3人次"


def test_columns_are_those_of_the_fact():
    assert list(COLUMNS) == list(Fact.__dataclass_fields__)


def test_facts_of_some_members_in_order(filled: Cast):
    hanmei, liqiang = cast_ids(filled)
    only = facts_by_member(MARCH, LAST, members=[liqiang])
    assert list(only) == [liqiang]
    assert list(facts_by_member(MARCH, LAST, members=[liqiang, hanmei])) == sorted([hanmei, liqiang])
    assert facts_by_member(MARCH, LAST, members=[]) == {}


def cast_ids(cast: Cast) -> tuple[int, int]:
    return cast.person(cast.member).pk, cast.person(cast.other).pk


def test_totals_are_the_sums_of_the_facts(filled: Cast):
    year = dt.date(2026, 1, 1)
    expected: Counter[tuple[int | None, str, int]] = Counter()
    for fact in facts(year, LAST):
        expected[fact.member_id, fact.measure, fact.occurred_on.month] += fact.quantity
    found = {
        (member, one.measure, one.occurred_on.month): one.quantity
        for member, theirs in totals(year, LAST).items()
        for one in theirs
    }
    assert found == dict(expected)
    assert {one.occurred_on.day for theirs in totals(year, LAST).values() for one in theirs} == {1}


def test_one_query_whatever_the_members(filled: Cast, django_assert_num_queries):
    members = list(cast_ids(filled))
    with django_assert_num_queries(1):
        totals(MARCH, LAST)
    with django_assert_num_queries(1):
        facts_by_member(MARCH, LAST, members=members)


def test_measures_without_records_have_no_source():
    assert [code for code in MEASURES if not has_source(code)] == ["contacts", "meetings", "proposals", "surveys"]
    assert not has_source("no-such-measure")


def test_rulebook_that_says_so_counts_what_waits_to_be_checked(filled: Cast):
    before = sum(fact.quantity for fact in facts(MARCH, LAST) if fact.measure == "visits")
    waiting = [fact for fact in facts(MARCH, LAST, unchecked=True) if fact.status == "filed"]
    assert {fact.measure for fact in waiting} == {"visits", "people", "receptions", "matters", "settled"}
    assert {fact.known_at for fact in waiting} == {NOW}
    year = [one for theirs in totals(MARCH, LAST, unchecked=True).values() for one in theirs]
    assert sum(one.quantity for one in year if one.measure == "visits") == before + 1
