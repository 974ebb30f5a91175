"""Visits: what a member writes, files, corrects, withdraws."""

import datetime as dt
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from accounts.services import refusals_audited
from common.dates import month_start
from deadlines.models import Period
from members.models import Member
from studios import states
from studios.models import VisitEvent, VisitLog
from studios.services.entries import (
    MonthClosed,
    Stale,
    VisitEntry,
    VisitRefused,
    refuse_future,
    snapshot,
    stands,
    write_parts,
)
from studios.services.matters.filing import after_correction, begin_all, drop_all, guard_correction

FIRST = 1  # the revision a new row has: what a form sent a second time has seen

# A closed month has been counted: who tries to change what it holds stands in the trail.
closed_months_guarded = refusals_audited(MonthClosed, subject="改动已结账月份的走访记录", via="页面")


@transaction.atomic
def save_draft(
    *,
    entry: VisitEntry,
    by: User | None,
    now: dt.datetime,
    member: Member | None = None,
    visit: VisitLog | None = None,
    revision: int | None = None,
    client_id: uuid.UUID | None = None,
) -> VisitLog:
    """Keep an unfinished visit: a new one of ``member``, or what ``visit`` at ``revision`` becomes.

    A form sent twice (``client_id``) makes one row. Raises Stale, WrongDay.
    """
    refuse_future(entry.occurred_on, now)
    held, made = _draft(entry, by=by, now=now, member=member, visit=visit, client_id=client_id)
    if held.state != states.DRAFT:
        raise Stale("这一笔已经提交过了,不能再存为草稿。要改请打开那条记录,按“更正”。", held)
    if not made:
        if stands(held, entry):
            return held
        _require_revision(held, FIRST if visit is None else revision)
        VisitLog.objects.filter(pk=held.pk).update(revision=F("revision") + 1, **entry.fields())
    write_parts(held, entry)
    held.refresh_from_db()
    return held


@closed_months_guarded
@transaction.atomic
def file(
    *,
    entry: VisitEntry,
    by: User | None,
    now: dt.datetime,
    member: Member | None = None,
    visit: VisitLog | None = None,
    revision: int | None = None,
    client_id: uuid.UUID | None = None,
    via: str = "page",
) -> VisitLog:
    """File a visit: a new one of ``member``, or the draft ``visit`` at ``revision``.

    Sent twice with the same text, it is filed once. Raises MonthClosed, WrongDay, Stale.
    """
    held, made = _draft(entry, by=by, now=now, member=member, visit=visit, client_id=client_id)
    if held.state == states.FILED and stands(held, entry):
        return held
    if held.state != states.DRAFT:
        raise Stale("这一笔已经提交过了,没有重复记录。要改请打开那条记录,按“更正”。", held)
    if not made:
        _require_revision(held, FIRST if visit is None else revision)
    fields = entry.fields() | snapshot(held.member, entry.occurred_on, now)
    _move(held, "file", by=by, now=now, via=via, **fields, recorded_by=by, recorded_at=now)
    write_parts(held, entry)
    begin_all(visits=[held], by=by, now=now, via=via)
    return held


@closed_months_guarded
@transaction.atomic
def correct(
    *,
    visit: VisitLog,
    entry: VisitEntry,
    revision: int,
    by: User | None,
    now: dt.datetime,
    why: str = "",
    via: str = "page",
) -> VisitLog:
    """Put right a filed visit whose month is open, as it was loaded at ``revision``; without a change, no event.

    Raises MonthClosed when either month is closed, WrongDay, Stale, NotAllowed.
    """
    held = _held(visit)
    if held.state == states.FILED and stands(held, entry):
        return held
    _require_revision(held, revision)
    fields = entry.fields() | snapshot(held.member, entry.occurred_on, now)
    entry = guard_correction(visit=held, entry=entry, by=by, now=now)
    _move(held, "correct", by=by, now=now, via=via, why=why, **fields)
    write_parts(held, entry)
    after_correction(visit=held, by=by, now=now, via=via)
    return held


@closed_months_guarded
@transaction.atomic
def withdraw(*, visit: VisitLog, why: str, by: User | None, now: dt.datetime, via: str = "page") -> VisitLog:
    """Take back a filed visit whose month is open; it counts no longer and stays readable.

    Raises MonthClosed, Stale, NotAllowed.
    """
    held = _held(visit)
    _move(held, "withdraw", by=by, now=now, via=via, why=why)
    drop_all(visit=held, why=why, by=by, now=now, via=via)
    return held


@transaction.atomic
def discard(*, visit: VisitLog) -> None:
    """Delete a draft for good. Raises NotAllowed when it is no draft any more; nothing happens when it is gone."""
    held = VisitLog.objects.select_for_update().filter(pk=visit.pk).first()
    if held and held.state != states.DRAFT:
        raise states.NotAllowed(f"这条记录{states.STATES[held.state]},不是草稿,不能删除。")
    if held:
        held.delete()


def _move(
    visit: VisitLog, action: str, *, by: User | None, now: dt.datetime, via: str, why: str = "", **changes: Any
) -> None:
    """Move a visit by compare-and-set and write one event. The only place that writes ``state``.

    The months it leaves and enters are looked up after the write, while the member's row is held: a closing, which
    holds them all, comes wholly before or wholly after.
    """
    start, end = visit.state, states.target(action, visit.state)
    days = {visit.occurred_on} if start == states.FILED else set()
    held = VisitLog.objects.filter(pk=visit.pk, state=start, revision=visit.revision)
    if not held.update(state=end, revision=F("revision") + 1, **changes):
        raise _stale(visit)
    visit.refresh_from_db()
    if visit.member:
        Member.objects.select_for_update(no_key=True).get(pk=visit.member.pk)
    _require_open(days | {visit.occurred_on})
    VisitEvent.objects.create(
        visit=visit, at=now, by=by, via=via, action=action, from_state=start, to_state=end, why=why[:200]
    )


def _require_open(days: set[dt.date]) -> None:
    for month in sorted(map(month_start, days)):
        if Period.objects.closed(month):
            raise MonthClosed(
                f"{month.year}年{month.month}月已经结账,这个月的记录不能再提交、更正或撤回。有出入请告诉办公室。"
            )


def _draft(
    entry: VisitEntry,
    *,
    by: User | None,
    now: dt.datetime,
    member: Member | None,
    visit: VisitLog | None,
    client_id: uuid.UUID | None,
) -> tuple[VisitLog, bool]:
    """The row to write to, and whether it was made just now."""
    if visit is not None:
        return _held(visit), False
    if member is None:
        raise ValueError("a new visit needs its member")
    if client_id and (sent := _sent_before(member, client_id)):
        return sent, False
    made = VisitLog(member=member, client_id=client_id, recorded_by=by, recorded_at=now, **entry.fields())
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        if client_id is None:
            raise
        sent = _sent_before(member, client_id)
        if sent is None:
            raise VisitRefused("这个页面已经过期,请重新打开“记一笔”,把内容再填一次。")
        return sent, False
    return made, True


def _sent_before(member: Member, client_id: uuid.UUID) -> VisitLog | None:
    """The row that this form made when it was sent the first time, locked."""
    sent = VisitLog.objects.select_for_update(of=("self",)).select_related("member")
    return sent.filter(member=member, client_id=client_id).first()


def _held(visit: VisitLog) -> VisitLog:
    """The row as it stands, locked. Raises Stale when it is gone."""
    held = VisitLog.objects.select_for_update(of=("self",)).select_related("member").filter(pk=visit.pk).first()
    if held is None:
        raise Stale("这份草稿已经删除。要保留刚才写的内容,请复制到新的一笔里。", None)
    return held


def _require_revision(visit: VisitLog, revision: int | None) -> None:
    if visit.revision != revision:
        raise _stale(visit)


def _stale(visit: VisitLog) -> Stale:
    return Stale("这条记录在您填写时已经改过。下面是现在保存的内容,核对后再按一次,就以您写的为准。", visit)
