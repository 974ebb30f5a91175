"""Visits: what a member writes, files, corrects, withdraws."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from accounts.services import refusals_audited
from studios import states
from studios.models import VisitLog
from studios.models.visits import Author
from studios.queries import whose
from studios.services.attendance import hold_shift_if_whole, reopen_shift
from studios.services.entries import (
    NumberHidden,
    Stale,
    VisitEntry,
    VisitRefused,
    refuse_future,
    snapshot,
)
from studios.services.matters.filing import after_correction, begin_all, drop_all, guard_correction
from studios.services.moving import closed_months_guarded, held_row, move, require_revision
from studios.services.parts import contacted, stands, write_parts
from studios.services.telling import tell_recorded

FIRST = 1  # the revision a new row has: what a form sent a second time has seen

# Asking by a number tells something: so does being refused one.
numbers_guarded = refusals_audited(NumberHidden, subject="登记群众:号码已经登记", via="页面")


@numbers_guarded
@transaction.atomic
def save_draft(
    *,
    entry: VisitEntry,
    by: User | None,
    now: dt.datetime,
    member: Author | None = None,
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
        require_revision(held, FIRST if visit is None else revision)
        VisitLog.objects.filter(pk=held.pk).update(revision=F("revision") + 1, **entry.fields())
    write_parts(held, entry, by=by, now=now, made=made)
    held.refresh_from_db()
    return held


@closed_months_guarded
@numbers_guarded
@transaction.atomic
def file(
    *,
    entry: VisitEntry,
    by: User | None,
    now: dt.datetime,
    member: Author | None = None,
    visit: VisitLog | None = None,
    revision: int | None = None,
    client_id: uuid.UUID | None = None,
    proxy: bool = False,
    via: str = "page",
) -> VisitLog:
    """File a visit: a new one of ``member``, or the draft ``visit`` at ``revision``.

    ``proxy``: written down by ``by`` for somebody else, who is told. Sent twice with the same text, it is filed once.
    With it the shift that it is of may be whole, and held. Raises MonthClosed, WrongDay, Stale, NumberTaken,
    TooManyPhotos.
    """
    held, made = _draft(entry, by=by, now=now, member=member, visit=visit, client_id=client_id)
    if held.state in states.STANDING and stands(held, entry):
        return held
    if held.state != states.DRAFT:
        raise Stale("这一笔已经提交过了,没有重复记录。要改请打开那条记录,按“更正”。", held)
    if not made:
        require_revision(held, FIRST if visit is None else revision)
    fields = snapshot(held.member, entry.occurred_on, now) | ({} if made else entry.fields())
    move(held, "file", by=by, now=now, via=via, **fields, recorded_by=by, recorded_at=now, proxy=proxy)
    met = write_parts(held, entry, by=by, now=now, made=made)
    contacted(held, met, by=by, now=now)
    if proxy:
        tell_recorded(held, by=by, now=now)
    if entry.matters:
        begin_all(visits=[held], by=by, now=now, via=via)
    if held.shift:
        hold_shift_if_whole(shift=held.shift, by=by, now=now, via=via)
    return held


@closed_months_guarded
@numbers_guarded
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
    held = held_row(visit)
    if held.state in states.STANDING and stands(held, entry):
        return held
    require_revision(held, revision)
    fields = entry.fields() | snapshot(held.member, entry.occurred_on, now)
    entry = guard_correction(visit=held, entry=entry, by=by, now=now)
    move(held, "correct", by=by, now=now, via=via, why=why, **fields)
    met = write_parts(held, entry, by=by, now=now)
    contacted(held, met, by=by, now=now)
    after_correction(visit=held, by=by, now=now, via=via)
    return held


@closed_months_guarded
@transaction.atomic
def withdraw(*, visit: VisitLog, why: str, by: User | None, now: dt.datetime, via: str = "page") -> VisitLog:
    """Take back a filed visit whose month is open; it counts no longer and stays readable.

    A shift that it was the only outcome of is open again. Raises MonthClosed, Stale, NotAllowed.
    """
    held = held_row(visit)
    move(held, "withdraw", by=by, now=now, via=via, why=why)
    drop_all(visit=held, why=why, by=by, now=now, via=via)
    if held.shift:
        reopen_shift(shift=held.shift, by=by, now=now, via=via)
    return held


@transaction.atomic
def discard(*, visit: VisitLog) -> None:
    """Delete a draft for good. Raises NotAllowed when it is no draft any more; nothing happens when it is gone."""
    held = VisitLog.objects.select_for_update().filter(pk=visit.pk).first()
    if held and held.state != states.DRAFT:
        raise states.NotAllowed(f"这条记录{states.STATES[held.state]},不是草稿,不能删除。")
    if held:
        held.delete()


def _draft(
    entry: VisitEntry,
    *,
    by: User | None,
    now: dt.datetime,
    member: Author | None,
    visit: VisitLog | None,
    client_id: uuid.UUID | None,
) -> tuple[VisitLog, bool]:
    """The row to write to, and whether it was made just now."""
    if visit is not None:
        return held_row(visit), False
    if member is None:
        raise ValueError("a new visit needs its author")
    if client_id and (sent := _sent_before(member, client_id)):
        return sent, False
    made = VisitLog(**whose(member), client_id=client_id, recorded_by=by, recorded_at=now, **entry.fields())
    try:
        with transaction.atomic(savepoint=client_id is not None):
            made.save(force_insert=True)
    except IntegrityError:
        if client_id is None:
            raise
        sent = _sent_before(member, client_id)
        if sent is None:
            raise VisitRefused("这个页面已经过期,请重新打开“记一笔”,把内容再填一次。")
        return sent, False
    return made, True


def _sent_before(member: Author, client_id: uuid.UUID) -> VisitLog | None:
    """The row that this form made when it was sent the first time, locked."""
    sent = VisitLog.objects.select_for_update(of=("self",)).select_related("member", "user")
    return sent.filter(**whose(member), client_id=client_id).first()
