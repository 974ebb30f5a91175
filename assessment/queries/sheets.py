"""Reads of the monthly workbooks."""

import datetime as dt

from accounts.models import User
from assessment.models import MonthlySheet

SHOWN = 10


def last_sheets(user: User, month: dt.date, *, but: MonthlySheet) -> list[MonthlySheet]:
    """The other workbooks of the month, newest first, with who asked for them. One query."""
    others = MonthlySheet.objects.visible_to(user).of_month(month).exclude(pk=but.pk)
    return list(others.select_related("asked_by")[:SHOWN])
