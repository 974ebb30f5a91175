import datetime as dt

from django.db import models
from django.db.models import Q

from liaison.schedule import JOBS

LONGEST = 200  # characters of what a job did, or of what went wrong


class JobState(models.Model):
    """The one row of a job: when it was last looked at, the slot it last ran in, who runs it now and how it last ended.

    ``held_until`` and ``token`` are set while somebody runs it. A holder that lives moves ``held_until`` on; one that
    passed means that the holder died.
    """

    job = models.CharField("任务", max_length=40, unique=True)
    looked_at = models.DateTimeField("最后查看时间")
    slot = models.DateTimeField("所属时段", null=True)
    token = models.CharField("持有凭据", max_length=32, blank=True)
    held_until = models.DateTimeField("持有到", null=True)
    attempts = models.PositiveSmallIntegerField("第几次", default=0)
    engine = models.CharField("运行于", max_length=80, blank=True)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)
    did = models.CharField("做了什么", max_length=LONGEST, blank=True)
    error = models.CharField("出错", max_length=LONGEST, blank=True)

    class Meta:
        verbose_name = "任务状态"
        verbose_name_plural = "任务状态"
        default_permissions = []
        permissions = [("see_jobs", "可以查看后台任务")]
        constraints = [
            models.CheckConstraint(
                condition=Q(held_until__isnull=True, token="") | (Q(held_until__isnull=False) & ~Q(token="")),
                name="job_held_with_token",
            ),
            models.CheckConstraint(
                condition=Q(held_until__isnull=True) | Q(slot__isnull=False, started_at__isnull=False),
                name="job_held_in_a_slot",
            ),
        ]

    def __str__(self) -> str:
        return self.job

    @property
    def seconds(self) -> float | None:
        """How long the last run took; None while it runs."""
        return _seconds(self.started_at, self.finished_at)


class JobRun(models.Model):
    """A run that did something, failed or took up one that broke off: the history. A quiet run leaves no row here.

    ``attempts`` over 1: as many runs before it broke off.
    """

    job = models.CharField("任务", max_length=40)
    slot = models.DateTimeField("所属时段")
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("结束时间")
    attempts = models.PositiveSmallIntegerField("第几次", default=1)
    engine = models.CharField("运行于", max_length=80)
    did = models.CharField("做了什么", max_length=LONGEST, blank=True)
    error = models.CharField("出错", max_length=LONGEST, blank=True)

    class Meta:
        verbose_name = "运行记录"
        verbose_name_plural = "运行记录"
        ordering = ["-started_at", "-pk"]
        default_permissions = []
        constraints = [
            models.UniqueConstraint(fields=["job", "slot"], name="job_run_once_a_slot"),
            models.CheckConstraint(
                condition=~Q(did="") | ~Q(error="") | Q(attempts__gt=1), name="job_run_tells_something"
            ),
        ]
        indexes = [models.Index(fields=["-started_at"], name="job_run_newest_first")]  # the page, and the pruning

    def __str__(self) -> str:
        return f"{self.job} {self.slot:%Y-%m-%d %H:%M:%S}"

    @property
    def name(self) -> str:
        """The job's name; its code when the schedule knows it no more."""
        return next((job.name for job in JOBS if job.code == self.job), self.job)

    @property
    def seconds(self) -> float | None:
        return _seconds(self.started_at, self.finished_at)


def _seconds(started_at: dt.datetime | None, finished_at: dt.datetime | None) -> float | None:
    if started_at is None or finished_at is None or finished_at < started_at:
        return None
    return (finished_at - started_at).total_seconds()
