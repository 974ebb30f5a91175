"""Dates worked out anew when the calendar changes."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from deadlines.models import Deadline, DeadlineEvent
from deadlines.queries import people_of, timetable
from deadlines.rungs import Timetable
from deadlines.services.texts import moved_notice
from notices.services import NewNotice, notify_all

BATCH = 500


@dataclass(frozen=True)
class Moved:
    """A deadline whose last day a change of the calendar has moved."""

    deadline: Deadline
    old: dt.date
    new: dt.date


@transaction.atomic
def recalculate(*, by: User | None, now: dt.datetime, why: str, via: str = "page") -> list[Moved]:
    """Work out every open deadline anew, in the caller's transaction; returns those whose last day moved.

    A date moves earlier only if it was provisional. Old and new dates are written as events and told to those
    responsible. The next reminder of each is set anew; a leg goes on. Locks the open deadlines, batch by batch.
    """
    table = timetable()
    moved: list[Moved] = []
    for batch in _open_in_batches():
        changed = [one for deadline in batch if (one := _renew(deadline, table))]
        moved += changed
        _tell(changed, by=by, now=now, why=why, via=via)
    return moved


def _open_in_batches() -> Iterator[list[Deadline]]:
    last = 0
    while True:
        held = Deadline.objects.select_for_update(of=("self",)).select_related("limit").open()
        batch = list(held.filter(pk__gt=last).order_by("pk")[:BATCH])
        if not batch:
            return
        yield batch
        last = batch[-1].pk


def _renew(deadline: Deadline, table: Timetable) -> Moved | None:
    """Set date, mark and next reminder; writes only what differs. One statement when something does."""
    due, old = table.calendar.due_of(deadline), deadline.due_on
    before = (deadline.due_on, deadline.provisional, deadline.next_at)
    if due.on >= old or deadline.provisional:
        deadline.due_on = due.on
    deadline.provisional = due.provisional
    deadline.next_at = table.next_at(deadline)
    if (deadline.due_on, deadline.provisional, deadline.next_at) == before:
        return None
    deadline.save(update_fields=["due_on", "provisional", "next_at"])
    return Moved(deadline, old, deadline.due_on) if deadline.due_on != old else None


def _tell(moved: list[Moved], *, by: User | None, now: dt.datetime, why: str, via: str) -> None:
    """One event for each, one notice to each person responsible."""
    DeadlineEvent.objects.bulk_create(
        DeadlineEvent(
            deadline=one.deadline,
            at=now,
            by=by,
            via=via,
            action="recalculate",
            from_due=one.old,
            to_due=one.new,
            why=why[:200],
        )
        for one in moved
    )
    people = people_of([one.deadline for one in moved])
    notices: list[NewNotice] = []
    for one in moved:
        for user in people.of(one.deadline, ["responsible", "head"]):
            notices.append(moved_notice(one.deadline, user, old=one.old, why=why, now=now))
    if notices:
        notify_all(notices=notices, now=now)
