"""Checking visits: 待核 → 已核, many at once, or 退回 with a reason, one by one."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from studios import rules, states
from studios.models import VisitEvent, VisitLog
from studios.queries import running_keys
from studios.services.attendance import reopen_shift
from studios.services.entries import Stale, VisitRefused
from studios.services.moving import closed_months_guarded, held_row, move, require_revision
from studios.services.telling import tell_returned

OWN = "是您自己的记录,不能自己核实,请由联络员或办公室核实"


class NotYours(VisitRefused):
    """Whoever asks may not check this visit."""


@dataclass(frozen=True)
class Checked:
    """What became of a press: how many are 已核 now, and which are not, each with why."""

    done: int
    refused: tuple[str, ...]


@transaction.atomic
def check(
    *, visits: Collection[VisitLog], seen: Mapping[int, int], by: User, now: dt.datetime, via: str = "page"
) -> Checked:
    """Find ``visits`` in order, each as it stood at the revision ``seen`` by key. Their months may be closed.

    One transaction for all: locks the visits by key, then their members by key, so that two presses wait for each other
    and do not deadlock. What cannot be checked is told and stops no other.
    """
    runs = running_keys(by)
    held = VisitLog.objects.select_for_update(of=("self",)).select_related("member", "user")
    rows = sorted(held.filter(pk__in=[one.pk for one in visits]).order_by("pk"), key=lambda row: row.member_id or 0)
    refused = []
    for row in rows:
        if why := _why_not(row, seen.get(row.pk), by, runs):
            refused.append(f"{row.occurred_on.month}月{row.occurred_on.day}日 {row.author.name}:{why}")
        else:
            move(row, "check", by=by, now=now, via=via, checked_by=by, checked_at=now, returned_why="")
    return Checked(len(rows) - len(refused), tuple(refused))


def _why_not(visit: VisitLog, seen: int | None, by: User, runs: set[int]) -> str:
    if rules.is_author(by, visit):
        return OWN
    if not rules.may_check(by, visit, runs):
        return "不由您核实"
    if visit.state != states.FILED:
        return _already(visit)
    return "" if visit.revision == seen else "刚才已经更正,请看过现在的内容再核"


def _already(visit: VisitLog) -> str:
    """In words what became of it meanwhile. One query."""
    last = VisitEvent.objects.filter(visit=visit).select_related("by").order_by("at", "pk").last()
    if last is None:
        return states.STATES[visit.state]
    return f"已{'由' + last.by.name if last.by else ''}{states.ACTIONS[last.action]}"


@closed_months_guarded
@transaction.atomic
def send_back(*, visit: VisitLog, revision: int, why: str, by: User, now: dt.datetime, via: str = "page") -> VisitLog:
    """Return a visit to its author, who is told why. Locks it, its member, and its shift, which may be open again.

    Sent twice, it is returned once. Raises NotYours, MonthClosed, Stale, NotAllowed.
    """
    held = held_row(visit)
    if not rules.may_check(by, held, running_keys(by)):
        raise NotYours(f"这{OWN}。" if rules.is_author(by, held) else "这条记录不由您核实。")
    if held.state == states.RETURNED and held.returned_why == why:
        return held
    if held.state not in states.STANDING:
        raise Stale(f"这条记录{_already(held)},没有再退回。", held)
    require_revision(held, revision)
    move(held, "return", by=by, now=now, via=via, why=why, returned_why=why)
    tell_returned(held, by=by, now=now)
    if held.shift:
        reopen_shift(shift=held.shift, by=by, now=now, via=via)
    return held
