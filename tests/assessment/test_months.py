"""The month's table against counts done by hand."""

import datetime as dt
from decimal import Decimal

import pytest

from assessment.models import Rulebook
from assessment.queries import Filters, MonthTable, member_month, month_table, newest_month, open_months_before
from deadlines.services import close_period
from members.models import Area, Seat, Sector
from members.services import change_seat, end_seat
from tests.assessment.makers import MARCH, help_visit, matter, visit
from tests.cast import NOW, Cast, seat


@pytest.fixture
def filled(cast: Cast) -> Cast:
    """韩梅: 1 reception of 12 and 1 visit in March, 1 visit in January. 李强: 1 good deed in February."""
    hanmei, liqiang = cast.person(cast.member), cast.person(cast.other)
    visit(hanmei, dt.date(2026, 1, 15))
    received = visit(hanmei, dt.date(2026, 3, 2), way="reception", headcount=12)
    matter(received, "settled")
    matter(received, "settled", text="第二件")
    matter(visit(hanmei, dt.date(2026, 3, 31)), "noted")
    visit(hanmei, dt.date(2026, 3, 5), state="draft")
    visit(hanmei, dt.date(2026, 4, 1))
    help_visit(liqiang, dt.date(2026, 2, 10))
    return cast


def names(table: MonthTable) -> list[str]:
    return [row.seat.member.name for row in table.rows]


def row_of(table: MonthTable, name: str):
    return next(row for row in table.rows if row.seat.member.name == name)


def test_counts_and_points_of_a_member(filled: Cast):
    row = row_of(month_table(MARCH), "韩梅")
    assert row.counts == {"visits": 2, "people": 13, "receptions": 1, "matters": 3, "settled": 2}
    # visits 2 of 10 for 20 → 4; people 13 of 40 for 20 → 6.50; one reception 2; a quarter's settled matter 4
    assert row.month_points == Decimal("16.50")
    # with January's visit: 3 visits 6, 14 people 7, reception 2, settled 4
    assert row.standing.points == Decimal("19.00")
    # by the end of March: 5 + 5 + 3×2 + 1×4 + 0.5 + 0.5
    assert row.standing.attainable == Decimal("21.00")
    assert (row.standing.percent, row.standing.grade) == (Decimal("90.48"), "优秀")


def test_member_without_visits_has_a_row_of_noughts(filled: Cast):
    row = row_of(month_table(MARCH), "王召")
    assert set(row.counts.values()) == {0}
    assert (row.month_points, row.standing.points, row.standing.grade) == (0, 0, "不合格")


def test_points_of_earlier_months_stay_in_the_year(filled: Cast):
    row = row_of(month_table(MARCH), "李强")
    assert row.month_points == 0
    assert row.standing.points == Decimal("4.50")  # visit 2, one head 0.50, a good deed 2


def test_totals_add_up_the_filed_visits_of_the_month(filled: Cast):
    table = month_table(MARCH)
    assert table.totals == {"visits": 2, "people": 13, "receptions": 1, "matters": 3, "settled": 2}
    assert (table.members, table.absent["visits"]) == (3, 0)


def test_order_is_by_sector_then_strokes_and_never_by_points(filled: Cast):
    seat(filled.term, "丁一", "教育界")
    assert names(month_table(MARCH)) == ["王召", "韩梅", "丁一", "李强"]
    assert names(month_table(MARCH, Filters(order="strokes"))) == ["丁一", "王召", "李强", "韩梅"]


def test_filters(filled: Cast):
    sector = Sector.objects.get(name="教育界")
    elsewhere = Area.objects.create(name="河东镇")
    Seat.objects.filter(member__name="王召").update(area=elsewhere)
    assert names(month_table(MARCH, Filters(sector=sector.pk))) == ["李强"]
    assert names(month_table(MARCH, Filters(area=elsewhere.pk))) == ["王召"]
    assert names(month_table(MARCH, Filters(grade="优秀"))) == ["韩梅"]
    assert names(month_table(MARCH, Filters(idle=True))) == ["王召", "李强"]
    assert names(month_table(MARCH, Filters(q="hm"))) == ["韩梅"]
    assert names(month_table(MARCH, Filters(q="李"))) == ["李强"]
    assert month_table(MARCH, Filters(sector=sector.pk)).totals["visits"] == 0


def test_seat_at_the_end_of_the_month_decides_the_sector(filled: Cast):
    change_seat(
        seat=filled.seat(filled.member), sector=Sector.objects.get(name="教育界"), post=Seat.Post.STANDING, area=None,
        on=dt.date(2026, 3, 20), why="调整", by=None, now=NOW,
    )  # fmt: skip
    row = row_of(month_table(MARCH), "韩梅")
    assert (row.seat.sector.name, row.seat.post) == ("教育界", "standing")
    assert row_of(month_table(dt.date(2026, 2, 1)), "韩梅").seat.sector.name == "工商联界"
    assert len(month_table(MARCH).rows) == 3


def test_member_who_left_within_the_month_is_still_listed(filled: Cast):
    end_seat(seat=filled.seat(filled.member), on=dt.date(2026, 3, 10), why="调离", by=None, now=NOW)
    assert "韩梅" in names(month_table(MARCH))
    april = month_table(dt.date(2026, 4, 1))
    assert "韩梅" not in names(april)
    assert (april.absent["visits"], april.totals["visits"]) == (1, 0)


def test_member_who_left_on_the_first_held_no_seat_that_month(filled: Cast):
    end_seat(seat=filled.seat(filled.member), on=MARCH, why="调离", by=None, now=NOW)
    assert "韩梅" not in names(month_table(MARCH))
    assert "韩梅" in names(month_table(dt.date(2026, 2, 1)))


def test_who_joined_in_the_year_is_asked_from_that_month_on(filled: Cast):
    Seat.objects.filter(member__name="王召").update(started_on=dt.date(2026, 3, 9))
    row = row_of(month_table(MARCH), "王召")
    assert row.sitting.first == 3
    assert row.standing.attainable == Decimal("1.67") * 2 + 2 + 4 + Decimal("0.17") * 2
    assert "王召" not in names(month_table(dt.date(2026, 2, 1)))


def test_change_of_seat_within_the_year_shortens_nothing(filled: Cast):
    change_seat(
        seat=filled.seat(filled.member), sector=Sector.objects.get(name="教育界"), post=Seat.Post.MEMBER, area=None,
        on=dt.date(2026, 3, 20), why="调整", by=None, now=NOW,
    )  # fmt: skip
    assert row_of(month_table(MARCH), "韩梅").sitting.first == 1


def test_seat_of_a_term_that_is_over_does_not_count(filled: Cast):
    filled.term.ends_on = dt.date(2026, 2, 28)
    filled.term.save()
    assert names(month_table(MARCH)) == []
    assert len(names(month_table(dt.date(2026, 2, 1)))) == 3


def test_month_before_any_rulebook_says_so(filled: Cast):
    table = month_table(dt.date(2025, 12, 1))
    assert (table.rulebook, table.rows, table.members) == (None, [], 3)


def test_rulebook_is_the_one_in_force_at_the_end_of_the_month(filled: Cast):
    Rulebook.objects.update(effective_to=dt.date(2026, 3, 30))
    Rulebook.objects.create(name="新办法", version=2, effective_from=dt.date(2026, 3, 31))
    assert month_table(MARCH).rulebook.version == 2
    assert month_table(dt.date(2026, 2, 1)).rulebook.version == 1


def test_year_at_december_looks_at_prerequisites(filled: Cast):
    table = month_table(dt.date(2026, 12, 1))
    assert row_of(table, "韩梅").standing.unmet == ()
    assert row_of(table, "李强").standing.unmet == ("接待群众全年至少1,已完成0,等次最高为合格",)


def test_same_queries_for_one_member_and_for_many(cast: Cast, django_assert_num_queries):
    visit(cast.person(cast.member), MARCH)
    with django_assert_num_queries(9):
        month_table(MARCH)
    for name in ("丁一", "马云", "王芳"):
        matter(visit(seat(cast.term, name, "教育界").member, MARCH, way="reception"), "settled")
    with django_assert_num_queries(9):
        month_table(MARCH)


def test_member_s_account_agrees_with_the_table(filled: Cast, django_assert_num_queries):
    hanmei = filled.person(filled.member)
    with django_assert_num_queries(7):
        found = member_month(hanmei.pk, MARCH)
    row = row_of(month_table(MARCH), "韩梅")
    assert found.standing == row.standing
    assert found.month_points == row.month_points
    settled = next(one for one in found.accounts if one.item.code == "settled")
    assert [entry.award.reason for _, entries in settled.lines for entry in entries] == ["", "本季度定额已满,不再计分"]
    assert sum(one.year_points for one in found.accounts) == row.standing.points
    assert sum(one.attainable for one in found.accounts) == row.standing.attainable


def test_who_held_no_seat_has_no_account(filled: Cast):
    end_seat(seat=filled.seat(filled.member), on=MARCH, why="调离", by=None, now=NOW)
    assert member_month(filled.person(filled.member).pk, MARCH) is None


def test_newest_month_is_this_one_or_the_newest_with_a_visit(cast: Cast):
    assert newest_month(dt.date(2026, 4, 10)) == dt.date(2026, 4, 1)
    visit(cast.person(cast.member), dt.date(2026, 2, 10))
    visit(cast.person(cast.member), dt.date(2026, 4, 9), state="draft")
    assert newest_month(dt.date(2026, 4, 10)) == dt.date(2026, 2, 1)
    visit(cast.person(cast.member), dt.date(2026, 4, 9))
    assert newest_month(dt.date(2026, 4, 10)) == dt.date(2026, 4, 1)


def test_open_months_before_are_those_with_filed_visits(filled: Cast):
    visit(filled.person(filled.member), dt.date(2025, 12, 31), state="withdrawn")
    assert open_months_before(MARCH) == [dt.date(2026, 1, 1), dt.date(2026, 2, 1)]
    close_period(month=dt.date(2026, 1, 1), by=None, now=NOW)
    assert open_months_before(MARCH) == [dt.date(2026, 2, 1)]


def test_visits_that_wait_to_be_checked_are_told_and_count_only_where_the_rulebook_says_so(cast: Cast):
    for state in ("checked", "filed", "filed", "returned"):
        visit(cast.person(cast.member), MARCH, state=state)
    table = month_table(MARCH)
    assert (row_of(table, "韩梅").counts["visits"], table.unchecked) == (1, 2)
    Rulebook.objects.update(counts_unchecked=True)
    table = month_table(MARCH)
    assert (row_of(table, "韩梅").counts["visits"], table.unchecked) == (3, 0)
    assert member_month(cast.person(cast.member).pk, MARCH).month_points == row_of(table, "韩梅").month_points
