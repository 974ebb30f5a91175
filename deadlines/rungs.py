"""Which rung of a ladder is due, and when the next will be. Pure: everything it needs is handed to it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from deadlines.calendar import Calendar
from deadlines.models import Deadline, ReminderHours, Rung


@dataclass(frozen=True)
class Steps:
    """A ladder: its rungs from the first day on, and the hour of one that asks neither for a working day nor hours."""

    rungs: Sequence[Rung]
    any_day_at: dt.time | None = None


@dataclass(frozen=True)
class Plan:
    """What a sweep does with one deadline: the rung to tell of, those it has overtaken, and when to look again."""

    top: Rung | None
    passed: Sequence[Rung]
    next_at: dt.datetime | None


@dataclass
class Timetable:
    """The calendar, the hours and the ladders by kind; moments are kept, for many deadlines share a last day."""

    calendar: Calendar
    hours: ReminderHours
    ladders: Mapping[str, Steps]
    _moments: dict[tuple[str, dt.date, int], dt.datetime] = field(default_factory=dict, repr=False)

    def ladder_of(self, kind: str) -> Steps | None:
        """A kind's own ladder, or the one for all."""
        return self.ladders.get(kind) or self.ladders.get("")

    def in_hours(self, now: dt.datetime) -> bool:
        """Whether people may be reminded at this moment."""
        local = timezone.localtime(now)
        return self.calendar.is_working(local.date()) and self.hours.opens <= local.time() < self.hours.closes

    def any_day_kinds(self) -> list[str]:
        """Kinds whose ladder asks neither for a working day nor for the hours."""
        return [kind for kind, ladder in self.ladders.items() if kind and ladder.any_day_at]

    def plan(self, deadline: Deadline, now: dt.datetime) -> Plan:
        """What is due of a deadline's ladder at ``now``: of several rungs the highest, and the lower it passes over."""
        waiting = [(self._moment(deadline, rung), rung) for rung in self._left(deadline)]
        due = [rung for moment, rung in waiting if moment <= now]
        later = [moment for moment, rung in waiting if moment > now]
        return Plan(due[-1] if due else None, due[:-1], min(later) if later else None)

    def next_at(self, deadline: Deadline) -> dt.datetime | None:
        """When the sweep looks at the deadline next; in the past when a rung is due already."""
        return min((self._moment(deadline, rung) for rung in self._left(deadline)), default=None)

    def _left(self, deadline: Deadline) -> list[Rung]:
        """Rungs above the one reached. What lay before the leg began is left out unless the last day had come:
        nobody opens with a week left to hear that a month is left.
        """
        ladder = self.ladder_of(deadline.kind)
        return [
            rung
            for rung in (ladder.rungs if ladder else [])
            if (deadline.reached is None or rung.offset > deadline.reached)
            and (rung.offset >= 0 or self._moment(deadline, rung) > deadline.leg_at)
        ]

    def _moment(self, deadline: Deadline, rung: Rung) -> dt.datetime:
        key = (deadline.kind, deadline.due_on, rung.offset)
        if key not in self._moments:
            self._moments[key] = self._work_out(*key)
        return self._moments[key]

    def _work_out(self, kind: str, due_on: dt.date, offset: int) -> dt.datetime:
        ladder = self.ladder_of(kind)
        if ladder and ladder.any_day_at:
            return _at(due_on + dt.timedelta(days=offset), ladder.any_day_at)
        if offset == 0:
            return _at(self.calendar.last_working_day(due_on), self.hours.opens)
        return _at(self.calendar.add_working_days(due_on, offset), self.hours.opens)


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=timezone.get_default_timezone())
