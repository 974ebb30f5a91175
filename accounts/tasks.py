"""The periodic jobs of accounts; each returns in a few words what it did, nothing when there was nothing to do."""

import datetime as dt

from accounts.services import sweep_stored_files


def sweep_files(*, now: dt.datetime) -> str:
    """Clean the folder of stored files."""
    return sweep_stored_files(now=now).told()
