"""Matters of an office that had visits before matters had states."""

from importlib import import_module

import pytest
from django.apps import apps

from accounts.models import Counter
from studios.models import Matter, MatterEvent
from studios.services import save_draft, withdraw
from tests.cast import NOW, Cast
from tests.studios.makers import entry, filed, matter
from tests.studios.matters.makers import again, raised

fill = import_module("studios.migrations.0004_fill_matters").fill


def as_before(matter: Matter) -> Matter:
    """As a row stood before the tables changed."""
    matter.events.all().delete()
    blank = {"state": "written", "number": "", "closed_at": None, "responsible": None}
    Matter.objects.filter(pk=matter.pk).update(**blank)
    return matter


@pytest.mark.parametrize(
    ("outcome", "told", "state"),
    [
        ("settled", True, "closed"),
        ("settled", False, "answered"),
        ("referred", True, "closed"),
        ("referred", False, "open"),
        ("noted", False, "closed"),
    ],
)
def test_matter_is_placed_by_outcome_and_whether_the_person_was_told(cast: Cast, outcome: str, told: bool, state: str):
    before = as_before(raised(cast, outcome, told=told))
    Counter.objects.all().delete()
    fill(apps, None)
    now = again(before)
    assert (now.state, now.number, now.closed_at is not None) == (state, "诉求〔2026〕1号", state == "closed")
    event = MatterEvent.objects.get()
    assert (event.action, event.via, event.by) == ("begin", "code", cast.member)
    assert Counter.objects.get(key="matter:2026").value == 1


def test_withdrawn_are_dropped_and_drafts_wait(cast: Cast):
    taken_back = raised(cast)
    withdraw(visit=taken_back.visit, why="记错了", by=cast.member, now=NOW)
    as_before(taken_back)
    draft = save_draft(member=cast.person(cast.member), entry=entry(matters=(matter(),)), by=cast.member, now=NOW)
    fill(apps, None)
    assert again(taken_back).state == "dropped"
    assert draft.matters.get().state == "written"
    fill(apps, None)
    assert MatterEvent.objects.count() == 1


def test_numbers_go_on_after_those_filled(cast: Cast):
    as_before(raised(cast))
    Counter.objects.all().delete()
    fill(apps, None)
    visit = filed(cast, cast.member, matters=(matter("水"),))
    assert visit.matters.get().number == "诉求〔2026〕2号"
