"""The periodic jobs of members; each returns in a few words what it did, nothing when there was nothing to do."""

import datetime as dt

from members.services import anonymise_due


def anonymise_constituents(*, now: dt.datetime) -> str:
    """Forget the constituents whose time is over."""
    count = anonymise_due(now=now)
    return f"保留期满的群众资料,已匿名{count}份" if count else ""
