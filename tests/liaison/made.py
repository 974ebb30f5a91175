"""A made-up job, which does what a test tells it to."""

import datetime as dt
from collections.abc import Callable

from liaison.slots import Daily, Every, Job

MINUTELY = Job("made", "试任务", "tests.liaison.made.work", Every(60), dt.timedelta(minutes=10))
NIGHTLY = Job("nightly", "夜间任务", "tests.liaison.made.work", Daily(3), dt.timedelta(hours=1))

ran_at: list[dt.datetime] = []
told: list[Callable[[], str]] = []


def work(*, now: dt.datetime) -> str:
    """Do what ``told`` says first; nothing when it is empty."""
    ran_at.append(now)
    return told.pop(0)() if told else ""


def fail() -> str:
    raise ValueError("号码 13900000001 不对")
