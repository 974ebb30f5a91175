"""What the clock does with notices."""

import datetime as dt
from collections import Counter

from notices.services import send_due, send_due_digests
from notices.states import ACTIONS


def send_notices(*, now: dt.datetime) -> str:
    return _told(send_due(now=now))


def send_digests(*, now: dt.datetime) -> str:
    return _told(send_due_digests(now=now))


def _told(done: Counter[str]) -> str:
    return "、".join(f"{ACTIONS[action]}{count}条" for action, count in done.items() if count)
