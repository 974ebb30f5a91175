"""The cast that is set on the stage again is the one that the services made."""

import pytest
from django.apps import apps
from django.db import transaction

from members.models import Area
from tests import stage


def whole() -> dict[str, dict[object, tuple[object, ...]]]:
    return {model._meta.label: stage.rows_of(model) for model in apps.get_models(include_auto_created=True)}


@pytest.fixture
def found(db: None) -> stage.Scene:
    """Made just now and taken back, as at the end of a test."""
    before = transaction.savepoint()
    _, scene = stage.first_night()
    transaction.savepoint_rollback(before)
    return scene


def test_same_rows_stand_there_again(db: None) -> None:
    before = transaction.savepoint()
    cast, scene = stage.first_night()
    first = whole()
    transaction.savepoint_rollback(before)
    assert scene.fits()
    again = scene.play()
    assert whole() == first
    assert vars(again) == vars(cast)
    assert again.clerk is not cast.clerk


def test_it_is_made_anew_where_something_stands_in_its_way(found: stage.Scene) -> None:
    Area.objects.create(name="城关镇")
    assert not found.fits()
    assert stage.set_stage().clerk.name == "周敏"


def test_nothing_is_kept_where_somebody_stood_before(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "kept", [])
    Area.objects.create(name="城关镇")
    assert stage.set_stage().clerk.name == "周敏"
    assert stage.kept == []


def test_first_cast_is_kept(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "kept", [])
    stage.set_stage()
    assert len(stage.kept) == 1


def test_next_key_is_free(found: stage.Scene) -> None:
    found.play()
    Area.objects.create(name="河东镇")


def test_two_tests_share_no_object(found: stage.Scene) -> None:
    before = transaction.savepoint()
    found.play().clerk.name = "别人"
    transaction.savepoint_rollback(before)
    assert found.play().clerk.name == "周敏"
