"""Periods, counts and words; no database but where the numbers come from."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from assessment.models import Quota
from assessment.progress import Progress, Tally, bounds, defined, in_words, progress

DAY = dt.date(2026, 3, 20)


def quota(measure: str = "visits", period: str = "year", amount: int = 10, **fields: object) -> Quota:
    usual = {
        "code": "own", "scheme": "本县", "name": "走访群众", "who": "members", "in_use": True, "tie_kind": "",
        "effective_from": dt.date(2026, 1, 1),
    }  # fmt: skip
    return Quota(measure=measure, period=period, amount=amount, **{**usual, **fields})


@pytest.mark.parametrize(
    ("period", "day", "first", "last"),
    [
        ("month", "2026-03-20", "2026-03-01", "2026-03-31"),
        ("month", "2028-02-29", "2028-02-01", "2028-02-29"),
        ("quarter", "2026-03-31", "2026-01-01", "2026-03-31"),
        ("quarter", "2026-04-01", "2026-04-01", "2026-06-30"),
        ("quarter", "2026-12-31", "2026-10-01", "2026-12-31"),
        ("year", "2026-12-31", "2026-01-01", "2026-12-31"),
        ("standing", "2026-06-01", "2026-01-01", "2026-12-31"),
    ],
)
def test_period_has_its_first_and_last_day(period: str, day: str, first: str, last: str) -> None:
    assert bounds(period, dt.date.fromisoformat(day)) == (dt.date.fromisoformat(first), dt.date.fromisoformat(last))


@given(st.sampled_from(list(Quota.Period.values)), st.dates(dt.date(2000, 1, 1), dt.date(2200, 12, 31)))
def test_day_lies_in_its_period_and_the_next_day_after_it_in_another(period: str, day: dt.date) -> None:
    first, last = bounds(period, day)
    assert first <= day <= last
    assert bounds(period, last) == bounds(period, first) == (first, last)
    assert bounds(period, last + dt.timedelta(days=1))[0] == last + dt.timedelta(days=1)


def test_visits_are_counted_within_their_period_and_ties_by_their_kind() -> None:
    tally = Tally(
        ties={("tied_people", "fixed"): 3, ("tied_people", "help"): 1, ("tied_villages", "three_links"): 1},
        visits={("visits", "year"): 6, ("visits", "month"): 1},
    )
    assert tally.have(quota()) == 6
    assert tally.have(quota(period="month")) == 1
    assert tally.have(quota("receptions")) == 0
    assert tally.have(quota("tied_people", "standing")) == 4
    assert tally.have(quota("tied_people", "standing", tie_kind="fixed")) == 3
    assert tally.have(quota("tied_villages", "standing", tie_kind="fixed")) == 0


@pytest.mark.parametrize(
    ("have", "left", "missing"),
    [(6, 4, "走访群众还差4次(12月31日前)"), (10, 0, ""), (12, 0, "")],
)
def test_what_is_missing_is_said_in_words(have: int, left: int, missing: str) -> None:
    one = Progress(quota(), have, dt.date(2026, 12, 31))
    assert (one.left, one.missing, one.so_far) == (left, missing, f"今年已有{have}次")


def test_what_stands_has_no_last_day() -> None:
    villages = quota("tied_villages", "standing", 1, name="联系村(社区)", tie_kind="three_links")
    (one,) = progress([villages], Tally(), DAY)
    assert (one.until, one.missing) == (None, "联系村(社区)还差1个村(社区)")
    assert (in_words(villages), in_words(quota(period="quarter", amount=1))) == ("1个村(社区)", "每季度1次")
    assert defined(villages) == "当天正在联系的村(社区),按“三联”联系计"
    assert all(defined(quota(measure, "year")) for measure in Quota.Measure)


WRONG = {
    "ties by the month": {"measure": "tied_people", "period": "month"},
    "visits without a period": {"period": "standing"},
    "visits of a kind of tie": {"tie_kind": "fixed"},
    "visits of staff": {"who": "staff"},
    "none": {"amount": 0},
    "of no measure": {"measure": "steps"},
    "of nobody": {"who": "everyone"},
    "backwards": {"effective_until": dt.date(2025, 12, 31)},
    "twice open": {"code": "151-visits"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG.keys())
def test_database_refuses_a_quota_that_makes_no_sense(wrong: dict[str, object]) -> None:
    quota().save()
    with pytest.raises(IntegrityError), transaction.atomic():
        quota(**{"code": "another", **wrong}).save()
