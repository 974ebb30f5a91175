"""At what hours people may be disturbed, and when the daily digest goes out. Hours of the day only, no calendar."""

import datetime as dt

from django.conf import settings
from django.utils import timezone


def in_hours(moment: dt.datetime) -> bool:
    """Whether messages may go out then."""
    opens, closes = settings.NOTICE_HOURS
    return bool(opens <= timezone.localtime(moment).hour < closes)


def opening(moment: dt.datetime) -> dt.datetime:
    """The moment itself within the hours, else when they next begin."""
    if in_hours(moment):
        return moment
    return _next(moment, settings.NOTICE_HOURS[0])


def next_digest(moment: dt.datetime) -> dt.datetime:
    """When the next daily digest goes out."""
    return _next(moment, settings.NOTICE_DIGEST_HOUR)


def _next(moment: dt.datetime, hour: int) -> dt.datetime:
    """The first full ``hour`` o'clock after ``moment``, local time."""
    local = timezone.localtime(moment)
    then = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    return then if then > local else then + dt.timedelta(days=1)
