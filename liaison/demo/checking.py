"""How the demo county's log is checked: week by week, a few returned, the last days still waiting."""

import datetime as dt
import random

from django.utils import timezone

from accounts.models import User
from common.dates import next_month
from liaison.demo.moments import moment
from studios.models import VisitLog
from studios.services import check, send_back

WHY = ["请补充走访的地点和对象", "请写明群众反映的具体问题", "人次好像不对,请核对"]
WAITING = 5  # days that nobody has got round to yet


def check_month(month: dt.date, *, chance: random.Random, by: User, now: dt.datetime) -> None:
    """The office checks a month's visits at its end, and of the present month all but the last days'."""
    today = timezone.localdate(now)
    last = min(next_month(month) - dt.timedelta(days=1), today - dt.timedelta(days=WAITING))
    at = moment(min(next_month(month), today), 0)
    waiting = list(VisitLog.objects.to_check().in_month(month).filter(occurred_on__lte=last).order_by("pk"))
    back = [one for one in waiting if chance.random() < 0.03] if next_month(month) > today else []
    check(
        visits=[one for one in waiting if one not in back],
        seen={one.pk: one.revision for one in waiting},
        by=by,
        now=at,
    )
    for one in back:
        send_back(visit=one, revision=one.revision, why=chance.choice(WHY), by=by, now=at)
