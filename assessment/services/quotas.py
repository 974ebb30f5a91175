"""The office's own quotas: changed from a day on, switched on and off, added; nothing that stood is rewritten."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from assessment.models import Quota, QuotaReminder
from assessment.progress import TIES, in_words
from common.seen import changes_of, refuse_stale


class QuotaRefused(Exception):
    """The quota may not be changed so; the message is Chinese and says how to mend it."""


@dataclass(frozen=True)
class QuotaValues:
    """What of a quota may be changed. ``period`` is left as it is for ties, which stand."""

    name: str
    amount: int
    period: str
    tie_kind: str
    who: str
    in_use: bool
    source: str


@transaction.atomic
def add_quota(
    *,
    scheme: str,
    measure: str,
    values: QuotaValues,
    effective_from: dt.date,
    by: User,
    now: dt.datetime,
    address: str = "",
) -> Quota:
    """A quota of the office's own, behind the others. The same one twice is one. Raises QuotaRefused."""
    list(Quota.objects.select_for_update().values_list("pk"))
    _not_before_today(effective_from, now)
    made = _row(
        f"own-{uuid4().hex[:8]}", scheme, measure, values, effective_from,
        position=(Quota.objects.aggregate(last=Max("position"))["last"] or 0) + 1, by=by, now=now,
    )  # fmt: skip
    twins = Quota.objects.newest().filter(scheme=scheme, measure=measure, effective_from=effective_from)
    for one in twins.select_related("made_by"):
        if _values_of(one) != _values_of(made):
            continue
        if one.made_by == by:
            return one
        raise QuotaRefused(f"已经有一样的一项{_by(one)},不用再新增。")
    _save(made)
    _audit(made, [f"新增:{_told(made)}"], by=by, now=now, address=address)
    return made


@transaction.atomic
def change_quota(
    *, seen: Quota, values: QuotaValues, effective_from: dt.date, by: User, now: dt.datetime, address: str = ""
) -> Quota:
    """Close the row that ``seen`` is, and open the next, from ``effective_from`` on, today or later.

    A change that was still to come and lies later is replaced. The same change twice is one. Locks the rows of the
    code. Raises QuotaRefused when somebody changed it meanwhile.
    """
    list(Quota.objects.select_for_update().filter(code=seen.code).order_by("pk").values_list("pk"))
    # asked anew: who waited for the lock saw no new row in it
    newest = Quota.objects.newest().select_related("made_by").get(code=seen.code)
    made = _row(
        seen.code, seen.scheme, seen.measure, values, effective_from, position=seen.position, by=by, now=now
    )  # fmt: skip
    if newest.pk != seen.pk:
        again = newest.made_by_id == by.pk and newest.effective_from == effective_from
        if again and _values_of(newest) == _values_of(made):
            return newest
        raise QuotaRefused(
            f"刚刚有人改过这一项{_by(newest)},现在是:{_told(newest)}。您填的还在下面,核对后再按一次,就以您填的为准。"
        )
    _not_before_today(effective_from, now)
    if _values_of(newest) == _values_of(made) and newest.effective_from <= effective_from:
        return newest
    replaced = Quota.objects.filter(code=seen.code, effective_from__gte=effective_from)
    replaced.update(effective_until=F("effective_from"))
    Quota.objects.on(effective_from).filter(code=seen.code).update(effective_until=effective_from)
    _save(made)
    _audit(made, [f"{_told(newest)}→{_told(made)}"], by=by, now=now, address=address)
    return made


@transaction.atomic
def change_reminders(
    *, days: Mapping[str, int], by: User, now: dt.datetime, seen: str = "", address: str = ""
) -> list[str]:
    """How many days before the end of each period people are told; returns what changed, in words. Locks the rows.

    ``seen`` is the mark of what the form showed. Raises Stale.
    """
    rows = list(QuotaReminder.objects.select_for_update().order_by("pk"))
    before = [str(row) for row in rows]
    for row in rows:
        row.days = days[row.period]
    after = [str(row) for row in rows]
    refuse_stale(seen, before, after)
    QuotaReminder.objects.bulk_update(rows, ["days"])
    changes = changes_of(before, after)
    if changes:
        audit(
            AuditEvent.Action.CHANGED,
            by=by,
            now=now,
            subject="定额提前几天提醒",
            detail={"changes": changes},
            via="页面",
            address=address,
        )
    return changes


@transaction.atomic
def record_progress_export(*, count: int, by: User, now: dt.datetime, address: str = "") -> None:
    """Write down that the progress of ``count`` people leaves the system."""
    audit(
        AuditEvent.Action.EXPORTED,
        by=by,
        now=now,
        subject="联系定额进度表",
        detail={"count": count},
        via="页面",
        address=address,
    )


def _row(
    code: str,
    scheme: str,
    measure: str,
    values: QuotaValues,
    effective_from: dt.date,
    *,
    position: int,
    by: User,
    now: dt.datetime,
) -> Quota:
    given = {**vars(values)}
    if measure in TIES:
        given["period"] = Quota.Period.STANDING
    else:
        given["tie_kind"] = ""
    return Quota(
        code=code, scheme=scheme, measure=measure, effective_from=effective_from, position=position,
        made_at=now, made_by=by, **given,
    )  # fmt: skip


def _save(made: Quota) -> None:
    """Raises QuotaRefused for what the database would refuse."""
    if made.measure not in TIES and made.period == Quota.Period.STANDING:
        raise QuotaRefused("走访、接待要按月、按季度或按年计,请选多久一次。")
    if made.measure not in TIES and made.who == Quota.Who.STAFF:
        raise QuotaRefused("机关干部只按联系的群众、村和委员计,请改选对谁。")
    made.save(force_insert=True)


def _not_before_today(effective_from: dt.date, now: dt.datetime) -> None:
    if effective_from < timezone.localdate(now):
        raise QuotaRefused("新的数从今天或以后起用,请改日期。")


def _values_of(quota: Quota) -> tuple[object, ...]:
    return (
        quota.name, quota.amount, quota.period, quota.tie_kind, quota.who, quota.in_use, quota.source,
    )  # fmt: skip


def _by(quota: Quota) -> str:
    return f"({quota.made_by.name})" if quota.made_by else ""


def _told(quota: Quota) -> str:
    return f"{quota.get_who_display()}{in_words(quota)}{'' if quota.in_use else '(不用)'}"


def _audit(made: Quota, changes: list[str], *, by: User, now: dt.datetime, address: str) -> None:
    audit(
        AuditEvent.Action.CHANGED,
        by=by,
        now=now,
        subject=f"定额 {made.scheme} {made.name}",
        detail={"changes": changes, "effective_from": str(made.effective_from)},
        via="页面",
        address=address,
    )
