"""Ladders and hours changed by the office. Every change sets the next reminder of what is open anew."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from accounts.models import AuditEvent, User
from accounts.services import audit
from deadlines.models import Deadline, Ladder, Level, Part, ReminderHours, Rung
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

    def in_words(self) -> str:
        when = f"到期前{-self.offset}天" if self.offset < 0 else f"到期后{self.offset}天" if self.offset else "到期当天"
        return f"{when}{Level(self.level).label}:{'、'.join(Part(part).label for part in self.parts)}"


@transaction.atomic
def change_ladder(
    *,
    kind: str,
    rungs: Sequence[RungValues],
    by: User | None,
    now: dt.datetime,
    any_day_at: dt.time | None = None,
    via: str = "页面",
    address: str = "",
) -> Ladder:
    """Give a kind (empty: all that have none of their own) these rungs. A rung already told stays told.

    Raises LadderRefused for two rungs of one day, or for a ladder without any.
    """
    if len({rung.offset for rung in rungs}) < len(rungs):
        raise LadderRefused("有两级排在同一天,请改开。")
    if not rungs:
        raise LadderRefused("至少要留一级。")
    ladder, _ = Ladder.objects.select_for_update().get_or_create(kind=kind)
    before = [_values(rung).in_words() for rung in ladder.rungs.all()]
    ladder.any_day_at = any_day_at
    ladder.save(update_fields=["any_day_at"])
    ladder.rungs.all().delete()
    Rung.objects.bulk_create(
        Rung(ladder=ladder, offset=rung.offset, level=rung.level, **{f"tells_{part}": True for part in rung.parts})
        for rung in sorted(rungs, key=lambda rung: rung.offset)
    )
    if by:
        detail = {"old": before, "new": [rung.in_words() for rung in rungs]}
        _audit(f"催办阶梯 {kind or '通用'}", detail, by=by, now=now, via=via, address=address)
    reschedule()
    return ladder


@transaction.atomic
def drop_ladder(*, ladder: Ladder, by: User, now: dt.datetime, via: str = "页面", address: str = "") -> None:
    """Let a kind go by the ladder for all again. Raises LadderRefused for that one itself."""
    if not ladder.kind:
        raise LadderRefused("通用的阶梯不能去掉。")
    detail = {"old": [_values(rung).in_words() for rung in ladder.rungs.all()]}
    Ladder.objects.filter(pk=ladder.pk).delete()
    _audit(f"催办阶梯 {ladder.kind} 改用通用", detail, by=by, now=now, via=via, address=address)
    reschedule()


@transaction.atomic
def set_hours(
    *, opens: dt.time, closes: dt.time, by: User, now: dt.datetime, via: str = "页面", address: str = ""
) -> None:
    """Between which hours of a working day people are reminded."""
    hours, _ = ReminderHours.objects.update_or_create(pk=1, defaults={"opens": opens, "closes": closes})
    _audit(f"提醒时间 {hours}", {}, by=by, now=now, via=via, address=address)
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


def _values(rung: Rung) -> RungValues:
    return RungValues(rung.offset, rung.level, rung.parts())


def _audit(subject: str, detail: dict[str, list[str]], *, by: User, now: dt.datetime, via: str, address: str) -> None:
    audit(AuditEvent.Action.CHANGED, by=by, now=now, subject=subject, detail=detail, via=via, address=address)
