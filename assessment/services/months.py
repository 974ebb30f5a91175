import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from assessment.queries import open_months_before
from common.dates import next_month
from deadlines.models import Period
from deadlines.services import close_period
from members.models import Member, Term


class CannotClose(Exception):
    """The month may not be closed yet; the message is Chinese and says what comes first."""


@transaction.atomic
def close_month(*, month: dt.date, by: User | None, now: dt.datetime, via: str = "页面", address: str = "") -> Period:
    """Close a month for good: its visits can no longer be filed, corrected or withdrawn.

    Months close in order, after they have ended by local time. Raises CannotClose, or AlreadyClosed of deadlines.
    Locks every term and member: an import or a filing under way finishes first, one that comes later finds the month
    closed.
    """
    if next_month(month) > timezone.localtime(now).date():
        raise CannotClose(f"{month.year}年{month.month}月还没有过完,下月1日起才能结账。")
    if earlier := open_months_before(month):
        names = "、".join(f"{one.year}年{one.month}月" for one in earlier)
        raise CannotClose(f"请先给{names}结账:那里有走访记录,要按先后结账。")
    list(Term.objects.select_for_update().order_by("pk").values_list("pk"))
    list(Member.objects.select_for_update().order_by("pk").values_list("pk"))
    period = close_period(month=month, by=by, now=now)
    audit(AuditEvent.Action.CHANGED, by=by, now=now, subject=f"{period} 结账", via=via, address=address)
    return period
