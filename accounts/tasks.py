"""Periodic jobs of accounts."""

import datetime as dt

from accounts.services import forget_sign_ins_that_are_over


def clear_expired(*, now: dt.datetime) -> str:
    """Each night."""
    sessions, failures = forget_sign_ins_that_are_over(now=now)
    return f"清除过期登录 {sessions} 个、旧的输错记录 {failures} 条" if sessions or failures else ""
