from collections.abc import Callable

import pytest
from django.test import Client
from hypothesis import settings

from accounts.models import User
from tests.cast import Cast, assemble

# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("liaison", deadline=None)
settings.load_profile("liaison")


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
