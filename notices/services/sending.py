"""Sending what is due. A delivery is taken in one transaction, sent outside any, and settled in another.

A worker killed between the two leaves one delivery in sending; after its lease the next worker takes it up again. So
nothing is lost, and at most the message in flight goes out twice.
"""

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from accounts.queries import the_office
from notices.channels import Channel, NotSent, open_channel
from notices.hours import opening
from notices.models import Delivery, NoticeChoice
from notices.models.deliveries import DeliveryQuerySet
from notices.queries import Outlets, choices_of, outlets
from notices.services.moving import move
from notices.services.writing import message_of, needless

logger = logging.getLogger(__name__)
AT_ONCE = [code for code in Delivery.Channel.values if code != Delivery.Channel.DIGEST]


@dataclass
class Run:
    """One turn of a worker: what stands open, what is down just now, what became of how many deliveries."""

    now: dt.datetime
    office: str
    outlets: Outlets
    open: dict[str, Channel] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)
    done: Counter[str] = field(default_factory=Counter)

    def channel(self, code: str) -> Channel:
        """The channel, opened once a run. Raises NotSent when the office has switched it off, or never set it up."""
        if not self.outlets.stands_open(code):
            raise NotSent(f"{Delivery.Channel(code).label}没有启用", hopeless=True)
        if code not in self.open:
            self.open[code] = open_channel(code)
        return self.open[code]


def send_due(*, now: dt.datetime, channels: Sequence[str] = AT_ONCE) -> Counter[str]:
    """Send what is due through these channels, and return how many deliveries met which action.

    Stops after NOTICE_RUN_SECONDS; the rest waits for the next turn. A channel whose other side does not answer is
    left alone for the rest of the run, and holds up no other. Must not run inside a transaction.
    """
    run, stop = Run(now, the_office().short_name, outlets()), time.monotonic() + settings.NOTICE_RUN_SECONDS
    try:
        while time.monotonic() < stop:
            held = _take(now, [code for code in channels if code not in run.down])
            if held is None:
                break
            if held:
                _deliver(held, run)
    finally:
        for channel in run.open.values():
            channel.close()
    return +run.done  # without what came to nothing


def send_due_digests(*, now: dt.datetime) -> Counter[str]:
    """The same for daily digests: one mail for each person, with all that waits for them."""
    return send_due(now=now, channels=[Delivery.Channel.DIGEST])


@transaction.atomic(durable=True)
def _take(now: dt.datetime, channels: Sequence[str]) -> list[Delivery] | None:
    """Take what goes out next, or None when nothing is due; none of it when another worker was quicker."""
    due = Delivery.objects.due(now).filter(channel__in=channels).order_by("next_try_at", "pk")
    held = _digest_of_one(due) if Delivery.Channel.DIGEST in channels else _first_free(due)
    if held is None:
        return None
    lease = now + dt.timedelta(minutes=settings.NOTICE_LEASE_MINUTES)
    taken = move(held, "take", by=None, now=now, tries=F("tries") + 1, next_try_at=lease)
    for one in taken:
        one.tries += 1
    return taken


def _first_free(due: DeliveryQuerySet) -> list[Delivery] | None:
    """The first that no other worker holds just now; SQLite has one writer at a time and needs no locks."""
    return list(due.with_notice().select_for_update(of=("self",), skip_locked=True)[:1]) or None


def _digest_of_one(due: DeliveryQuerySet) -> list[Delivery] | None:
    """All that waits for one person. Locks their choice, so that a second worker waits and finds nothing left."""
    user = due.values_list("notice__user", flat=True).first()
    if user is None:
        return None
    NoticeChoice.objects.select_for_update().filter(user=user).first()
    return list(due.with_notice().filter(notice__user=user).order_by("notice__not_before", "pk"))


def _deliver(held: list[Delivery], run: Run) -> None:
    """Send what was taken and settle it. What goes wrong with one delivery stops no other for longer than a turn."""
    code, user = held[0].channel, held[0].notice.user_id
    choice = choices_of([user]).get(user) if user else None
    try:
        held = [one for one in held if not _dropped(one, choice, run) and not _worn_out(one, run)]
        if held:
            run.channel(code).send(message_of(held, choice, office=run.office, now=run.now))
    except NotSent as error:
        if error.everybody:
            run.down.add(code)
        for one in held:
            _fail(one, run, str(error), hopeless=error.hopeless)
    except Exception as error:  # a fault of ours: the next message may well meet it too
        logger.exception("delivery %s", held[0].pk)
        run.down.add(code)
        for one in held:
            _fail(one, run, f"程序出错({type(error).__name__})")
    else:
        _settle(held, "send", run, sent_at=run.now, error="")


def _dropped(one: Delivery, choice: NoticeChoice | None, run: Run) -> bool:
    why = needless(one, choice)
    if why:
        _settle([one], "drop", run, why=why)
    return bool(why)


def _worn_out(one: Delivery, run: Run) -> bool:
    """Whether workers keep dying over it: it is not tried for ever."""
    worn = one.tries > len(settings.NOTICE_RETRY_MINUTES) + 1
    if worn:
        _fail(one, run, "发送程序多次中断", hopeless=True)
    return worn


def _fail(one: Delivery, run: Run, why: str, *, hopeless: bool = False) -> None:
    """Put off until the next try; after the last the office takes over."""
    waits = settings.NOTICE_RETRY_MINUTES
    if hopeless or one.tries > len(waits):
        _settle([one], "give_up", run, why=why, error=why, next_try_at=run.now)
        return
    then = run.now + dt.timedelta(minutes=waits[one.tries - 1])
    _settle([one], "put_off", run, why=why, error=why, next_try_at=then if one.any_hour else opening(then))


def _settle(held: Sequence[Delivery], action: str, run: Run, why: str = "", **changes: Any) -> None:
    """Write what became of deliveries, as far as they are still this worker's."""
    with transaction.atomic(durable=True):
        run.done[action] += len(move(held, action, by=None, now=run.now, why=why, **changes))
