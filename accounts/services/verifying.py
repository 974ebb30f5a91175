"""Is the chain whole? Asked each night and by hand."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from accounts.chain.walking import Finding, Head, Walk, beginning, merged, pages
from accounts.models import AuditCheckpoint, AuditEvent, AuditHead, User
from accounts.services.audit import audit

SEALED_WITHIN = dt.timedelta(minutes=10)  # ten passes of the sealer
MOST_TOLD = 200


@dataclass(frozen=True)
class Verdict:
    """``number`` is the last one seen, ``seen`` how many rows; no finding means whole."""

    number: int
    seen: int
    findings: list[str]

    @property
    def whole(self) -> bool:
        return not self.findings


def verify_chain(
    *, by: User | None, now: dt.datetime, via: str, heads: Iterable[Head] = (), address: str = ""
) -> Verdict:
    """Go over the whole chain, keep the result at its head and write it into the trail.

    ``heads`` are numbers and hashes kept elsewhere. Reads a page at a time with no transaction open, so writers,
    sealers and purges go on; after a purge it begins anew.
    """
    verdict = _verdict(list(heads), now)
    with transaction.atomic():
        AuditHead.objects.filter(pk=1).update(verified_at=now, verified_to=verdict.number, findings=verdict.findings)
        audit(
            AuditEvent.Action.VERIFIED,
            by=by,
            now=now,
            subject=f"审计链 到第{verdict.number}号",
            detail={"rows": verdict.seen, "findings": len(verdict.findings)},
            via=via,
            address=address,
        )
    return verdict


def _verdict(heads: list[Head], now: dt.datetime) -> Verdict:
    start, findings = beginning()
    head = AuditHead.objects.filter(pk=1).first()
    walk = Walk(start, [*heads, *([Head(head.number, head.hash)] if head else [])])
    found = merged(chain(findings, walk.over(pages(0)), walk.end(), _head(walk), _unsealed(now)))
    told = [str(one) for one in islice(found, MOST_TOLD)]
    if more := sum(1 for _ in found):
        told.append(f"另有{more}处,改好上面的再核验一次")
    if AuditCheckpoint.objects.order_by("-number").values_list("number", flat=True).first() != (start.number or None):
        return _verdict(heads, now)
    return Verdict(walk.number, walk.seen, told)


def _head(walk: Walk) -> Iterator[Finding]:
    """The head is moved together with every seal; after the walk it stands there or further."""
    head = AuditHead.objects.filter(pk=1).first()
    if head is None:
        yield Finding("链头登记缺失")
    elif head.number < walk.number:
        yield Finding(f"链头登记停在第{head.number}号,封存却到了第{walk.number}号")


def _unsealed(now: dt.datetime) -> Iterator[Finding]:
    late = AuditEvent.objects.unsealed().filter(at__lt=now - SEALED_WITHIN)
    told = late.aggregate(count=Count("pk"), oldest=Min("at"))
    if told["count"]:
        oldest = f"{timezone.localtime(told['oldest']):%Y-%m-%d %H:%M}"
        yield Finding(f"{told['count']}条记录超过10分钟没有封存,最早的是{oldest}的,请检查定时任务")
