"""群众代表库: who comes in, is put right, goes out. No audit row and no label names them."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from members.models import Constituent, Representative, Village


class RepresentativeRefused(Exception):
    """Not so; the message is Chinese and says how to mend it."""


@dataclass(frozen=True)
class RepresentativeEntry:
    """By whom recommended, a village or an organisation in words, and what for."""

    village: Village | None
    recommended_by: str
    recommended_on: dt.date | None
    skills: str
    note: str


def add_representative(
    *, constituent: Constituent, entry: RepresentativeEntry, since: dt.date, by: User, now: dt.datetime
) -> Representative:
    """Into the pool from ``since``, today or earlier. Raises RepresentativeRefused; locks the constituent."""
    try:
        with transaction.atomic():
            held = Constituent.objects.select_for_update().get(pk=constituent.pk)
            if held.anonymised_at:
                raise RepresentativeRefused("这位群众的资料已经匿名,不能再入库。")
            _check(entry, since, now)
            return Representative.objects.create(
                constituent=held, since=since, made_by=by, made_at=now, **vars(entry)
            )  # fmt: skip
    except IntegrityError:
        raise RepresentativeRefused("这位群众已经在群众代表库里,不用再登记。")


@transaction.atomic
def correct_representative(
    *,
    representative: Representative,
    entry: RepresentativeEntry,
    since: dt.date,
    revision: int,
    by: User,
    now: dt.datetime,
    address: str = "",
) -> list[str]:
    """Put right what the form that was opened at ``revision`` says; returns the labels of what changed.

    The trail has the labels, not the texts. Raises RepresentativeRefused for a form that is not of today any more.
    """
    _check(entry, since, now)
    held = Representative.objects.select_for_update().get(pk=representative.pk)
    fields = {**vars(entry), "since": since}
    changed = [field for field, value in fields.items() if getattr(held, field) != value]
    if not changed:
        return []
    if held.until:
        raise RepresentativeRefused(_gone(held))
    if held.revision != revision:
        raise RepresentativeRefused("刚刚有人改过这一条。您填的还在下面,核对后再按一次,就以您填的为准。")
    Representative.objects.filter(pk=held.pk).update(revision=revision + 1, **fields)
    labels = [str(Representative._meta.get_field(field).verbose_name) for field in changed]  # type: ignore[union-attr]
    audit(
        AuditEvent.Action.CHANGED,
        by=by,
        now=now,
        subject=f"{representative}更正",
        detail={"fields": labels},
        via="页面",
        address=address,
    )
    return labels


@transaction.atomic
def end_representative(
    *, representative: Representative, why: str, by: User, now: dt.datetime, address: str = ""
) -> Representative:
    """Out of the pool today, with a reason; sent twice, once. Raises RepresentativeRefused when it was out before."""
    ended = Representative.objects.open().filter(pk=representative.pk)
    if ended.update(until=timezone.localdate(now), end_reason=why):
        audit(
            AuditEvent.Action.CHANGED,
            by=by,
            now=now,
            subject=f"{representative}出库",
            via="页面",
            address=address,
        )
    representative.refresh_from_db()
    if representative.end_reason != why:
        raise RepresentativeRefused(_gone(representative))
    return representative


def _gone(held: Representative) -> str:
    return f"已于{held.until:%Y-%m-%d}出库:{held.end_reason}。没有再改。"


def record_representatives_export(*, count: int, reason: str, by: User, now: dt.datetime, address: str = "") -> None:
    """Write down that a list of ``count`` representatives leaves the system, and what for."""
    audit(
        AuditEvent.Action.EXPORTED,
        by=by,
        now=now,
        subject="群众代表名单(号码打码)",
        reason=reason,
        detail={"count": count},
        via="页面",
        address=address,
    )


def _check(entry: RepresentativeEntry, since: dt.date, now: dt.datetime) -> None:
    today = timezone.localdate(now)
    if not entry.village and not entry.recommended_by:
        raise RepresentativeRefused("请选推荐的村(社区),或填写推荐的党组织。")
    if since > today or (entry.recommended_on and entry.recommended_on > today):
        raise RepresentativeRefused("日期还没有到,请改成今天或以前的日子。")
