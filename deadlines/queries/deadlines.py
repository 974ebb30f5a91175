"""Reads of deadlines that join: lists, counts, the story and the why of one."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from deadlines.calendar import Calendar
from deadlines.models import Deadline, DeadlineEvent, Firing, Limit
from deadlines.models.deadlines import DeadlineQuerySet
from deadlines.rungs import Timetable
from deadlines.why import Line, explain


def due_for_sweep(table: Timetable, now: dt.datetime) -> DeadlineQuerySet:
    """Deadlines with a rung that is due, the longest due first; outside the hours only those that ask for none."""
    due = Deadline.objects.to_sweep(now).order_by("next_at", "pk")
    return due if table.in_hours(now) else due.filter(kind__in=table.any_day_kinds())


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
    """The deadlines of a list by its filters: ``state`` ("" open, overdue, week, closed, all), kind, q."""
    found = Deadline.objects.visible_to(user)
    state = filters.get("state") or "open"
    if state == "overdue":
        found = found.overdue(today)
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
