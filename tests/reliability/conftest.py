"""Real processes against a real PostgreSQL and a real Redis: ``make reliability``.

They run wherever REDIS_URL is set, and fail there if they cannot; elsewhere they say why they do not apply.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.reliability.processes import Processes

WHY_NOT = "要 PostgreSQL 和 Redis,用 make reliability 运行(DATABASE_URL 与 REDIS_URL 都要设)"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Other processes see only what is committed."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.reliability)
            item.add_marker(pytest.mark.django_db(transaction=True))
            if not os.environ.get("REDIS_URL"):
                item.add_marker(pytest.mark.skip(reason=WHY_NOT))


@pytest.fixture
def processes(transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., Processes]]:
    """Processes over the test's database; whatever still runs at the end is killed."""
    if connection.vendor != "postgresql":
        pytest.fail("设了 REDIS_URL 就要在 PostgreSQL 上跑:请同时设 DATABASE_URL=postgres://…")
    made: list[Processes] = []

    def make(**options: str) -> Processes:
        made.append(Processes(tmp_path, **options))
        return made[-1]

    yield make
    for one in made:
        one.end()


@pytest.fixture
def redis(worker_id: str) -> str:
    """The given Redis, in a database of its own for each process of the suite."""
    base, _, _ = os.environ["REDIS_URL"].partition("?")
    server = "/".join(base.split("/")[:3])
    return f"{server}/{1 + int(worker_id.removeprefix('gw') or 0) if worker_id != 'master' else 0}"
