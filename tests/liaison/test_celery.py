"""What beat sends and what a worker does with it; the broker itself is tried in tests/reliability."""

import os
import subprocess
import sys
from importlib import import_module
from types import ModuleType

import pytest

from liaison.models import JobState
from tests.liaison import made
from tests.repository import ROOT


@pytest.fixture
def engine(settings, made_jobs: None) -> ModuleType:
    """``liaison.celery`` as it is where REDIS_URL is set; it reads its settings once."""
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    return import_module("liaison.celery")


def test_beat_asks_for_every_job_often_and_lets_no_message_pile_up(engine: ModuleType):
    sent = engine.beat_schedule()
    assert [entry["args"] for entry in sent.values()] == [["made"], ["nightly"]]
    for entry in sent.values():
        assert entry["task"] in engine.app.tasks
        assert entry["schedule"] == entry["options"]["expires"] == 60


def test_message_is_acknowledged_after_the_work_and_its_result_is_kept_nowhere(engine: ModuleType):
    assert engine.run_job.acks_late
    assert engine.run_job.ignore_result
    assert engine.app.conf.broker_connection_max_retries is None


def test_task_looks_at_the_job_that_it_names(engine: ModuleType, db: None):
    engine.run_job("made")
    engine.run_job("gone")
    assert len(made.ran_at) == 1
    assert JobState.objects.get().engine.startswith("celery@")


def test_celery_without_redis_says_what_to_do_instead():
    environment = {**os.environ, "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "liaison.settings"}
    done = subprocess.run(
        [sys.executable, "-c", "import liaison.celery"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert "REDIS_URL" in done.stderr
    assert "manage.py work" in done.stderr


def test_web_server_knows_no_celery():
    code = "import sys, liaison.wsgi; sys.exit(bool({'celery', 'redis'} & set(sys.modules)))"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment).returncode == 0
