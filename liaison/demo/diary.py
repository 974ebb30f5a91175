"""What happens in the demo county, in the order of its moments. What is to come after now has not happened."""

import datetime as dt
import heapq
from collections.abc import Callable
from itertools import count

from django.utils import timezone

Act = Callable[[dt.datetime], object]


def moment(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=timezone.get_default_timezone())


class Diary:
    """Acts by their moments. One act may write others into it, later ones than itself."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now
        self._reached = dt.datetime.min.replace(tzinfo=dt.UTC)
        self._acts: list[tuple[dt.datetime, int, Act]] = []
        self._written = count()

    def on(self, at: dt.datetime, act: Act) -> None:
        """``act`` is called with its moment; what is written first comes first in the same one.

        What is written for a moment that has gone by happens at once.
        """
        at = max(at, self._reached)
        if at <= self.now:
            heapq.heappush(self._acts, (at, next(self._written), act))

    def live(self, tell: Callable[[str], object]) -> None:
        """Let everything happen, telling of each month as it begins."""
        told = ""
        while self._acts:
            at, _, act = heapq.heappop(self._acts)
            self._reached = at
            month = f"{timezone.localdate(at):%Y}年{timezone.localdate(at).month}月"
            if month != told:
                tell(f"{month}……")
                told = month
            act(at)
