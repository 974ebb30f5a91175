"""Letting the people of a studio in again."""

import datetime as dt

from accounts.models import User
from accounts.services import IssuedKey, KeyRefused, issue_key
from studios import rules
from studios.models import Residency
from studios.queries import parts_of


def let_in(*, residency: Residency, by: User, now: dt.datetime, address: str = "") -> IssuedKey:
    """A new key for somebody of a studio, from who runs it. Raises KeyRefused.

    ``residency`` comes with its user and its member's. Accounts are opened by the office only.
    """
    user = residency.user or (residency.member.user if residency.member else None)
    if user is None:
        raise KeyRefused(f"{residency.member}还没有账号,请联系政协办公室开通。")
    _, runs = parts_of(by)
    theirs, they_run = parts_of(user)
    vouched = rules.looks_after(runs, theirs, they_run)
    return issue_key(user=user, by=by, now=now, vouched=vouched, address=address)
