"""Reads of deadlines that join: lists, counts, the story and the why of one."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from deadlines import states
from deadlines.calendar import Calendar
from deadlines.models import Deadline, DeadlineEvent, Firing, Limit, Part
from deadlines.models.deadlines import DeadlineQuerySet
from deadlines.queries.calendar import the_calendar
from deadlines.rungs import Timetable
from deadlines.why import Line, explain, standing


def due_for_sweep(table: Timetable, now: dt.datetime) -> DeadlineQuerySet:
    """Deadlines with a rung that is due, the longest due first; outside the hours only those that ask for none."""
    due = Deadline.objects.to_sweep(now).order_by("next_at", "pk")
    return due if table.in_hours(now) else due.filter(kind__in=table.any_day_kinds())


OVERSLEPT = dt.timedelta(hours=1)  # within office hours: whatever waits so long shows


def stuck(table: Timetable, now: dt.datetime) -> int:
    """How many should have been told an hour of office hours ago and were not: no sweep runs. One query."""
    then = now - OVERSLEPT
    waited = table.in_hours(now) and table.in_hours(then)
    return Deadline.objects.to_sweep(then).count() if waited else 0


@dataclass(frozen=True)
class Row:
    """A deadline as pages show it: its kind, how it stands in words, and the colour of that."""

    deadline: Deadline
    kind: str
    standing: str
    tone: str

    def people(self, part: str = Part.RESPONSIBLE) -> list[str]:
        """Who has a part in it; ``with_parties`` must have been asked for."""
        return [str(party) for party in self.deadline.parties.all() if party.part == part]


def as_rows(deadlines: Iterable[Deadline], calendar: Calendar, today: dt.date) -> Iterator[Row]:
    """Deadlines as pages show them. One query, for the names of the kinds."""
    names = kinds(today)
    for one in deadlines:
        yield Row(one, names.get(one.kind, "其他"), _standing(one, calendar, today), _tone(one, today))


def _standing(deadline: Deadline, calendar: Calendar, today: dt.date) -> str:
    if deadline.state != states.OPEN:
        return states.STATES[deadline.state]
    return standing(deadline.due_on, calendar, today)


def _tone(deadline: Deadline, today: dt.date) -> str:
    """临期 begins with the first reminder: the ladder says when, no number here."""
    if deadline.state != states.OPEN:
        return "done" if deadline.state == states.MET else "off"
    if deadline.due_on < today:
        return "late"
    return "soon" if deadline.due_on == today or deadline.reached is not None else "busy"


@dataclass(frozen=True)
class Counts:
    """What is open, by how it stands."""

    open: int
    overdue: int
    week: int
    provisional: int


def week_of(today: dt.date) -> tuple[dt.date, dt.date]:
    """From today to the Sunday of its week."""
    return today, today + dt.timedelta(days=6 - today.weekday())


def counts_for(found: DeadlineQuerySet, today: dt.date) -> Counts:
    """The open ones among ``found``, counted. One query."""
    sums = (
        found.open()
        .order_by()
        .aggregate(
            open=Count("pk"),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
            week=Count("pk", filter=Q(due_on__range=week_of(today))),
            provisional=Count("pk", filter=Q(provisional=True)),
        )
    )
    return Counts(**sums)


def matching(user: User, filters: dict[str, Any], today: dt.date) -> DeadlineQuerySet:
    """The deadlines of a list by its filters: state ("" for open ones), kind, who ("me"), q."""
    found = Deadline.objects.to_do_by(user) if filters.get("who") == "me" else Deadline.objects.visible_to(user)
    state = filters.get("state") or "open"
    if state == "overdue":
        found = found.overdue(today)
    elif state == "provisional":
        found = found.open().filter(provisional=True)
    elif state == "week":
        found = found.due_within(*week_of(today))
    elif state != "all":
        found = found.closed() if state == "closed" else found.open()
    if kind := filters.get("kind"):
        found = found.filter(kind=kind)
    if text := str(filters.get("q") or "").strip():
        found = found.filter(label__contains=text)
    if state == "closed":
        return found.order_by("-closed_at", "-pk")
    return found.soonest_first()


def with_undelivered(found: DeadlineQuerySet) -> DeadlineQuerySet:
    """Those of which a rung reached nobody, with those rungs as ``unheard``. Two queries when read."""
    unheard = Firing.objects.undelivered().order_by("at", "pk")
    return (
        found.filter(Exists(unheard.filter(deadline=OuterRef("pk"))))
        .prefetch_related(Prefetch("firings", queryset=unheard, to_attr="unheard"))
        .order_by("due_on", "pk")
    )


def kinds(today: dt.date) -> dict[str, str]:
    """The kinds of deadlines by code, in the words of their limits. One query."""
    return {code: limit.name for code, limit in Limit.objects.in_force(today).items()}


def story_of(deadline: Deadline) -> list[DeadlineEvent | Firing]:
    """What happened to a deadline and whom it told, oldest first. Two queries."""
    events: list[DeadlineEvent | Firing] = list(deadline.events.select_related("by"))
    events += list(deadline.firings.select_related("seen_by"))
    return sorted(events, key=lambda one: one.at)


def why_of(deadline: Deadline, calendar: Calendar, story: list[DeadlineEvent | Firing]) -> list[Line]:
    """Why the deadline ends when it does. ``deadline.limit`` must be loaded; no query then."""
    return explain(deadline, [one for one in story if isinstance(one, DeadlineEvent)], calendar)


def latest_firing(deadline: Deadline) -> Firing | None:
    """The rung told last in this leg, or None. One query."""
    told: QuerySet[Firing] = Firing.objects.told_of().filter(deadline=deadline, leg=deadline.leg)
    return told.select_related("seen_by").order_by("-offset").first()


def standing_then(firing: Firing) -> str:
    """How it stood with the deadline on the day of the paper. Three queries."""
    return standing(firing.due_on, the_calendar(), timezone.localdate(firing.at))
