"""Patterns of duty: made, changed (one ends, the next opens), ended. Each makes the studio's shifts anew at once."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from studios.models import DutyPattern, Studio
from studios.services.making import Made, make_for
from studios.services.shift_steps import DutyRefused, hold_studio

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class PatternValues:
    """A pattern as written."""

    rhythm: str
    starts: dt.time
    ends: dt.time
    weekday: int | None = None
    day: int | None = None
    nth: int | None = None
    people: int = 1
    day_off: str = DutyPattern.DayOff.MOVE
    makeup: str = DutyPattern.DayOff.KEEP
    place: str = ""

    def pattern(self, studio: Studio, since: dt.date) -> DutyPattern:
        """The row of it, not saved: what a preview is worked out from."""
        return DutyPattern(studio=studio, since=since, **vars(self))


@transaction.atomic
def open_pattern(
    *, studio: Studio, values: PatternValues, since: dt.date, by: User | None, now: dt.datetime, via: str = "page"
) -> tuple[DutyPattern, Made]:
    """A new pattern from ``since`` on, and its shifts; sent twice, made once. Locks the studio. Raises DutyRefused."""
    held = hold_studio(studio)
    refuse_past(since, now)
    same = DutyPattern.objects.filter(studio=held, since=since, until=None, **vars(values)).first()
    return (same, Made()) if same else _open(held, values, since, by=by, now=now, via=via)


@transaction.atomic
def change_pattern(
    *,
    pattern: DutyPattern,
    values: PatternValues,
    since: dt.date,
    seen_until: dt.date | None,
    by: User | None,
    now: dt.datetime,
    via: str = "page",
) -> tuple[DutyPattern, Made]:
    """The pattern ends the day before ``since``, a new one opens; unpublished shifts follow, published ones stay.

    Sent twice, it is changed once. Locks the studio. Raises DutyRefused when somebody ended or changed it meanwhile:
    when it does not end on ``seen_until`` any more.
    """
    held = hold_studio(pattern.studio)
    refuse_past(since, now)
    done = DutyPattern.objects.filter(studio=held, since=since, until=None, made_by=by, **vars(values)).first()
    if done and done.pk != pattern.pk:
        return done, Made()
    _end(pattern, since - ONE_DAY, seen_until, by=by, now=now)
    return _open(held, values, since, by=by, now=now, via=via)


@transaction.atomic
def end_pattern(
    *,
    pattern: DutyPattern,
    until: dt.date,
    seen_until: dt.date | None,
    by: User | None,
    now: dt.datetime,
    via: str = "page",
) -> Made:
    """The pattern names no day after ``until``; sent twice, it is ended once. Locks the studio. Raises DutyRefused."""
    held = hold_studio(pattern.studio)
    if until < timezone.localdate(now) - ONE_DAY:
        raise DutyRefused("停用的日子请填今天或以后。")
    if DutyPattern.objects.filter(pk=pattern.pk, until=until, ended_by=by).exists():
        return Made()
    _end(pattern, until, seen_until, by=by, now=now)
    return make_for(studio=held, by=by, now=now, via=via)


def refuse_past(since: dt.date, now: dt.datetime) -> None:
    if since < timezone.localdate(now):
        raise DutyRefused("开始的日子已经过去,请填今天或以后。")


def _open(
    studio: Studio, values: PatternValues, since: dt.date, *, by: User | None, now: dt.datetime, via: str
) -> tuple[DutyPattern, Made]:
    made = values.pattern(studio, since)
    made.made_at, made.made_by = now, by
    made.save(force_insert=True)
    return made, make_for(studio=studio, by=by, now=now, via=via)


def _end(pattern: DutyPattern, until: dt.date, seen: dt.date | None, *, by: User | None, now: dt.datetime) -> None:
    """By compare-and-set on the end that was seen. One that would end before it began was never in force."""
    changes = {"until": max(until, pattern.since), "dropped": until < pattern.since, "ended_at": now, "ended_by": by}
    if not DutyPattern.objects.filter(pk=pattern.pk, until=seen, dropped=False).update(**changes):
        raise DutyRefused("这一条值班安排刚刚有人改过或停用了。请看现在的安排,再决定要不要改。")
    for name, value in changes.items():
        setattr(pattern, name, value)
