import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.models import Item
from assessment.scoring import attainable, lines, standing, total
from assessment.scoring import month_points as points_of
from tests.assessment.makers import grades, item, prerequisite

MEASURES = ("visits", "people", "receptions")
YEAR_END = dt.date(2026, 12, 1)


@dataclass(frozen=True)
class Done:
    key: str
    measure: str
    occurred_on: dt.date
    quantity: int = 1


def done(*days: tuple[int, int], measure: str = "visits", quantity: int = 1) -> list[Done]:
    return [Done(f"{m}-{d}", measure, dt.date(2026, m, d), quantity) for m, d in days]


def month_points(asked: list[Item], facts: list[Done], upto: dt.date) -> Decimal:
    return points_of(lines(asked, facts, upto), upto)


def march(day: int = 1) -> dt.date:
    return dt.date(2026, 3, day)


@pytest.mark.parametrize(
    ("asked", "count", "points"),
    [
        (item(required=10, points="20", cap="20"), 0, "0"),
        (item(required=10, points="20", cap="20"), 1, "2"),
        (item(required=10, points="20", cap="20"), 10, "20"),
        (item(required=10, points="20", cap="20"), 15, "20"),
        (item(required=3, points="10", cap="10"), 1, "3.33"),
        (item(required=3, points="10", cap="10"), 2, "6.67"),
        (item(kind="per_unit", points="1.5", cap="20"), 3, "4.5"),
        (item(kind="per_unit", points="7.5", cap="20"), 3, "20"),
        (item(kind="per_unit", points="7.5", cap="0"), 3, "0"),
    ],
)
def test_points_of_a_year_item(asked: Item, count: int, points: str):
    made = lines([asked], done(*[(3, day) for day in range(1, count + 1)]), march())
    assert [line.points for line in made] == [Decimal(points)]
    assert made[0].count == count


def test_month_quota_counts_each_month_by_itself():
    asked = item(every="month", required=1, points="2", cap="24")
    made = lines([asked], done((1, 5), (1, 6), (3, 9)), march())
    assert [(line.period_name, line.count, line.points) for line in made] == [
        ("1月", 2, Decimal(2)), ("2月", 0, Decimal(0)), ("3月", 1, Decimal(2)),
    ]  # fmt: skip
    assert [award.reason for award in made[0].awards] == ["", "本月定额已满,不再计分"]
    assert made[1].reason == "应完成1,已完成0"


def test_quarter_quota_begins_its_second_quarter_in_april():
    asked = item(every="quarter", required=1, points="4", cap="16")
    made = lines([asked], done((3, 31), (4, 1)), dt.date(2026, 4, 1))
    assert [(line.period_name, line.points) for line in made] == [("第1季度", Decimal(4)), ("第2季度", Decimal(4))]


def test_cap_awards_a_part_and_says_why():
    made = lines([item(kind="per_unit", points="7", cap="16")], done((1, 1), (1, 2), (1, 3), (1, 4)), march())[0]
    assert [(award.points, award.reason) for award in made.awards] == [
        (Decimal(7), ""),
        (Decimal(7), ""),
        (Decimal(2), "超过全年封顶16分,只计2分"),
        (Decimal(0), "超过全年封顶16分,不再计分"),
    ]
    assert (made.points, made.capped, made.reason) == (Decimal(16), True, "超过全年封顶16分")
    assert made.keys == ("1-1", "1-2", "1-3")


def test_cap_of_the_year_runs_over_its_months():
    asked = item(every="month", required=1, points="10", cap="16")
    made = lines([asked], done((1, 1), (2, 1), (3, 1)), march())
    assert [line.points for line in made] == [Decimal(10), Decimal(6), Decimal(0)]
    assert [line.capped for line in made] == [False, True, True]


def test_quota_crossed_in_the_middle_of_a_fact_counts_its_part():
    asked = item(measure="people", required=40, points="20", cap="20")
    made = lines([asked], done((1, 1), (1, 2), measure="people", quantity=35), march())[0]
    assert [(a.points, a.reason) for a in made.awards] == [
        (Decimal("17.50"), ""),
        (Decimal("2.50"), "全年定额已满,只计其中5"),
    ]


def test_facts_of_other_months_and_years_do_not_count():
    facts = [*done((3, 31), (4, 1)), Done("old", "visits", dt.date(2025, 12, 31))]
    assert lines([item()], facts, march())[0].keys == ("3-31",)


def test_month_points_are_the_year_less_the_month_before():
    facts = done((1, 5), (3, 5), (3, 6))
    assert month_points([item()], facts, dt.date(2026, 1, 1)) == Decimal(2)
    assert month_points([item()], facts, dt.date(2026, 2, 1)) == Decimal(0)
    assert month_points([item()], facts, march()) == Decimal(4)


@pytest.mark.parametrize(
    ("asked", "month", "points"),
    [
        (item(every="month", points="2", cap="24"), 3, "6"),
        (item(every="month", points="2", cap="5"), 3, "5"),
        (item(every="quarter", points="4", cap="16"), 3, "4"),
        (item(every="quarter", points="4", cap="16"), 4, "8"),
        (item(points="20", cap="20"), 3, "5"),
        (item(points="20", cap="20"), 12, "20"),
        (item(points="2", cap="2"), 1, "0.17"),
        (item(kind="per_unit", points="5", cap="30"), 6, "15"),
    ],
)
def test_attainable_by_kind_and_month(asked: Item, month: int, points: str):
    assert attainable([asked], month) == Decimal(points)


def test_attainable_begins_with_the_month_a_seat_began():
    asked = [item(every="month", points="2", cap="24"), item(every="quarter", points="4", cap="16"), item()]
    assert attainable(asked, 6, first=6) == Decimal(2) + Decimal(4) + Decimal("1.67")


def stand(points: int, *, month: int = 3, counts: dict[str, int] | None = None, could_be: str = "20"):
    made = lines([item()], done(*[(1, day) for day in range(1, points // 2 + 1)]), march())
    return standing(
        made,
        could_be=Decimal(could_be),
        counts=counts or {},
        grades=grades(),
        prerequisites=[prerequisite()],
        month=month,
    )


@pytest.mark.parametrize(
    ("points", "percent", "grade"),
    [
        (0, "0.00", "不合格"),
        (10, "50.00", "不合格"),
        (12, "60.00", "合格"),
        (16, "80.00", "良好"),
        (18, "90.00", "优秀"),
    ],
)
def test_grade_by_the_share_of_what_could_be_had(points: int, percent: str, grade: str):
    found = stand(points)
    assert (str(found.percent), found.grade, found.unmet) == (percent, grade, ())


def test_share_is_never_over_a_hundred():
    assert stand(20, could_be="5").percent == Decimal(100)


def test_nothing_to_be_had_gives_no_grade():
    found = stand(0, could_be="0")
    assert (found.percent, found.grade) == (None, "")


def test_unmet_prerequisite_lowers_the_grade_and_says_why():
    found = stand(20, month=12)
    assert (found.grade, found.unmet) == ("合格", ("接待群众全年至少1,已完成0,等次最高为合格",))


def test_unmet_prerequisite_raises_no_low_grade():
    found = stand(0, month=12)
    assert found.grade == "不合格"
    assert found.unmet


def test_prerequisite_is_not_looked_at_before_its_month():
    assert stand(20, month=11).grade == "优秀"


def test_prerequisite_met_leaves_the_grade():
    found = stand(20, month=12, counts={"receptions": 1})
    assert (found.grade, found.unmet) == ("优秀", ())


points = st.decimals(min_value=0, max_value=30, places=2)
items = st.lists(
    st.builds(
        lambda measure, kind, every, required, worth, cap: item(
            measure=measure, kind=kind, every=every, required=required, points=str(worth), cap=str(cap)
        ),
        st.sampled_from(MEASURES),
        st.sampled_from(["quota", "per_unit"]),
        st.sampled_from(["month", "quarter", "year"]),
        st.integers(1, 12),
        points,
        points,
    ),
    max_size=4,
)
days = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
facts = st.lists(
    st.tuples(st.sampled_from(MEASURES), days, st.integers(1, 15)), max_size=30
).map(lambda rows: [Done(f"k{i:02}", *row) for i, row in enumerate(rows)])  # fmt: skip
months = st.integers(1, 12).map(lambda month: dt.date(2026, month, 1))


@given(items, facts, months, st.randoms())
def test_order_of_facts_does_not_matter(asked, facts, upto, random):
    shuffled = list(facts)
    random.shuffle(shuffled)
    assert lines(asked, shuffled, upto) == lines(asked, facts, upto)


@given(items, facts)
def test_months_add_up_to_the_year(asked, facts):
    months = (month_points(asked, facts, dt.date(2026, month, 1)) for month in range(1, 13))
    assert sum(months) == total(lines(asked, facts, YEAR_END))


@given(items, facts, months)
def test_points_of_a_month_are_the_year_less_the_month_before_line_by_line(asked, facts, upto):
    after = {(i, line.period): line for i, one in enumerate(asked) for line in lines([one], facts, upto)}
    before = {}
    if upto.month > 1:
        earlier = upto.replace(month=upto.month - 1)
        before = {(i, line.period): line for i, one in enumerate(asked) for line in lines([one], facts, earlier)}
    for place, line in after.items():
        less = before[place].points if place in before else 0
        assert points_of([line], upto) == line.points - less


@given(items, facts, months)
def test_cap_is_never_exceeded_and_no_award_is_negative(asked, facts, upto):
    for one in asked:
        made = lines([one], facts, upto)
        assert total(made) <= one.cap
        assert all(award.points >= 0 for line in made for award in line.awards)
        assert all(line.points == sum(award.points for award in line.awards) for line in made)


@given(items, facts, months, st.tuples(st.sampled_from(MEASURES), days, st.integers(1, 15)))
def test_one_more_fact_never_costs_points(asked, facts, upto, more):
    assert total(lines(asked, [*facts, Done("more", *more)], upto)) >= total(lines(asked, facts, upto))


@settings(max_examples=200)
@given(items, facts, months)
def test_facts_taken_together_by_month_earn_the_same(asked, facts, upto):
    sums: dict[tuple[str, int], int] = {}
    for fact in facts:
        sums[fact.measure, fact.occurred_on.month] = sums.get((fact.measure, fact.occurred_on.month), 0) + fact.quantity
    grouped = [Done("", measure, dt.date(2026, month, 1), n) for (measure, month), n in sums.items()]
    assert [(line.count, line.points, line.capped) for line in lines(asked, grouped, upto)] == [
        (line.count, line.points, line.capped) for line in lines(asked, facts, upto)
    ]
    assert month_points(asked, grouped, upto) == month_points(asked, facts, upto)
