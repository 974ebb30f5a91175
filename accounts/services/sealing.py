"""Committed audit rows into the chain. Whoever writes rows knows nothing of it and waits for nothing."""

import datetime as dt

from django.db import transaction

from accounts.chain.seals import Key, keys, seal_of
from accounts.models import AuditEvent, AuditHead, AuditSeal
from accounts.queries import sealed_below

BATCH = 500


def seal_events(*, now: dt.datetime, whole: bool = False) -> int:
    """Seal every committed row that has no seal yet, by key within a pass; returns how many.

    A row committed while a pass is under way is sealed by the next one. Rows of transactions open for more than a day
    are found only with ``whole``, which looks at every row. Locks the head, a batch at a time.
    """
    key, after, total = keys()[0], 0 if whole else sealed_below(now), 0
    while True:
        done = _seal_batch(after, key, now)
        total += len(done)
        if len(done) < BATCH:
            return total
        after = done[-1].pk


@transaction.atomic
def _seal_batch(after: int, key: Key, now: dt.datetime) -> list[AuditEvent]:
    """The next events with a greater key, sealed. The head goes on from where it stands, not from the last seal:
    what was cut off stays a gap."""
    head = AuditHead.objects.select_for_update().get(pk=1)
    events = list(AuditEvent.objects.unsealed().filter(pk__gt=after).order_by("pk")[:BATCH])
    number, previous, seals = head.number, head.hash, []
    for number, event in enumerate(events, start=head.number + 1):
        seals.append(seal_of(event, number=number, previous=previous, key=key, now=now))
        previous = seals[-1].hash
    if seals:
        AuditSeal.objects.bulk_create(seals)
        AuditHead.objects.filter(pk=1).update(number=number, hash=previous)
    return events
