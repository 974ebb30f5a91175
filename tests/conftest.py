from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import Cast, assemble


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
