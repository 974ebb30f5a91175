import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, override_settings
from hypothesis import settings
from pytest_django import DjangoDbBlocker

from accounts.models import User
from tests.cast import Cast
from tests.stage import set_stage

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("liaison", deadline=None)
settings.load_profile("liaison")


@pytest.fixture(scope="session", autouse=True)
def files_of_the_suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that a test stores goes where an office keeps its files."""
    with override_settings(FILES_DIR=tmp_path_factory.mktemp("files")):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Sessions of processes that tests killed are ended before the database is dropped.

    PostgreSQL may not have noticed yet that their other end is gone, and drops nothing that somebody uses.
    """
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            end_other_sessions()


def end_other_sessions() -> None:
    """Returns when this is the only session of its database, or after ten seconds."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute(f"SELECT count(pg_terminate_backend(pid)) {others}")
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.1)


@pytest.fixture
def files_dir(settings, tmp_path: Path) -> Path:
    """A folder of stored files for one test alone."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def cast(db: None) -> Cast:
    return set_stage()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A client of its own for each user."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make
