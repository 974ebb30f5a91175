"""Deadlines opened, met, cancelled, handed over, seen. None of it acts on the subject."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Unit, User
from deadlines import states
from deadlines.models import Deadline, DeadlineEvent, Extension, Firing, Limit, Part, Party
from deadlines.queries import stand_for, timetable
from deadlines.rungs import Timetable
from deadlines.services.texts import handed_notice, link_to
from deadlines.states import NotAllowed
from notices.services import notify_all

SUBJECT = re.compile(r"[a-z]+\.[a-z_]+:\d+")
GENERAL = "general"
FARTHEST = 3660  # days from the start to a named day; beyond it somebody mistyped the year

Holder = User | Group | Unit
Parties = Mapping[Part, Iterable[Holder]]


class AlreadyOpen(Exception):
    """A deadline of this kind is running for the subject already; the message is Chinese."""


class NoLimit(Exception):
    """No limit of this kind is in force, or its fixed date is past; the message is Chinese."""


def open_deadline(
    *,
    kind: str,
    subject: str,
    label: str,
    started_on: dt.date,
    parties: Parties,
    by: User | None,
    now: dt.datetime,
    due_on: dt.date | None = None,
    link: str = "",
    via: str = "page",
    table: Timetable | None = None,
) -> Deadline:
    """Begin to count: until ``due_on`` when it is named, else by the limit of the kind as it stands today.

    ``subject`` is ``app.noun:pk``; ``label`` must not name a constituent. The start day is not counted. Pass ``table``
    (``queries.timetable()``) when many are opened. Raises AlreadyOpen, NoLimit.
    """
    if not SUBJECT.fullmatch(subject):
        raise ValueError(f"{subject!r} is no subject of the form app.noun:pk")
    made = _new(kind, label, started_on, due_on, by=by, now=now, table=table or timetable())
    made.subject, made.link = subject, link or _go(subject)
    return _save(made, parties, by=by, now=now, via=via)


@transaction.atomic
def open_general(
    *,
    label: str,
    started_on: dt.date,
    parties: Parties,
    by: User,
    now: dt.datetime,
    due_on: dt.date | None = None,
    via: str = "page",
) -> Deadline:
    """一般办件: a deadline that is its own subject, opened by the office; sent twice on a day, opened once.

    Locks the row of who opens it. Raises NoLimit.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    if (same := _same_general(label, started_on, due_on, parties, by=by, now=now)) is not None:
        return same
    made = _new(GENERAL, label, started_on, due_on, by=by, now=now, table=timetable())
    made.subject = f"deadlines.new:{by.pk}-{now.timestamp()}"  # until it has a number of its own
    _save(made, parties, by=by, now=now, via=via)
    made.subject, made.link = f"deadlines.deadline:{made.pk}", link_to(made)
    made.save(update_fields=["subject", "link"])
    return made


def _same_general(
    label: str, started_on: dt.date, due_on: dt.date | None, parties: Parties, *, by: User, now: dt.datetime
) -> Deadline | None:
    """A running one that the same person opened today, of the same people. A query, and one for each such label."""
    found = Deadline.objects.open().filter(kind=GENERAL, label=label[:120], started_on=started_on, named_on=due_on)
    begun = timezone.make_aware(dt.datetime.combine(timezone.localdate(now), dt.time.min))
    wanted = {(str(part), holder) for part, held in parties.items() for holder in held}
    for one in found.filter(opened_by=by, opened_at__gte=begun).order_by("pk"):
        held = one.parties.select_related("user", "group", "unit")
        if {(party.part, party.user or party.group or party.unit) for party in held} == wanted:
            return one
    return None


def _new(
    kind: str,
    label: str,
    started_on: dt.date,
    named_on: dt.date | None,
    *,
    by: User | None,
    now: dt.datetime,
    table: Timetable,
) -> Deadline:
    limit = Limit.objects.of(kind, timezone.localdate(now))
    if limit is None and named_on is None:
        raise NoLimit("没有这一种时限,请填写到期日期。")
    if named_on and abs((named_on - started_on).days) > FARTHEST:
        raise NoLimit("到期日期离起算日期太远,请核对年份。")
    if not named_on and limit and limit.fixed_on and limit.fixed_on <= started_on:
        raise NoLimit(f"时限“{limit.name}”的固定日期{limit.in_words()}已过,请先在“时限”里改定,或直接填写到期日期。")
    made = Deadline(
        kind=kind,
        label=label[:120],
        limit=limit,
        started_on=started_on,
        named_on=named_on,
        leg_at=now,
        opened_at=now,
        opened_by=by,
    )
    due = table.calendar.due_of(made)
    made.due_on, made.provisional = due.on, due.provisional
    made.next_at = table.next_at(made)
    return made


def _save(made: Deadline, parties: Parties, *, by: User | None, now: dt.datetime, via: str) -> Deadline:
    """The row, its parties and its event, in one transaction: what the database refuses is a second one running."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            Party.objects.bulk_create(_party(made, part, one) for part, held in parties.items() for one in set(held))
            record(made, "open", by=by, now=now, via=via, to_due=made.due_on)
    except IntegrityError:
        raise AlreadyOpen(f"“{made.label}”的这一期限已经在计时,不用再开。") from None
    return made


def _party(deadline: Deadline, part: str, holder: Holder) -> Party:
    return Party(deadline=deadline, part=part, **_is(holder))


def _go(subject: str) -> str:
    noun, pk = subject.split(":")
    return f"/go/{noun}/{pk}/"


@transaction.atomic
def meet(*, deadline: Deadline, by: User | None, now: dt.datetime, why: str = "", via: str = "page") -> Deadline:
    """What was to be done is done; nobody is reminded again. Raises NotAllowed when it is closed already."""
    return _close(deadline, "meet", by=by, now=now, why=why, via=via)


@transaction.atomic
def cancel(*, deadline: Deadline, by: User | None, now: dt.datetime, why: str, via: str = "page") -> Deadline:
    """It need not be done any more. Raises NotAllowed when it is closed already."""
    return _close(deadline, "cancel", by=by, now=now, why=why, via=via)


@transaction.atomic
def close_about(
    *, subject: str, action: str, by: User | None, now: dt.datetime, kind: str = "", why: str = "", via: str = "page"
) -> int:
    """Meet or cancel what runs for a subject: all of it, or one kind. Returns how many; none is no error."""
    running = Deadline.objects.open().about(subject).order_by("pk")
    found = list(running.filter(kind=kind) if kind else running)
    for deadline in found:
        _close(deadline, action, by=by, now=now, why=why, via=via)
    return len(found)


def _close(deadline: Deadline, action: str, *, by: User | None, now: dt.datetime, why: str, via: str) -> Deadline:
    """Move by compare-and-set, with one event. The only place that writes ``state``."""
    end = states.target(action, deadline.state)
    changes: dict[str, Any] = {"state": end, "closed_at": now, "next_at": None, "fault": ""}
    if not Deadline.objects.filter(pk=deadline.pk, state=deadline.state).update(**changes):
        raise NotAllowed("这一件刚刚已经办结或取消。")
    for name, value in changes.items():
        setattr(deadline, name, value)
    Extension.objects.waiting().filter(deadline=deadline).update(state=states.DROPPED, decided_at=now)
    record(deadline, action, by=by, now=now, via=via, why=why)
    return deadline


@transaction.atomic
def hand_over(
    *, deadline: Deadline, part: Part, old: Holder | None, new: Holder, by: User | None, now: dt.datetime,
    why: str = "", via: str = "page",
) -> Deadline:  # fmt: skip
    """Put one holder of a part in the place of another, or beside the others when ``old`` is null; who comes is told.

    Locks the deadline. Raises NotAllowed when it is closed, when ``old`` has not that part, or ``new`` beside others
    has it already.
    """
    held = hold(deadline)
    mine = Party.objects.filter(deadline=held, part=part)
    if old is not None and not mine.filter(**_is(old)).delete()[0]:
        raise NotAllowed(f"“{held.label}”的{Part(part).label}已经不是{old}。请刷新后再移交。")
    there = mine.filter(**_is(new)).exists()
    if there and old is None:
        raise NotAllowed(f"“{held.label}”的{Part(part).label}已经有{new},不用再增加。")
    if not there:
        _party(held, part, new).save()
    words = f"{Part(part).label}由{old}移交{new}" if old else f"{Part(part).label}增加{new}"
    record(held, "hand_over", by=by, now=now, via=via, why=f"{words}{',' + why if why else ''}")
    users = stand_for(new, part)
    notify_all(notices=[handed_notice(held, user, part=Part(part).label, now=now) for user in users], now=now)
    return held


@transaction.atomic
def hand_over_all(*, old: User, new: User, by: User | None, now: dt.datetime, why: str = "", via: str = "page") -> int:
    """Every open deadline in which ``old`` has a part of their own goes to ``new``. Returns how many changed hands."""
    parts = Party.objects.filter(user=old, deadline__state=states.OPEN).select_related("deadline").order_by("pk")
    found = list(parts)
    for party in found:
        hand_over(deadline=party.deadline, part=Part(party.part), old=old, new=new, by=by, now=now, why=why, via=via)
    return len(found)


def _is(holder: Holder) -> dict[str, Any]:
    if isinstance(holder, Unit):
        return {"unit": holder}
    return {"group": holder} if isinstance(holder, Group) else {"user": holder}


@transaction.atomic
def see(*, firing: Firing, by: User, now: dt.datetime) -> bool:
    """A named person has taken note of a rung; False when somebody did before. First come stays."""
    seen = Firing.objects.told_of().filter(pk=firing.pk, seen_at__isnull=True).update(seen_at=now, seen_by=by)
    if seen:
        record(firing.deadline, "see", by=by, now=now, via="page", why=str(firing.get_level_display()))
    return bool(seen)


@transaction.atomic
def settle(*, deadline: Deadline, by: User, now: dt.datetime) -> bool:
    """The office has told people by other ways what reached nobody; False when somebody said so before."""
    return bool(Firing.objects.undelivered().filter(deadline=deadline).update(settled_at=now, settled_by=by))


def hold(deadline: Deadline) -> Deadline:
    """The open deadline as it stands, locked, its limit loaded. Raises NotAllowed when it is closed."""
    held = Deadline.objects.select_for_update(of=("self",)).select_related("limit__granted_by").get(pk=deadline.pk)
    if held.state != states.OPEN:
        raise NotAllowed(f"这一件{states.STATES[held.state]},不能再改。")
    return held


def record(
    deadline: Deadline,
    action: str,
    *,
    by: User | None,
    now: dt.datetime,
    via: str,
    why: str = "",
    from_due: dt.date | None = None,
    to_due: dt.date | None = None,
) -> None:
    """One event row of a deadline."""
    DeadlineEvent.objects.create(
        deadline=deadline, at=now, by=by, via=via, action=action, why=why[:200], from_due=from_due, to_due=to_due
    )
