"""Who keeps contact with whom: begun and ended, never rewritten; the trail says by whom and names no constituent."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from members.models import Constituent, Member, Tie, Village

Source = Member | User
Target = Constituent | Village | Member


class TieRefused(Exception):
    """No such tie can be; the message is Chinese."""


@transaction.atomic
def tie(
    *,
    source: Source,
    target: Target,
    kind: str,
    by: User | None,
    now: dt.datetime,
    since: dt.date | None = None,
    address: str = "",
) -> Tie:
    """Begin to keep contact, today or on the day ``since``; stands in the trail. Raises TieRefused."""
    begun = begin(source=source, target=target, kind=kind, now=now, since=since)
    _audit(begun, f"登记{begun.get_kind_display()}", by=by, now=now, address=address)
    return begun


def begin(*, source: Source, target: Target, kind: str, now: dt.datetime, since: dt.date | None = None) -> Tie:
    """The tie itself, in the caller's transaction: a new constituent's own row says who wrote them down."""
    today = timezone.localdate(now)
    begun = Tie(kind=kind, since=since or today, **_ends(source, target))
    if begun.since > today:
        raise TieRefused("日期还没有到,请改成开始联系的日期。")
    if source == target:
        raise TieRefused("联系的不能是本人。")
    if isinstance(target, Constituent):
        held = Constituent.objects.select_for_update().get(pk=target.pk)
        if held.anonymised_at:
            raise TieRefused("这位群众的资料已经匿名,不能再登记联系。")
    try:
        with transaction.atomic():
            begun.save(force_insert=True)
    except IntegrityError:
        raise TieRefused(f"{source}已经在联系{target},不用再登记。要换一类联系,请先结束原来的。")
    return begun


@transaction.atomic
def untie(*, tie: Tie, by: User | None, now: dt.datetime, address: str = "") -> Tie:
    """End a tie today; ended before, it stays as it was. Stands in the trail."""
    if Tie.objects.open().filter(pk=tie.pk).update(until=timezone.localdate(now)):
        _audit(tie, f"结束{tie.get_kind_display()}", by=by, now=now, address=address)
    tie.refresh_from_db()
    return tie


def _audit(tie: Tie, what: str, *, by: User | None, now: dt.datetime, address: str) -> None:
    whom = f"群众 编号 {tie.constituent_id}" if tie.constituent_id else str(tie.village or tie.other)
    audit(
        AuditEvent.Action.CHANGED, by=by, now=now, subject=f"{what}:{tie.member or tie.user}联系{whom}", via="页面",
        address=address,
    )  # fmt: skip


def _ends(source: Source, target: Target) -> dict[str, Source | Target]:
    start = "member" if isinstance(source, Member) else "user"
    end = "constituent" if isinstance(target, Constituent) else "village" if isinstance(target, Village) else "other"
    return {start: source, end: target}
