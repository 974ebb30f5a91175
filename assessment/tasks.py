"""Jobs of assessment."""

import datetime as dt

from django.utils import timezone

from assessment.resources import write_month_sheet
from assessment.services import make_asked_sheets, remind_behind
from assessment.states import READY


def make_sheets(*, now: dt.datetime) -> str:
    """Make the monthly sheets that were asked for."""
    made = make_asked_sheets(write=write_month_sheet, clock=timezone.now)
    return ";".join(f"{sheet}{'已生成' if sheet.state == READY else '没有生成'}" for sheet in made)


def remind_quotas(*, now: dt.datetime) -> str:
    """Tell who is behind with what is asked of them, before the end of the period."""
    count = remind_behind(now=now)
    return f"联系定额还差的,已提醒{count}人" if count else ""
