"""Who is behind hears of it in time, kindly, once for each quota and period."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from assessment.models import QuotaTold
from assessment.progress import Progress, bounds
from assessment.queries import ProgressRow, everybody, reminder_days
from members.models import Member
from notices.services import NewNotice, notify_all

BATCH = 200  # people in a transaction
KEY = 120  # characters that the key of a notice may have
Coming = Callable[[Member], str]


@dataclass(frozen=True)
class Due:
    """Somebody with an account, and what they are behind with."""

    user: User
    row: ProgressRow
    items: list[Progress]


def remind_behind(*, now: dt.datetime, coming: Coming | None = None) -> int:
    """Tell everybody with an account who is behind when the end of the period is near; returns how many were told.

    One notice for a person, whatever the number of quotas; each quota once in its period. ``coming`` gives a sentence
    on what comes next for a member ("3月27日(周五)上午有您的值班"), or "". Batches of 200, each in a transaction.
    """
    today, days = timezone.localdate(now), reminder_days()
    year = today.replace(month=1, day=1)
    known = set(QuotaTold.objects.filter(began_on__gte=year).values_list("user", "code", "began_on"))
    due = []
    for row in everybody(today):
        if row.user and row.user.is_active:
            near = [one for one in _near(row, days, today) if (row.user.pk, *_period(one, today)) not in known]
            if near:
                due.append(Due(row.user, row, near))
    for start in range(0, len(due), BATCH):
        _tell(due[start : start + BATCH], today, now, coming)
    return len(due)


def _near(row: ProgressRow, days: dict[str, int], today: dt.date) -> list[Progress]:
    """What is behind and ends soon. Who took their seat only within these last days is left in peace."""
    found = []
    began = row.seat.started_on if row.seat else None
    for one in row.behind:
        early = days.get(one.quota.period, 0)
        first_day = bounds(one.quota.period, today)[1] - dt.timedelta(days=early)
        if early and today >= first_day and (began is None or began < first_day):
            found.append(one)
    return found


def _period(one: Progress, today: dt.date) -> tuple[str, dt.date]:
    return one.quota.code, bounds(one.quota.period, today)[0]


@transaction.atomic
def _tell(due: list[Due], today: dt.date, now: dt.datetime, coming: Coming | None) -> None:
    """The unique key of what was told keeps a second run that came at the same moment from telling again."""
    told = []
    for one in due:
        for item in one.items:
            code, began_on = _period(item, today)
            told.append(QuotaTold(user=one.user, code=code, began_on=began_on, at=now))
    QuotaTold.objects.bulk_create(told)
    notify_all(notices=[_notice(one, today, coming) for one in due], now=now)


def _notice(due: Due, today: dt.date, coming: Coming | None) -> NewNotice:
    row, items, first = due.row, due.items, due.items[0]
    lines = [f"{row.name}{'委员' if row.seat else ''},您好。{'这项' if len(items) == 1 else '这几项'}还差一点:"]
    lines += [f"{one.missing},{one.so_far}。" for one in items]
    if next_up := coming(row.seat.member) if coming and row.seat else "":
        lines.append(f"{next_up}。")
    lines.append(
        "走访、接待过还没有写下来的,请“记一笔”;常联系还没有登记的,登记下来就算上了。"
        if row.seat
        else "常联系还没有登记的,在“我的联系”里登记下来就算上了。"
    )
    more = f"等{len(items)}项" if len(items) > 1 else ""
    return NewNotice(
        to=due.user,
        key=f"quota:{today}:{'+'.join(one.quota.code for one in items)}"[:KEY],
        subject=f"{first.quota.name}还差{first.left}{first.unit}{more},请抽空补上",
        body="\n".join(lines),
        link=f"/go/assessment.quota/{first.quota.pk}/",
    )
