"""Reads of the engine: how each job stands, and what went wrong."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max, QuerySet

from liaison.models import JobRun, JobState
from liaison.schedule import JOBS
from liaison.slots import Job

SILENT_LOOKS = 5  # an engine that missed so many looks is not late, it has stopped


@dataclass(frozen=True)
class JobLine:
    """How a job stands. ``next_at`` is past when it should have run; ``state`` is null before it was looked at once."""

    job: Job
    state: JobState | None
    next_at: dt.datetime
    running: bool
    broken_off: bool
    late: bool

    @property
    def failed(self) -> bool:
        """Whether its last run did not do its work."""
        return bool(self.state and self.state.error)


@dataclass(frozen=True)
class Board:
    """All jobs, and when an engine last looked at any of them; null when none ever did."""

    lines: list[JobLine]
    looked_at: dt.datetime | None
    silent: bool


def job_board(now: dt.datetime) -> Board:
    """One query."""
    states = {state.job: state for state in JobState.objects.all()}
    looked_at = max((state.looked_at for state in states.values()), default=None)
    lines = [_line(job, states.get(job.code), now) for job in JOBS]
    return Board(lines, looked_at, silent=is_silent(looked_at, now))


def _line(job: Job, state: JobState | None, now: dt.datetime) -> JobLine:
    held_until = state.held_until if state else None
    if state is None or state.slot is None:
        undone = job.when.slot(now)
    else:
        undone = state.slot if held_until else job.when.after(state.slot)
    return JobLine(
        job=job,
        state=state,
        next_at=job.when.after(now) if held_until else undone,
        running=held_until is not None and held_until >= now,
        broken_off=held_until is not None and held_until < now,
        late=undone + job.grace < now,
    )


def is_silent(looked_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether no engine runs, as far as the last look tells."""
    return looked_at is None or looked_at < now - dt.timedelta(seconds=SILENT_LOOKS * settings.JOB_LOOK_SECONDS)


def last_look() -> dt.datetime | None:
    """When an engine last looked at any job; one query."""
    last: dt.datetime | None = JobState.objects.aggregate(last=Max("looked_at"))["last"]
    return last


def failed_since(moment: dt.datetime) -> QuerySet[JobRun]:
    """Runs that did not do their work, newest first."""
    return JobRun.objects.filter(started_at__gte=moment).exclude(error="")


def history() -> QuerySet[JobRun]:
    """Runs that left something to tell, newest first."""
    return JobRun.objects.all()
