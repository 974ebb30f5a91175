"""Duty of a year: patterns of all three rhythms, rosters published month by month, swaps, who came, what came of it."""

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from common.dates import next_month
from liaison.demo.diary import Act, moment
from liaison.demo.swaps import Swapping
from liaison.demo.visits import Pen
from liaison.demo.words import INSTEAD, THEMES
from liaison.demo.world import County
from studios.models import DutyPattern, DutyShift, ShiftTurn, Studio, VisitLog
from studios.services import (
    Mark,
    PatternValues,
    ShiftValues,
    add_shift,
    cancel_shift,
    change_pattern,
    change_shift,
    end_pattern,
    file,
    look_after_shifts,
    make_shifts,
    open_pattern,
    publish_shifts,
    record_shift,
    remind_to_publish,
    remind_turns,
)
from studios.states import shifts as states

DAY = dt.timedelta(days=1)
NINE, HALF_PAST_ELEVEN, TWO, FIVE = dt.time(9), dt.time(11, 30), dt.time(14), dt.time(17)
MORNING, AFTERNOON = {"starts": NINE, "ends": HALF_PAST_ELEVEN}, {"starts": TWO, "ends": FIVE}
WEEKLY, MONTHLY, NTH = DutyPattern.Rhythm.WEEKLY, DutyPattern.Rhythm.MONTHLY, DutyPattern.Rhythm.NTH
SKIP, MOVE, KEEP = DutyPattern.DayOff.SKIP, DutyPattern.DayOff.MOVE, DutyPattern.DayOff.KEEP
PATTERNS = {  # by the studio's number
    1: [PatternValues(WEEKLY, **MORNING, weekday=4, people=2, day_off=SKIP)],
    2: [PatternValues(WEEKLY, **MORNING, weekday=5, day_off=SKIP, makeup=KEEP)],
    3: [PatternValues(MONTHLY, **MORNING, day=10, people=2), PatternValues(MONTHLY, **MORNING, day=20, people=2)],
    4: [PatternValues(WEEKLY, **AFTERNOON, weekday=2, day_off=MOVE)],
    5: [PatternValues(MONTHLY, **MORNING, day=10), PatternValues(MONTHLY, **MORNING, day=20)],
    6: [PatternValues(MONTHLY, **MORNING, day=5, people=2), PatternValues(MONTHLY, **MORNING, day=31)],
    7: [PatternValues(NTH, **MORNING, weekday=5, nth=2, makeup=SKIP), PatternValues(NTH, **MORNING, weekday=5, nth=5)],
    8: [PatternValues(MONTHLY, **AFTERNOON, day=15, people=2, day_off=KEEP)],
}
WITHOUT_PATTERN = 26  # a studio where nobody sits: the office sees that it is empty
LATE = {14, 22}  # studios whose roster comes out on the second of its month


def patterns_of(studio: Studio) -> list[PatternValues]:
    if studio.number == WITHOUT_PATTERN:
        return []
    weekday, nth = studio.number % 5, studio.number % 4 + 1
    usual = PatternValues(NTH, **(MORNING if studio.number % 3 else AFTERNOON), weekday=weekday, nth=nth)
    return PATTERNS.get(studio.number, [usual])


class Duty:
    def __init__(self, county: County) -> None:
        self.county = county
        self.pen = Pen(county, "duty")
        self.chance = self.pen.chance
        self.swapping = Swapping(county)

    def plan(self) -> None:
        county = self.county
        county.diary.on(county.began + DAY, self._open_patterns)
        for day in county.days():
            if day.day == 20 or day == county.today - DAY:
                county.diary.on(moment(day, 1, 30), lambda now: make_shifts(now=now))
            if day.day == 20:
                self._plan_rosters(day, next_month(day.replace(day=1)))
            county.diary.on(moment(day, 1, 45), lambda now: look_after_shifts(now=now))
            county.diary.on(moment(day, 8, 40), lambda now: remind_to_publish(now=now))
            county.diary.on(moment(day, 18), lambda now: remind_turns(now=now))
            if day.weekday() == 4:
                county.diary.on(moment(day, 16), self._make_good)
        self._plan_rosters(timezone.localdate(county.began + DAY), county.months[0])
        self._plan_changes()
        self.swapping.plan_last()

    def _open_patterns(self, now: dt.datetime) -> None:
        for studio in self.county.studios:
            for values in patterns_of(studio):
                by = self.county.runner(studio)
                open_pattern(studio=studio, values=values, since=timezone.localdate(now), by=by, now=now)

    def _plan_changes(self) -> None:
        """The fourth studio moves from Wednesday to Thursday; another gives its second pattern up; extra shifts."""
        county, studios = self.county, self.county.studios

        def move(now: dt.datetime) -> None:
            old = DutyPattern.objects.in_studios([studios[3]]).get()
            values = PatternValues(WEEKLY, **AFTERNOON, weekday=3, day_off=MOVE)
            since, by = timezone.localdate(now) + DAY * 30, county.runner(studios[3])
            change_pattern(pattern=old, values=values, since=since, seen_until=None, by=by, now=now)

        def give_up(now: dt.datetime) -> None:
            old = DutyPattern.objects.in_studios([studios[5]]).get(day=31)
            until, by = timezone.localdate(now) + DAY * 40, county.runner(studios[5])
            end_pattern(pattern=old, until=until, seen_until=None, by=by, now=now)

        county.diary.on(moment(county.month(4).replace(day=14), 10), move)
        county.diary.on(moment(county.month(7).replace(day=9), 10), give_up)
        for n, month in enumerate(county.months[1::2]):
            county.diary.on(moment(month.replace(day=8), 10), self._extra(studios[n * 3 % 28], n))

    def _extra(self, studio: Studio, n: int) -> Act:
        """A shift elsewhere on a theme, with people of other offices (1+N)."""

        def act(now: dt.datetime) -> None:
            theme, guests = THEMES[n % len(THEMES)]
            taken = set(DutyShift.objects.in_studios([studio]).values_list("day", flat=True))
            day = timezone.localdate(now) + DAY * 9
            while day in taken:
                day += DAY
            people = tuple(self.county.residents[studio.pk][:2])
            place = f"{self.chance.choice(self.pen.near(studio)).name}活动室"
            values = ShiftValues(day, NINE, HALF_PAST_ELEVEN, place, theme, guests, people, tuple(studio.sectors.all()))
            by = self.county.runner(studio)
            shift = add_shift(studio=studio, values=values, by=by, now=now)
            self._publish(studio, [shift], now)

        return act

    def _plan_rosters(self, day: dt.date, month: dt.date) -> None:
        for studio in self.county.studios:
            late = studio.number in LATE and day.day == 20
            at = moment(month.replace(day=2), 9) if late else moment(day, 16)
            self.county.diary.on(at, self._roster(studio, month))

    def _roster(self, studio: Studio, month: dt.date) -> Act:
        def act(now: dt.datetime) -> None:
            shifts = DutyShift.objects.in_studios([studio]).in_month(month).planned()
            self._publish(studio, list(shifts.filter(day__gte=timezone.localdate(now)).in_order()), now)

        return act

    def _publish(self, studio: Studio, shifts: list[DutyShift], now: dt.datetime) -> None:
        publish_shifts(shifts=shifts, by=self.county.runner(studio), now=now)
        for shift in shifts:
            self._plan_shift(shift)

    # One shift

    def _plan_shift(self, shift: DutyShift) -> None:
        what, on = self.chance.random(), self.county.diary.on
        if what < 0.025:
            on(moment(shift.day - DAY, 11), self._on_published(shift, self._cancel))
        elif what < 0.07:
            on(moment(shift.day - DAY * 4, 11), self._on_published(shift, self._give_theme))
        self.swapping.plan(shift)
        on(moment(shift.day, shift.ends.hour + 1, 10), self._on_published(shift, self._write_log))

    def _on_published(self, shift: DutyShift, act: Callable[[DutyShift, dt.datetime], None]) -> Act:
        """``act`` on the shift as it stands then, if it still is to take place."""

        def later(now: dt.datetime) -> None:
            found = DutyShift.objects.select_related("studio").filter(pk=shift.pk, state=states.PUBLISHED).first()
            if found:
                act(found, now)

        return later

    def _cancel(self, shift: DutyShift, now: dt.datetime) -> None:
        by = self.county.runner(shift.studio)
        cancel_shift(
            shift=shift, why=self.chance.choice(["全乡防汛值守", "场地维修", "与全会时间冲突"]), by=by, now=now
        )

    def _give_theme(self, shift: DutyShift, now: dt.datetime) -> None:
        theme, guests = self.chance.choice(THEMES)
        members = tuple(turn.member for turn in self._turns(shift) if turn.member)
        if self.chance.random() < 0.3:
            members = (self.chance.choice(self.county.residents[shift.studio_id]), *members[1:])
        values = ShiftValues(shift.day, shift.starts, shift.ends, shift.place, theme, guests, members)
        by = self.county.runner(shift.studio)
        change_shift(shift=shift, values=values, revision=shift.revision, by=by, now=now)

    def _turns(self, shift: DutyShift) -> list[ShiftTurn]:
        turns = ShiftTurn.objects.standing().filter(shift=shift).select_related("member__user")
        return list(turns.order_by("pk"))

    def _write_log(self, shift: DutyShift, now: dt.datetime) -> None:
        """In the evening: who came writes down who visited; three of ten shifts have no visitors."""
        turns, chance = self._turns(shift), self.chance
        came = [turn for turn in turns if chance.random() > 0.05]
        visited = came and chance.random() < 0.72
        for turn in came if visited else []:
            for _ in range(chance.choice([1, 1, 1, 2])):
                self._log(shift, turn, now)
        if chance.random() < 0.94:
            later = now + dt.timedelta(minutes=30) if chance.random() < 0.7 else moment(shift.day + DAY * 2, 10)
            marks = {turn.pk: self._mark(shift, turn in came) for turn in turns}
            self.county.diary.on(later, self._on_published(shift, lambda s, at: self._record(s, marks, at)))

    def _log(self, shift: DutyShift, turn: ShiftTurn, now: dt.datetime) -> None:
        entry = self.pen.entry(shift.day, turn.member, shift.studio, VisitLog.Way.RECEPTION, shift=shift)
        by = turn.member.user or self.county.runner(shift.studio)
        visit = file(entry=entry, member=turn.member, by=by, now=now, proxy=by != turn.member.user)
        self.county.filed(visit, entry, now)

    def _mark(self, shift: DutyShift, came: bool) -> Mark:
        """One in thirty is not seen leaving."""
        if not came:
            return Mark(came=False)
        late = dt.timedelta(minutes=self.chance.choice([-10, -5, 0, 0, 3, 8]))
        arrived = (dt.datetime.combine(shift.day, shift.starts) + late).time()
        return Mark(True, arrived, None if self.chance.random() < 0.03 else shift.ends)

    def _record(self, shift: DutyShift, marks: dict[int, Mark], now: dt.datetime) -> None:
        written = VisitLog.objects.filed().filter(shift=shift).exists()
        instead = "" if written or not any(mark.came for mark in marks.values()) else self.chance.choice(INSTEAD)
        record_shift(
            shift=shift, marks=marks, no_visitors=bool(instead), instead=instead, why="", revision=shift.revision,
            by=self.county.runner(shift.studio), now=now,
        )  # fmt: skip
        if self.chance.random() < 0.04:
            self.county.diary.on(now + DAY, self._put_right(shift))

    def _put_right(self, shift: DutyShift) -> Act:
        def act(now: dt.datetime) -> None:
            held = DutyShift.objects.get(pk=shift.pk)
            if held.state != states.HELD:
                return
            turn = self._turns(held)[0]
            marks = {turn.pk: Mark(True, dt.time(held.starts.hour, 20), held.ends)}
            record_shift(
                shift=held, marks=marks, no_visitors=held.no_visitors, instead=held.instead, why="到岗时间写错了",
                revision=held.revision, by=self.county.runner(shift.studio), now=now,
            )  # fmt: skip

        return act

    def _make_good(self, now: dt.datetime) -> None:
        """On Fridays most of what is still without an outcome is recorded, or cancelled where nobody came."""
        before = timezone.localdate(now) - DAY * 6
        for shift in DutyShift.objects.without_outcome(before).select_related("studio").in_order():
            if self.chance.random() < 0.3:
                continue
            turns = self._turns(shift)
            if all(turn.state == states.ABSENT for turn in turns):
                by = self.county.runner(shift.studio)
                cancel_shift(shift=shift, why="值班委员都没有到岗", by=by, now=now)
                continue
            marks = {turn.pk: Mark(True, shift.starts, shift.ends) for turn in turns if turn.state == states.EXPECTED}
            self._record(shift, marks, now)
