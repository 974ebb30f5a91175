from collections.abc import Iterator

import pytest

from liaison.schedule import JOBS
from tests.liaison import made


@pytest.fixture
def made_jobs() -> Iterator[None]:
    """The schedule holds two made-up jobs and nothing else."""
    real = list(JOBS)
    JOBS[:] = [made.MINUTELY, made.NIGHTLY]
    made.ran_at.clear()
    made.told.clear()
    yield
    JOBS[:] = real
