"""What the office no longer keeps of its audit trail. The one place that takes rows of it away."""

import datetime as dt
from itertools import islice

from django.db import transaction
from django.db.models import Max, Min

from accounts.chain.seals import keys, mac_of
from accounts.chain.walking import Head, Walk, beginning, pages
from accounts.models import AuditCheckpoint, AuditEvent, AuditHead, AuditSeal, User
from accounts.queries import the_office
from accounts.services.audit import audit, named
from common.dates import months_before

AT_ONCE = 50_000  # rows a transaction, so that writers on SQLite wait seconds at most


class ChainBroken(Exception):
    """What should go does not verify, and would be evidence lost; the message is Chinese."""


def purge_audit(*, by: User | None, now: dt.datetime, via: str, reason: str = "", address: str = "") -> int:
    """Remove sealed rows older than the office keeps them, from the front of the chain; returns how many.

    Leaves a checkpoint and an audit row for each transaction of at most 50,000. Raises ChainBroken when what should go
    is not whole, unless a ``reason`` is given.
    """
    until, total = months_before(now, the_office().audit_months), 0
    while True:
        start, wrong = beginning()
        last = _last_to_go(start, until)
        if last is None:
            return total
        wrong += islice(Walk(start).over(pages(0, upto=last)), 1)
        if wrong and not reason:
            raise ChainBroken(f"要清除的审计记录核验不过({wrong[0]}),没有清除。请先查明,确要清除的写明事由。")
        made = AuditCheckpoint(first=start.number + 1, number=last, until=until, at=now, reason=reason[:200])
        made.actor_id, made.actor = by.pk if by else None, named(by) or via
        with transaction.atomic():
            if not _removed(made):
                continue
            span = f"审计记录 第{made.first}至{made.number}号"
            audit(
                AuditEvent.Action.PURGED,
                by=by,
                now=now,
                subject=span,
                reason=reason,
                detail={"rows": made.count},
                via=via,
                address=address,
            )
        total += made.count


def _last_to_go(start: Head, until: dt.datetime) -> int | None:
    """The last number of a whole run of old rows; a young one sealed early keeps all behind it."""
    seals = AuditSeal.objects.filter(number__gt=start.number)
    for bound in seals.order_by("number").values_list("number", flat=True)[AT_ONCE - 1 : AT_ONCE]:
        seals = seals.filter(number__lte=bound)
    young = seals.filter(event__at__gte=until).aggregate(first=Min("number"))["first"]
    if young is not None:
        seals = seals.filter(number__lt=young)
    last: int | None = seals.aggregate(last=Max("number"))["last"]
    return last


def _removed(made: AuditCheckpoint) -> bool:
    """Delete what the checkpoint speaks of, in statements that load no row, and save it; False when another purge was
    quicker. Locks the head."""
    AuditHead.objects.select_for_update().get(pk=1)
    if AuditCheckpoint.objects.filter(number__gte=made.first).exists():
        return False
    key = keys()[0]
    seals = AuditSeal.objects.filter(number__gte=made.first, number__lte=made.number)
    made.hash, made.key = AuditSeal.objects.get(number=made.number).hash, key.tag
    AuditEvent.objects.filter(pk__in=seals.values("event"))._raw_delete(seals.db)
    made.count = seals._raw_delete(seals.db)
    made.mac = mac_of(made, key)
    made.save(force_insert=True)
    return True
