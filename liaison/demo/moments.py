"""Past moments by which the demo county is made."""

import datetime as dt

from django.utils import timezone


def moment(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), tzinfo=timezone.get_default_timezone())
