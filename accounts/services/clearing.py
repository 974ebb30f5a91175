"""What nobody needs any more once it is over."""

import datetime as dt

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import transaction

LONGEST_LOCK = dt.timedelta(days=1)  # the most that an office may set


@transaction.atomic
def forget_sign_ins_that_are_over(*, now: dt.datetime) -> tuple[int, int]:
    """Delete sessions that have expired and failures that lock nobody any more; returns how many of each."""
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    failures, _ = AccessAttempt.objects.filter(attempt_time__lt=now - LONGEST_LOCK).delete()
    return sessions, failures
