import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

APRIL = dt.datetime(2026, 4, 10, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.datetime], None]:
    """Set the clock that views and commands read; 10 April 2026 until told otherwise."""

    def at(moment: dt.datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    at(APRIL)
    return at
