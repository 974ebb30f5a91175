"""What both engines do: look at a job, and run it when it is due. The edge of the clock for every job."""

import datetime as dt
import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.module_loading import import_string

from liaison.schedule import JOBS
from liaison.services import Claim, claim, finish, lease, renew
from liaison.slots import Job

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3  # a job that kills its process thrice is left until its next slot, or it would take the others along


@dataclass(frozen=True)
class Ended:
    """A run that ended here: what it did, or what went wrong; neither when there was nothing to do."""

    job: Job
    did: str
    error: str


def job_of(code: str) -> Job | None:
    """None for a code that an older beat still sends."""
    return next((job for job in JOBS if job.code == code), None)


def name_of_engine(kind: str) -> str:
    """``celery@host#1234``: where to look for the process."""
    return f"{kind}@{socket.gethostname()[:50]}#{os.getpid()}"


def look(job: Job, *, kind: str, now: dt.datetime) -> Ended | None:
    """Run a job if it is due and nobody else runs it; None otherwise. Never raises what the job raises."""
    held = claim(job=job, engine=name_of_engine(kind), now=now)
    if held is None:
        return None
    with _held(held):
        did, error = _call(held)
    if not finish(claim=held, did=did, error=error, now=timezone.now()):
        logger.error("%s of slot %s was taken up by another before it ended here", job.code, held.slot)
    return Ended(job, did, error)


def _call(held: Claim) -> tuple[str, str]:
    """What the job did, and what went wrong. The words of an exception may quote a row: they go to the log only."""
    if held.attempts > MOST_ATTEMPTS:
        return "", f"连续{MOST_ATTEMPTS}次没有做完就中断了,到下一次再做。请查看程序日志。"
    try:
        return import_string(held.job.function)(now=held.started_at), ""
    except Exception as error:
        logger.exception("%s of slot %s failed", held.job.code, held.slot)
        return "", f"出错({type(error).__name__}),详细经过在程序日志里。"


@contextmanager
def _held(held: Claim) -> Iterator[None]:
    """Renew the lease from a thread for as long as the body runs, however long that is."""
    over = threading.Event()

    def keep() -> None:
        while not over.wait(lease().total_seconds() / 3):
            try:
                renew(claim=held, now=timezone.now())
            except DatabaseError:
                logger.warning("the lease of %s could not be renewed this time", held.job.code, exc_info=True)
            finally:
                connection.close()

    thread = threading.Thread(target=keep, name=f"lease of {held.job.code}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
