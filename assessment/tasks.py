"""Jobs of assessment."""

import datetime as dt

from django.utils import timezone

from assessment.resources import write_month_sheet
from assessment.services import make_asked_sheets
from assessment.states import READY


def make_sheets(*, now: dt.datetime) -> str:
    """Make the monthly sheets that were asked for."""
    made = make_asked_sheets(write=write_month_sheet, clock=timezone.now)
    return ";".join(f"{sheet}{'已生成' if sheet.state == READY else '没有生成'}" for sheet in made)
