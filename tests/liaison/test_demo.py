"""The demo office is whole: every state that an office can reach occurs in it, and a story leads to each."""

from collections.abc import Iterator

import pytest
from django.db import models, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from liaison.demo import make_county, send_messages
from studios import states
from studios.models import Studio, VisitEvent, VisitLog

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module", autouse=True)
def county(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory) -> Iterator[list[str]]:
    """The office, made once for this module and taken back; the lines that were said meanwhile."""
    said: list[str] = []
    made = transaction.atomic(durable=True)
    made._from_testcase = True  # what a worker sends in transactions of its own may be sent within this one
    with django_db_blocker.unblock(), made:
        now = timezone.now()
        make_county(now=now, tell=said.append)
        send_messages(now=now)
        yield said
        transaction.set_rollback(True)


def kept(model: type[models.Model], field: str = "state") -> set[str]:
    return set(model._default_manager.order_by().values_list(field, flat=True).distinct())


def test_every_month_is_told(county: list[str]) -> None:
    assert len([line for line in county if line.endswith("月……")]) == 12


def test_office_has_the_size_it_is_said_to_have() -> None:
    assert Studio.objects.standing().count() == 28
    assert 2000 <= VisitLog.objects.count() <= 2900


@pytest.mark.parametrize(
    ("model", "known"),
    [(VisitLog, states.STATES)],
)
def test_every_state_occurs(model: type[models.Model], known: dict[str, str]) -> None:
    assert kept(model) == set(known)


def test_every_step_of_a_visit_occurs() -> None:
    assert kept(VisitEvent, "action") >= set(states.ACTIONS)


def test_a_story_leads_to_each_state() -> None:
    """The last event of a visit that changed its state says the state it is in; a draft has none."""
    last = {one.visit_id: one.to_state for one in VisitEvent.objects.order_by("at", "pk")}
    found = dict(VisitLog.objects.values_list("pk", "state"))
    assert {pk: state for pk, state in found.items() if last.get(pk, states.DRAFT) != state} == {}
