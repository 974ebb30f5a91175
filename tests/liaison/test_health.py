"""The probes: what they say, to whom, and what they leave out."""

import datetime as dt
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from liaison.engine import look
from liaison.models import JobState
from tests.liaison.made import MINUTELY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_jobs")]


@pytest.fixture
def ticking() -> None:
    look(MINUTELY, kind="work", now=timezone.now())


def asked(path: str) -> tuple[int, str]:
    answer = Client().get(path)
    return answer.status_code, answer.content.decode().strip()


@pytest.mark.usefixtures("ticking")
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_sound_site_says_so_to_anybody_and_is_never_stored(path: str):
    assert asked(path) == (200, "正常")
    assert "no-store" in Client().get(path)["Cache-Control"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_database_that_is_away_is_told_without_saying_where(path: str):
    with patch.object(connection, "cursor", side_effect=OperationalError("host 10.1.2.3 refused")):
        assert asked(path) == (503, "数据库没有应答")


@pytest.mark.usefixtures("ticking")
def test_migration_that_is_not_applied_is_told():
    MigrationRecorder(connection).record_unapplied("liaison", "0001_job_run")
    assert asked("/readyz") == (503, "数据库升级没有做完")
    assert asked("/healthz")[0] == 200


def test_engine_that_never_started_is_told():
    assert asked("/readyz") == (503, "后台任务没有运行")


@pytest.mark.usefixtures("ticking")
def test_engine_that_stopped_is_told():
    JobState.objects.update(looked_at=timezone.now() - dt.timedelta(hours=1))
    assert asked("/readyz") == (503, "后台任务没有运行")
    assert asked("/healthz")[0] == 200


@pytest.mark.usefixtures("ticking")
def test_probes_are_cheap_and_know_nobody(django_assert_num_queries):
    client = Client()
    client.get("/readyz")
    with django_assert_num_queries(4):
        client.get("/readyz")
    with django_assert_num_queries(1):
        client.get("/healthz")
    assert not client.cookies


@pytest.mark.parametrize(("path", "status"), [("/healthz", 200), ("/office/jobs/", 301)])
def test_probe_over_plain_http_is_answered_where_pages_are_sent_to_https(settings, path: str, status: int):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get(path).status_code == status
