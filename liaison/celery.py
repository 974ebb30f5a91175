"""The Celery engine: beat asks for a look at every job, and whichever worker is free looks.

The schedule is the project's own; a task names a job and carries nothing else. A message expires when the next one is
due, so that none pile up while workers are away. Only ``celery -A liaison …`` imports this.
"""

import os

from celery import Celery
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from liaison.schedule import JOBS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liaison.settings")

app = Celery("liaison")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.task(name="liaison.run_job")
def run_job(code: str) -> None:
    """Look at one job; nothing when the schedule knows it no more."""
    from liaison.engine import job_of, look

    if job := job_of(code):
        look(job, kind="celery", now=timezone.now())


def beat_schedule() -> dict[str, dict[str, object]]:
    """What beat sends, and after how many seconds again."""
    return {
        job.code: {
            "task": run_job.name,
            "args": [job.code],
            "schedule": job.seconds_between_looks,
            "options": {"expires": job.seconds_between_looks},
        }
        for job in JOBS
    }


if not app.conf.broker_url:
    raise ImproperlyConfigured("没有设置 REDIS_URL,Celery 无处收发任务。不用 Redis 时请改用 manage.py work。")
app.conf.beat_schedule = beat_schedule()
