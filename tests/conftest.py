from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings
from hypothesis import settings

from accounts.models import User
from tests.cast import Cast, assemble

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("liaison", deadline=None)
settings.load_profile("liaison")


@pytest.fixture(scope="session", autouse=True)
def files_of_the_suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Nothing that a test stores goes where an office keeps its files."""
    with override_settings(FILES_DIR=tmp_path_factory.mktemp("files")):
        yield


@pytest.fixture
def files_dir(settings, tmp_path: Path) -> Path:
    """A folder of stored files for one test alone."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A client of its own for each user."""

    def make(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return make
