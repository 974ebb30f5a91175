"""When a job is due. Time falls into slots, and a job runs once in each; slots that were missed count as one."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Every:
    """Slots of so many seconds, the same on every machine."""

    seconds: int

    def slot(self, now: dt.datetime) -> dt.datetime:
        """The beginning of the slot that ``now`` falls in."""
        length = dt.timedelta(seconds=self.seconds)
        return EPOCH + (now - EPOCH) // length * length

    def after(self, moment: dt.datetime) -> dt.datetime:
        """The beginning of the slot after the one that ``moment`` falls in."""
        return self.slot(moment) + dt.timedelta(seconds=self.seconds)

    def __str__(self) -> str:
        minutes, seconds = divmod(self.seconds, 60)
        return f"每 {self.seconds} 秒" if seconds else f"每 {minutes} 分钟"


@dataclass(frozen=True)
class Daily:
    """A slot a day, from this hour of the office's clock to the same hour of the next day."""

    hour: int
    minute: int = 0
    seconds = 86_400

    def slot(self, now: dt.datetime) -> dt.datetime:
        local = timezone.localtime(now, timezone.get_default_timezone())
        today = local.replace(hour=self.hour, minute=self.minute, second=0, microsecond=0)
        return today if today <= local else today - DAY

    def after(self, moment: dt.datetime) -> dt.datetime:
        return self.slot(moment) + DAY

    def __str__(self) -> str:
        return f"每天 {self.hour}:{self.minute:02d}"


@dataclass(frozen=True)
class Monthly:
    """A slot a month, from this hour of its first day."""

    hour: int
    minute: int = 0
    seconds = 28 * 86_400  # the shortest

    def slot(self, now: dt.datetime) -> dt.datetime:
        local = timezone.localtime(now, timezone.get_default_timezone())
        first = local.replace(day=1, hour=self.hour, minute=self.minute, second=0, microsecond=0)
        return first if first <= local else (first - DAY).replace(day=1)

    def after(self, moment: dt.datetime) -> dt.datetime:
        return (self.slot(moment) + 31 * DAY).replace(day=1)

    def __str__(self) -> str:
        return f"每月 1 日 {self.hour}:{self.minute:02d}"


@dataclass(frozen=True)
class Job:
    """A plain function that is called with ``now`` and says in Chinese what it did, or "" when there was nothing to do.

    ``grace`` after a slot began, a job that has not run in it is a fault that people are told of.
    """

    code: str
    name: str
    function: str
    when: Every | Daily | Monthly
    grace: dt.timedelta

    @property
    def seconds_between_looks(self) -> int:
        """A daily job too is looked at often: whatever was lost or missed meanwhile is found soon."""
        return min(self.when.seconds, settings.JOB_LOOK_SECONDS)
