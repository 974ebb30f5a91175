"""The periodic jobs of studios; each returns in a few words what it did, nothing when there was nothing to do."""

import datetime as dt

from studios.services.matters import open_missing_clocks


def open_matter_clocks(*, now: dt.datetime) -> str:
    """Matters that came with a ledger, or that a unit gave back, get the deadline they lack."""
    count = open_missing_clocks(now=now)
    return f"给{count}件诉求开始计时" if count else ""
