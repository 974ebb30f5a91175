"""Ladders and hours changed by the office. Every change sets the next reminder of what is open anew."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import AuditEvent, User
from accounts.services import audit
from common.seen import changes_of, mark_of, refuse_stale
from deadlines.models import Deadline, Ladder, ReminderHours, Rung
from deadlines.queries import timetable

BATCH = 500


class LadderRefused(Exception):
    """The ladder may not be so; the message is Chinese."""


@dataclass(frozen=True)
class RungValues:
    """One rung, as a form or a seed gives it, checked."""

    offset: int
    level: str
    parts: Sequence[str]

    def rung(self, ladder: Ladder) -> Rung:
        """The row of it, not saved."""
        told = {f"tells_{part}": True for part in self.parts}
        return Rung(ladder=ladder, offset=self.offset, level=self.level, **told)


@transaction.atomic
def change_ladder(
    *,
    kind: str,
    rungs: Sequence[RungValues],
    by: User | None,
    now: dt.datetime,
    any_day_at: dt.time | None = None,
    seen: str = "",
    via: str = "页面",
    address: str = "",
) -> Ladder:
    """Give a kind (empty: all that have none of their own) these rungs. A rung already told stays told.

    ``seen`` is the mark of what the form showed. Raises LadderRefused for two rungs of one day, or for a ladder
    without any; Stale.
    """
    if len({rung.offset for rung in rungs}) < len(rungs):
        raise LadderRefused("有两级排在同一天,请改开。")
    if not rungs:
        raise LadderRefused("至少要留一级。")
    ladder, _ = Ladder.objects.select_for_update().get_or_create(kind=kind)
    before = said_of(ladder)
    ladder.any_day_at = any_day_at
    ladder.save(update_fields=["any_day_at"])
    ladder.rungs.all().delete()
    Rung.objects.bulk_create(rung.rung(ladder) for rung in sorted(rungs, key=lambda rung: rung.offset))
    after = said_of(ladder)
    refuse_stale(seen, before, after)
    if by and after != before:
        _audit(f"催办阶梯 {ladder}", {"before": before, "after": after}, by=by, now=now, via=via, address=address)
    reschedule()
    return ladder


def said_of(ladder: Ladder | None) -> list[str]:
    """What stands of a kind, in words; a kind without its own goes by the ladder for all."""
    return [(ladder and ladder.in_words()) or "照“通用”"]


@transaction.atomic
def drop_ladder(
    *, ladder: Ladder, by: User, now: dt.datetime, seen: str = "", via: str = "页面", address: str = ""
) -> None:
    """Let a kind go by the ladder for all again, once.

    Raises LadderRefused for the one for all itself, and when it is no longer as it was ``seen``.
    """
    if not ladder.kind:
        raise LadderRefused("通用的阶梯不能去掉。")
    held = Ladder.objects.select_for_update().filter(pk=ladder.pk).first()
    if held is None:
        return
    before = said_of(held)
    if seen and seen != mark_of(before):
        raise LadderRefused("刚刚有人改过这个阶梯,没有去掉。请先看看现在的,要去掉的再按一次。")
    held.delete()
    _audit(f"催办阶梯 {ladder.kind} 改用通用", {"before": before}, by=by, now=now, via=via, address=address)
    reschedule()


@transaction.atomic
def set_hours(
    *,
    opens: dt.time,
    closes: dt.time,
    by: User,
    now: dt.datetime,
    seen: str = "",
    via: str = "页面",
    address: str = "",
) -> None:
    """Between which hours of a working day people are reminded. ``seen`` is the mark of what the form showed.

    Raises Stale.
    """
    hours, _ = ReminderHours.objects.select_for_update().get_or_create(pk=1)
    before = [str(hours)]
    hours.opens, hours.closes = opens, closes
    refuse_stale(seen, before, [str(hours)])
    hours.save()
    if changes := changes_of(before, [str(hours)]):
        _audit("提醒时间", {"changes": changes}, by=by, now=now, via=via, address=address)
        reschedule()


def reschedule() -> None:
    """Set the next reminder of every open deadline anew, in the caller's transaction, batch by batch."""
    table, last = timetable(), 0
    while True:
        held = Deadline.objects.select_for_update().open().filter(pk__gt=last).order_by("pk")[:BATCH]
        batch = list(held)
        if not batch:
            return
        for deadline in batch:
            next_at = table.next_at(deadline)
            if next_at != deadline.next_at:
                Deadline.objects.filter(pk=deadline.pk).update(next_at=next_at)
        last = batch[-1].pk


def _audit(subject: str, detail: dict[str, list[str]], *, by: User, now: dt.datetime, via: str, address: str) -> None:
    audit(AuditEvent.Action.CHANGED, by=by, now=now, subject=subject, detail=detail, via=via, address=address)
