"""Limits: dated rows, changed by a new row."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import roles
from accounts.models import AuditEvent
from deadlines.models import Limit
from deadlines.seed import seed
from deadlines.services import LimitRefused, LimitValues, change_limit
from tests.cast import NOW, Cast
from tests.deadlines.makers import at, day, group, opened


def change(cast: Cast, code: str, values: LimitValues, on: dt.date | None = None) -> Limit:
    seen = Limit.objects.filter(code=code).order_by("pk").last()
    return change_limit(seen=seen, values=values, effective_from=on or NOW.date(), by=cast.clerk, now=NOW)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("return", "7个工作日"),
        ("joint_opinion", "30天"),
        ("reply", "3个月"),
        ("first_contact", "15个工作日"),
        ("feedback", "15个工作日"),
        ("publish_reply", "20个工作日"),
        ("notice", "提前3天"),
        ("minutes", "7个工作日"),
        ("publicity", "5天"),
        ("look_back", "90天"),
    ],
)
def test_first_limits_are_those_of_the_rules_found(db, code: str, words: str):
    assert Limit.objects.of(code, NOW.date()).in_words() == words


def test_every_first_limit_says_where_it_comes_from(db):
    assert all(limit.source for limit in Limit.objects.all())


def test_reply_may_be_extended_to_six_months_by_the_proposals_committee(db):
    reply = Limit.objects.of("reply", NOW.date())
    assert (reply.longest_in_words(), reply.granted_by) == ("6个月", group(roles.PROPOSALS))


def test_change_is_a_new_row_from_its_day_and_is_audited(cast: Cast):
    made = change(cast, "return", LimitValues("working", 10), day("2026-04-01"))
    assert Limit.objects.in_force(day("2026-03-31"))["return"].value == 7
    assert Limit.objects.in_force(day("2026-04-01"))["return"] == made
    assert Limit.objects.of("return", day("2026-03-31")).value == 7
    event = AuditEvent.objects.get(subject="时限 退回改办")
    assert event.detail["changes"] == ["7个工作日→10个工作日"]


def test_second_change_of_one_day_holds(cast: Cast):
    change(cast, "return", LimitValues("working", 10))
    change(cast, "return", LimitValues("working", 9))
    assert Limit.objects.of("return", NOW.date()).value == 9
    assert Limit.objects.in_force(NOW.date())["return"].value == 9


def test_limit_changed_today_leaves_what_was_opened_yesterday(cast: Cast):
    before = opened(cast, 1, kind="return", now=at("2026-03-19"))
    change(cast, "return", LimitValues("working", 10))
    after = opened(cast, 2, kind="return", now=at("2026-03-20", 11), started_on=day("2026-03-19"))
    before.refresh_from_db()
    assert (before.due_on, after.due_on) == (day("2026-03-30"), day("2026-04-02"))


def test_change_of_what_somebody_changed_meanwhile_is_refused(cast: Cast):
    seen = Limit.objects.get(code="return")
    change(cast, "return", LimitValues("working", 10))
    with pytest.raises(LimitRefused, match="已把这一项改成10个工作日"):
        change_limit(seen=seen, values=LimitValues("working", 5), effective_from=NOW.date(), by=cast.clerk, now=NOW)
    assert Limit.objects.of("return", NOW.date()).value == 10


def test_past_cannot_be_changed(cast: Cast):
    with pytest.raises(LimitRefused, match="从今天或以后"):
        change(cast, "return", LimitValues("working", 10), day("2026-03-19"))


def test_fixed_date_takes_the_place_of_months(cast: Cast):
    change(cast, "reply", LimitValues("fixed_date", fixed_on=day("2026-08-30"), granted_by=group(roles.PROPOSALS)))
    assert opened(cast, kind="reply", now=NOW).due_on == day("2026-08-31")  # the 30th is a Sunday


@pytest.mark.parametrize(
    "fields",
    [
        {"count": "working", "value": None},
        {"count": "working", "value": 0},
        {"count": "fixed_date", "value": 3},
        {"count": "fixed_date", "value": None},
        {"count": "working", "value": 3, "fixed_on": dt.date(2026, 8, 31)},
        {"count": "working", "value": 3, "longest": 5, "longest_count": "working"},  # nobody grants it
        {"count": "weeks", "value": 3},
    ],
)
def test_limit_that_makes_no_sense_is_refused_by_the_database(db, fields: dict):
    with pytest.raises(IntegrityError), transaction.atomic():
        Limit.objects.create(code="x", name="某限", effective_from=NOW.date(), **fields)


def test_longest_shorter_than_the_limit_itself_is_refused(cast: Cast):
    values = LimitValues("working", 15, granted_by=group(roles.SECRETARY), longest=10, longest_count="working")
    with pytest.raises(ValidationError):
        change(cast, "general", values)


def test_seed_again_keeps_the_offices_numbers(cast: Cast):
    change(cast, "return", LimitValues("working", 10))
    count = Limit.objects.count()
    seed()
    assert Limit.objects.count() == count
    assert Limit.objects.of("return", NOW.date()).value == 10
