"""Claiming a job's slot, holding it while it runs, and letting go of it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from liaison.models import LONGEST, JobRun, JobState
from liaison.slots import Job


@dataclass(frozen=True)
class Claim:
    """The right to run a job in a slot, until somebody else may take it up. ``attempts`` over 1: others died at it."""

    job: Job
    slot: dt.datetime
    token: str
    attempts: int
    engine: str
    started_at: dt.datetime


@transaction.atomic
def claim(*, job: Job, engine: str, now: dt.datetime) -> Claim | None:
    """Look at a job, and take it when it is due and nobody runs it; None otherwise.

    Of any number of callers one gets a slot: it is written by compare-and-set on the job's one row. A job whose holder
    stopped renewing is taken up again, in the slot of now. Slots missed in between are passed over.
    """
    if not JobState.objects.filter(job=job.code).update(looked_at=now):
        JobState.objects.bulk_create([JobState(job=job.code, looked_at=now)], ignore_conflicts=True)
    slot, token = job.when.slot(now), uuid.uuid4().hex
    due = Q(held_until__isnull=True) & (Q(slot__isnull=True) | Q(slot__lt=slot))
    broken_off = Q(held_until__lt=now, slot__lte=slot)
    taken = JobState.objects.filter(due | broken_off, job=job.code).update(
        slot=slot,
        token=token,
        held_until=now + lease(),
        attempts=Case(When(held_until__isnull=True, then=Value(1)), default=F("attempts") + 1),
        engine=engine,
        started_at=now,
    )
    if not taken:
        return None
    attempts = JobState.objects.values_list("attempts", flat=True).get(job=job.code)
    return Claim(job, slot, token, attempts, engine, now)


def lease() -> dt.timedelta:
    """How long a holder that says nothing keeps its job."""
    return dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def renew(*, claim: Claim, now: dt.datetime) -> bool:
    """Hold on to a job that is still running; False when somebody else has taken it up."""
    held = JobState.objects.filter(job=claim.job.code, token=claim.token)
    return held.update(held_until=now + lease()) == 1


@transaction.atomic
def finish(*, claim: Claim, did: str, error: str, now: dt.datetime) -> bool:
    """Let go of a job and write down how it ended; in the history only if there is something to tell.

    False, and nothing written, when somebody else has taken the job up in the meantime.
    """
    said = {"did": did[:LONGEST], "error": error[:LONGEST]}
    held = JobState.objects.filter(job=claim.job.code, token=claim.token)
    if not held.update(held_until=None, token="", finished_at=now, **said):
        return False
    if did or error or claim.attempts > 1:
        JobRun.objects.create(
            job=claim.job.code,
            slot=claim.slot,
            started_at=claim.started_at,
            finished_at=now,
            attempts=claim.attempts,
            engine=claim.engine,
            **said,
        )
    return True


def remove_old_runs(*, now: dt.datetime) -> int:
    """Drop the history older than ``JOB_RUNS_KEPT_DAYS``; returns how many rows went."""
    before = now - dt.timedelta(days=settings.JOB_RUNS_KEPT_DAYS)
    return JobRun.objects.filter(started_at__lt=before).delete()[0]
