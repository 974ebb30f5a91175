"""The demo county while it is being made: who is there, and what one part of its story leaves for another."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from accounts.models import Unit, User
from common.dates import month_start, next_month
from deadlines.calendar import Calendar
from liaison.demo.diary import Diary, moment
from members.models import Constituent, Member, Village
from studios.models import Studio, VisitLog
from studios.services import VisitEntry

SEED = 20260301  # one county for everybody, whenever it is made
MONTHS = 12


@dataclass
class County:
    """``officers`` are the liaison officers by their studio's key, ``home`` the studio by the member's key."""

    diary: Diary
    calendar: Calendar
    length: int = MONTHS
    staff: dict[str, User] = field(default_factory=dict)
    units: list[Unit] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)
    villages: list[Village] = field(default_factory=list)
    leaders: list[Member] = field(default_factory=list)
    studios: list[Studio] = field(default_factory=list)
    officers: dict[int, User] = field(default_factory=dict)
    conveners: dict[int, Member] = field(default_factory=dict)
    residents: dict[int, list[Member]] = field(default_factory=dict)
    home: dict[int, Studio] = field(default_factory=dict)
    known: dict[int, list[Constituent]] = field(default_factory=lambda: defaultdict(list))
    after_filing: list[Callable[[VisitLog, VisitEntry, dt.datetime], None]] = field(default_factory=list)

    def runner(self, studio: Studio) -> User:
        """Who runs the studio's business: its officer, else its convener, else the clerk."""
        return self.officers.get(studio.pk) or self.conveners[studio.pk].user or self.clerk

    def workday(self, now: dt.datetime, days: int) -> dt.datetime:
        """So many working days after ``now``, at an hour of the office that is still to come on the same day."""
        day, hour = timezone.localtime(now).date(), timezone.localtime(now).hour
        if not days and hour < 16 and self.calendar.is_working(day):
            return moment(day, hour + 1, 20)
        return moment(self.calendar.add_working_days(day, days or 1), 9 + (hour + days) % 8, 20)

    def filed(self, visit: VisitLog, entry: VisitEntry, at: dt.datetime) -> None:
        """Somebody filed a visit: whoever goes on with it may write into the diary."""
        for goes_on in self.after_filing:
            goes_on(visit, entry, at)

    @property
    def now(self) -> dt.datetime:
        return self.diary.now

    @property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    @property
    def clerk(self) -> User:
        return self.staff["bangongshi"]

    @property
    def months(self) -> list[dt.date]:
        """The first days of the last months up to now's, oldest first."""
        months = [month_start(self.today)]
        while len(months) < self.length:
            months.insert(0, month_start(months[0] - dt.timedelta(days=1)))
        return months

    def month(self, n: int) -> dt.date:
        """The n-th month of a year; of a shorter story the one as far on in it."""
        return self.months[n * self.length // MONTHS]

    @property
    def began(self) -> dt.datetime:
        return moment(self.months[0], 8)

    def days(self) -> Iterator[dt.date]:
        """From the first morning until today."""
        for n in range((self.today - self.months[0]).days + 1):
            yield self.months[0] + dt.timedelta(days=n)

    def chance(self, topic: str) -> random.Random:
        """Chance for one part of the story, which no other part disturbs."""
        return random.Random(f"{SEED}:{topic}")  # noqa: S311  (no secret)

    def roster_chance(self) -> random.Random:
        """The roster is older than the topics: its people keep their names."""
        return random.Random(SEED)  # noqa: S311  (no secret)

    def closes(self, month: dt.date) -> dt.datetime | None:
        """When the month is closed; the last whole one is still open, for the office to look at."""
        after = next_month(month)
        return moment(after.replace(day=10), 17) if next_month(after) <= self.today else None

    def ago(self, days: int, hour: int = 10) -> dt.datetime:
        """So many working days before today."""
        return moment(self.calendar.add_working_days(self.today, -days), hour)

    def ahead(self, days: int) -> dt.date:
        """So many working days after today."""
        return self.calendar.add_working_days(self.today, days)
