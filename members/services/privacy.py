"""What the law on personal information asks for: looked at one by one, forgotten on request and when the time is over.

No audit row names a constituent; they are told by number.
"""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from common.names import stroke_key
from members.models import Constituent, Representative, Tie
from members.models.constituents import NAMELESS
from members.services.constituents import save


def reveal_constituent_phone(*, constituent: Constituent, by: User, now: dt.datetime, address: str = "") -> str:
    """The full number, and an audit row that it was looked at."""
    audit(
        AuditEvent.Action.REVEALED,
        by=by,
        now=now,
        subject=f"群众联系方式 编号 {constituent.pk}",
        via="页面",
        address=address,
    )
    return str(constituent.phone)


def find_by_phone(*, number: str, by: User, now: dt.datetime, address: str = "") -> Constituent | None:
    """Whose number this is, or None; either way an audit row that somebody asked, without the number."""
    found = Constituent.objects.visible_to(by).with_phone(number).first()
    audit(
        AuditEvent.Action.REVEALED,
        by=by,
        now=now,
        subject=f"按号码查找群众 编号 {found.pk}" if found else "按号码查找群众 没有登记",
        via="页面",
        address=address,
    )
    return found


def record_people_export(*, count: int, reason: str, by: User, now: dt.datetime, address: str = "") -> None:
    """Write down that a list of ``count`` constituents leaves the system, and what for."""
    audit(
        AuditEvent.Action.EXPORTED,
        by=by,
        now=now,
        subject="联系群众名单(号码打码)",
        reason=reason,
        detail={"count": count},
        via="页面",
        address=address,
    )


@transaction.atomic
def withdraw_consent(*, constituent: Constituent, by: User, now: dt.datetime, address: str = "") -> None:
    """Forget a constituent who takes the consent back, at once and for good; twice is once."""
    held = Constituent.objects.select_for_update().get(pk=constituent.pk)
    if held.anonymised_at:
        return
    _forget(held, by=by, now=now, why="撤回同意")
    audit(
        AuditEvent.Action.CHANGED,
        by=by,
        now=now,
        subject=f"群众撤回同意,已匿名 编号 {held.pk}",
        via="页面",
        address=address,
    )


def anonymise_due(*, now: dt.datetime) -> int:
    """Forget everybody whose last day is over, each in a transaction of their own; returns how many.

    Somebody who was contacted meanwhile stays.
    """
    yesterday = timezone.localdate(now) - dt.timedelta(days=1)
    due = list(Constituent.objects.due_by(yesterday).values_list("pk", flat=True))
    return sum(_forgotten(pk, yesterday, now) for pk in due)


@transaction.atomic
def _forgotten(pk: int, last_day: dt.date, now: dt.datetime) -> bool:
    held = Constituent.objects.select_for_update().due_by(last_day).filter(pk=pk).first()
    if held:
        _forget(held, by=None, now=now, why="保留期满")
    return held is not None


def _forget(held: Constituent, *, by: User | None, now: dt.datetime, why: str) -> None:
    """Name and number go from the row and from every row of its history; its ties end and stay, and so do counts.

    Out of the pool of representatives too, with whatever was written there about the person.
    """
    held.name, held.phone, held.stroke_key = NAMELESS, "", stroke_key(NAMELESS)
    held.anonymised_at = now
    save(held, by=by, now=now, why=why)
    Constituent.history.filter(id=held.pk).update(name=NAMELESS, phone="")
    today = timezone.localdate(now)
    Tie.objects.open().filter(constituent=held).update(until=today)
    Representative.objects.filter(constituent=held).update(skills="", note="")
    Representative.objects.open().filter(constituent=held).update(until=today, end_reason=why)
