"""Shifts made ahead from patterns, unpublished, with people by rotation; made anew while the calendar changes."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from deadlines.calendar import Calendar
from deadlines.queries import the_calendar
from studios.models import DutyPattern, DutyShift, ShiftEvent, ShiftTurn, Studio
from studios.queries.duty import busy_elsewhere, candidates, duty_setting, expected, unsettled
from studios.rhythm import REACH, Planned, planned
from studios.rotation import choose
from studios.services.duty_notices import runners, short_day, tell, when
from studios.services.shift_steps import hold_studio, note
from studios.states import shifts as states


@dataclass
class Made:
    """What a run did: shifts made, moved or taken away before they were published; conveners asked to decide."""

    made: int = 0
    moved: int = 0
    removed: int = 0
    asked: int = 0

    def add(self, other: "Made") -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def make_shifts(*, now: dt.datetime) -> Made:
    """For every standing studio, one transaction each. Queries grow with studios and with new shifts."""
    calendar, total = the_calendar(), Made()
    for studio in Studio.objects.standing().filter(patterns__isnull=False).distinct().order_by("number"):
        total.add(make_for(studio=studio, by=None, now=now, via="job", calendar=calendar))
    return total


@transaction.atomic
def make_for(
    *, studio: Studio, by: User | None, now: dt.datetime, via: str = "page", calendar: Calendar | None = None
) -> Made:
    """Make what the studio's patterns want up to the weeks ahead. Made once: run again, it makes none.

    Locks the studio, then its shifts in the order of their keys.

    An unpublished shift that nobody changed follows pattern and calendar; published ones stay, and who runs the studio
    is told once that there is something to decide.
    """
    run = _Run(hold_studio(studio), calendar or the_calendar(), by=by, now=now, via=via)
    wanted = run.wanted()
    run.follow(wanted)
    run.make(wanted)
    run.ask()
    return run.done


class _Run:
    """One studio: what stands, loaded once, and what is done to it."""

    def __init__(self, studio: Studio, calendar: Calendar, *, by: User | None, now: dt.datetime, via: str) -> None:
        self.studio, self.calendar = studio, calendar
        self.by, self.now, self.via = by, now, via
        self.today = timezone.localdate(now)
        self.last = self.today + dt.timedelta(weeks=duty_setting().weeks_ahead)
        self.done = Made()
        shifts = DutyShift.objects.in_studios([studio]).filter(day__gte=self.today - REACH)
        held = shifts.select_for_update(of=("self",)).select_related("pattern").order_by("pk")
        self.shifts = list(held)  # locked: nobody publishes or changes one while it is made to follow
        self.taken = {(one.day, one.starts) for one in self.shifts if one.state != states.CANCELLED}

    def wanted(self) -> list[tuple[DutyPattern, Planned]]:
        """The days from today that the patterns in force name, or were moved to, in order."""
        found = []
        for pattern in DutyPattern.objects.in_studios([self.studio]).standing(self.today):
            for one in planned(pattern, max(self.today - REACH, pattern.since), self.last, self.calendar):
                if one.day and self.today <= one.day <= self.last:
                    found.append((pattern, one))
        return sorted(found, key=lambda pair: (pair[1].day or self.today, pair[0].starts, pair[0].pk))

    def follow(self, wanted: list[tuple[DutyPattern, Planned]]) -> None:
        """Bring what exists to where pattern and calendar put it now."""
        days = {(pattern.pk, one.planned_on): one for pattern, one in wanted}
        for shift in self.shifts:
            if shift.pattern is None or shift.planned_on is None or shift.day < self.today:
                continue
            now = days.get((shift.pattern_id or 0, shift.planned_on)) or expected(shift, self.calendar)
            if shift.state == states.PLANNED and not shift.edited:
                self._refit(shift, now)
            elif now.day == shift.expected_on and now.provisional != shift.provisional:
                DutyShift.objects.filter(pk=shift.pk).update(provisional=now.provisional)

    def _refit(self, shift: DutyShift, now: Planned) -> None:
        """Move an unpublished shift to where it belongs, or take it away: when nowhere, or where another stands."""
        self.taken.discard((shift.day, shift.starts))
        if now.day is None or now.day < self.today or (now.day, shift.starts) in self.taken:
            self.shifts = [one for one in self.shifts if one.pk != shift.pk]
            shift.delete()
            self.done.removed += 1
            return
        self.taken.add((now.day, shift.starts))
        changes = {"day": now.day, "expected_on": now.day, "provisional": now.provisional}
        if all(getattr(shift, name) == value for name, value in changes.items()):
            return
        DutyShift.objects.filter(pk=shift.pk).update(**changes, changed_at=self.now)
        if now.day != shift.day:
            note(shift, "remake", by=self.by, now=self.now, via=self.via, why=now.why)
            self.done.moved += 1

    def make(self, wanted: list[tuple[DutyPattern, Planned]]) -> None:
        known = {(one.pattern_id, one.planned_on) for one in self.shifts}
        new = [pair for pair in wanted if (pair[0].pk, pair[1].planned_on) not in known]
        if not new:
            return
        people = candidates(self.studio, self.today)
        busy = busy_elsewhere(self.studio, self.today)
        for pattern, one in new:
            day = one.day or self.today
            if (day, pattern.starts) in self.taken:
                continue  # two patterns on one day and hour: one shift
            shift = self._shift(pattern, one, day)
            self.taken.add((day, pattern.starts))
            chosen = choose(people, pattern.people, day, busy.get(day, set()))
            ShiftTurn.objects.bulk_create(ShiftTurn(shift=shift, member_id=who.key) for who in chosen)
            self.done.made += 1

    def _shift(self, pattern: DutyPattern, one: Planned, day: dt.date) -> DutyShift:
        shift = DutyShift.objects.create(
            studio=self.studio, pattern=pattern, planned_on=one.planned_on, day=day, expected_on=day,
            starts=pattern.starts, ends=pattern.ends, needed=pattern.people, place=pattern.place,
            provisional=one.provisional, changed_at=self.now,
        )  # fmt: skip
        ShiftEvent.objects.create(
            shift=shift, at=self.now, by=self.by, via=self.via, action="make", to_state=states.PLANNED, why=one.why
        )
        return shift

    def ask(self) -> None:
        """Who runs the studio decides on what the calendar has overtaken; told once of each day it now says."""
        for one in unsettled([self.studio], self.today, self.calendar):
            shift = one.shift
            said = f"{one.now.day:%Y%m%d}" if one.now.day else "none"
            subject = f"{self.studio}{short_day(shift)}的值班请您定一下"
            body = (
                f"{when(shift)}的值班,按现在的工作日历和值班安排:{one.now.why or '应在原定的日子'}。"
                "已经安排的不会自己变,请在“值班”里决定:照原定日期、改日期,或者取消。"
            )
            tell(runners(shift), shift, what=f"calendar:{said}", subject=subject, body=body, now=self.now)
            self.done.asked += 1
