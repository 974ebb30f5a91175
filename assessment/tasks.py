"""Jobs of assessment."""

import datetime as dt
from functools import cache

from django.utils import timezone

from assessment.resources import write_month_sheet
from assessment.services import make_asked_sheets, remind_behind
from assessment.services.reminders import Coming
from assessment.states import READY
from common.dates import chinese_date
from members.models import Member
from studios.queries import next_turns


def make_sheets(*, now: dt.datetime) -> str:
    """Make the monthly sheets that were asked for."""
    made = make_asked_sheets(write=write_month_sheet, clock=timezone.now)
    return ";".join(f"{sheet}{'已生成' if sheet.state == READY else '没有生成'}" for sheet in made)


def remind_quotas(*, now: dt.datetime) -> str:
    """Tell who is behind with what is asked of them, before the end of the period; and when their next duty is."""
    count = remind_behind(now=now, coming=_duty_from(timezone.localdate(now)))
    return f"联系定额还差的,已提醒{count}人" if count else ""


def _duty_from(today: dt.date) -> Coming:
    """Each member's next duty in words; looked up when the first is told, for on most days nobody is."""
    turns = cache(lambda: next_turns(today))

    def coming(member: Member) -> str:
        if (turn := turns().get(member.pk)) is None:
            return ""
        return f"{chinese_date(turn.shift.day)}{turn.shift.starts:%-H:%M}有您在{turn.shift.studio}的值班"

    return coming
