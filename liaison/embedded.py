"""The embedded engine: one process beside the web server that looks at every job by itself, without a broker."""

import datetime as dt
import logging
import os
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

from django.db import connection
from django.utils import timezone

from liaison.engine import Ended, look
from liaison.schedule import JOBS
from liaison.slots import Job

logger = logging.getLogger(__name__)

KIND = "work"
NAP = 1.0  # seconds at most between two glances at the clock, and at the process that started this one


def run_due(now: dt.datetime) -> list[Ended]:
    """Look at every job once, one after the other."""
    return [ended for job in JOBS if (ended := look(job, kind=KIND, now=now))]


def run_until(stop: threading.Event, *, parent: int | None = None) -> None:
    """Look at every job again and again until ``stop`` is set, then wait for what still runs.

    Each job has a thread of its own: one that takes long keeps no other waiting. ``parent`` is the process that this
    one must not outlive.
    """
    next_look = dict.fromkeys(JOBS, 0.0)
    under_way: dict[Job, Future[None]] = {}
    with ThreadPoolExecutor(max_workers=len(JOBS), thread_name_prefix="job") as threads:
        while not stop.is_set() and parent in (None, os.getppid()):
            clock = time.monotonic()
            for job in JOBS:
                if next_look[job] <= clock and (job not in under_way or under_way[job].done()):
                    next_look[job] = clock + job.seconds_between_looks
                    under_way[job] = threads.submit(_look, job)
            stop.wait(NAP)


def _look(job: Job) -> None:
    """In a thread: the database may be away for a while, and the job is looked at again soon."""
    try:
        look(job, kind=KIND, now=timezone.now())
    except Exception:
        logger.exception("%s could not be looked at", job.code)
    finally:
        connection.close()  # a thread keeps none while it waits
