"""The demo office is whole: every state that an office can reach occurs in it, and a story leads to each."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, models, transaction
from pytest_django import DjangoDbBlocker

from liaison.demo import make_county, send_messages
from referrals import states as referral_states
from referrals.models import Referral, ReferralEvent
from studios import states
from studios.models import (
    DutyShift,
    Matter,
    MatterEvent,
    MatterFeedback,
    MatterReport,
    ShiftEvent,
    ShiftTurn,
    Studio,
    Swap,
    VisitEvent,
    VisitLog,
)
from studios.states import matters, shifts

pytestmark = pytest.mark.django_db

NIGHT = dt.datetime(2026, 11, 26, 1, tzinfo=ZoneInfo("Asia/Shanghai"))  # nothing of the day itself has happened


@pytest.fixture(scope="module", autouse=True)
def county(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """The office, made once for this module and taken back; the lines that were said meanwhile."""
    said: list[str] = []
    made = transaction.atomic(durable=True)
    made._from_testcase = True  # what a worker sends in transactions of its own may be sent within this one
    with django_db_blocker.unblock():
        forget_emptied_tables()
    with django_db_blocker.unblock(), made:
        make_county(now=NIGHT, tell=said.append)
        send_messages(now=NIGHT)
        yield said
        transaction.set_rollback(True)


def forget_emptied_tables() -> None:
    """What tests took back leaves tables that PostgreSQL holds to be empty, and joins a year's rows in them one by one.

    A table swept clean is one whose size it does not know.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")


def kept(model: type[models.Model], field: str = "state") -> set[str]:
    return set(model._default_manager.order_by().values_list(field, flat=True).distinct()) - {""}


def test_every_month_is_told(county: list[str]) -> None:
    assert len([line for line in county if line.endswith("月……")]) == 12


def test_office_has_the_size_it_is_said_to_have() -> None:
    assert Studio.objects.standing().count() == 28
    assert 2200 <= VisitLog.objects.count() <= 2900


@pytest.mark.parametrize(
    ("model", "known"),
    [
        (VisitLog, states.STATES),
        (DutyShift, shifts.SHIFTS),
        (ShiftTurn, shifts.TURNS),
        (Swap, shifts.SWAPS),
        (Matter, matters.MATTERS),
        (MatterReport, matters.REPORTS),
        (Referral, referral_states.STATES),
    ],
)
def test_every_state_occurs(model: type[models.Model], known: dict[str, str]) -> None:
    assert set(known) - kept(model) == set()


@pytest.mark.parametrize(
    ("model", "field", "known"),
    [
        (VisitEvent, "action", states.ACTIONS),
        (VisitLog, "way", VisitLog.Way.values),
        (Matter, "outcome", Matter.Outcome.values),
        (Matter, "result", Matter.Result.values),
        (MatterFeedback, "content", MatterFeedback.Content.values),
        (MatterEvent, "action", matters.MATTER_ACTIONS),
        (ReferralEvent, "action", referral_states.ACTIONS),
    ],
)
def test_every_act_and_choice_occurs(model: type[models.Model], field: str, known: dict[str, str]) -> None:
    assert set(known) - kept(model, field) == set()


@pytest.mark.parametrize(
    ("model", "event", "column", "first"),
    [
        (VisitLog, VisitEvent, "visit_id", states.DRAFT),
        (Matter, MatterEvent, "matter_id", matters.WRITTEN),
        (Referral, ReferralEvent, "referral_id", None),
        (DutyShift, ShiftEvent, "shift_id", None),
    ],
)
def test_a_story_leads_to_each_state(
    model: type[models.Model], event: type[models.Model], column: str, first: str | None
) -> None:
    """The last event of each that names a state says the one it is in; what has no events has never moved."""
    own = set(dict(model._meta.get_field("state").flatchoices))
    last = {}
    for pk, state in event._default_manager.order_by("at", "pk").values_list(column, "to_state"):
        if state in own:
            last[pk] = state
    found = dict(model._default_manager.values_list("pk", "state"))
    assert {pk: state for pk, state in found.items() if last.get(pk, first) != state} == {}
