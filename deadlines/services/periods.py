import datetime as dt

from django.db import IntegrityError, transaction

from accounts.models import User
from common.dates import month_start
from deadlines.models import Period


class AlreadyClosed(Exception):
    """The month was closed before; the message is Chinese."""


def close_period(*, month: dt.date, by: User | None, now: dt.datetime) -> Period:
    """Close a month, once. Raises AlreadyClosed when somebody closed it before or meanwhile."""
    try:
        with transaction.atomic():
            return Period.objects.create(month=month_start(month), closed_at=now, closed_by=by)
    except IntegrityError:
        raise AlreadyClosed(f"{month.year}年{month.month}月已经结过账") from None
