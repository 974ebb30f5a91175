"""What becomes of the log: authors put right and take back, officers check and return, month by month."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from accounts.models import User
from common.dates import next_month
from liaison.demo.diary import Act, moment
from liaison.demo.words import RETURNED, WITHDRAWN
from liaison.demo.world import County
from studios import states
from studios.models import Studio, VisitLog
from studios.services import MatterEntry, VisitEntry, check, correct, send_back, withdraw
from studios.services.parts import MATTER_FIELDS

DAY = dt.timedelta(days=1)
SLOW_STUDIOS = {12, 19}  # checked once a month, at its end


class Checks:
    """``waiting``: keys of filed visits by the studio whose officer is to check them, 0 for the office."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.chance = county.chance("checks")
        self.waiting: dict[int, list[int]] = defaultdict(list)
        county.after_filing.append(self.filed)

    def plan(self) -> None:
        county = self.county
        for day in county.days():
            for studio in county.studios:
                late = studio.number in SLOW_STUDIOS
                if day.weekday() == studio.number % 5 and (not late or next_month(day.replace(day=1)) - day <= DAY * 7):
                    county.diary.on(moment(day, 10), self._look_through(studio))
            if day.weekday() == 2:
                county.diary.on(moment(day, 11), self._look_through(None))

    def filed(self, visit: VisitLog, entry: VisitEntry, at: dt.datetime) -> None:
        """Somebody else's turn; one in thirty its author puts right or takes back first."""
        self.waiting[visit.studio_id or 0].append(visit.pk)
        what = self.chance.random()
        if what < 0.01:
            why = self.chance.choice(WITHDRAWN)
            self._if_open(visit, at + DAY, lambda v, t: withdraw(visit=v, why=why, by=v.recorded_by, now=t))
        elif what < 0.035:
            better = replace(entry, headcount=entry.headcount + 1, matters=self._otherwise(entry.matters))
            self._if_open(visit, at + DAY, lambda v, t: self._mend(v, better, "人次写少了", t))

    def _otherwise(self, matters: tuple[MatterEntry, ...]) -> tuple[MatterEntry, ...]:
        """What was settled on the spot, and told at once after all; the rest as it was."""
        return tuple(replace(one, told=one.told or bool(one.answer)) for one in matters)

    def _mend(self, visit: VisitLog, entry: VisitEntry, why: str, at: dt.datetime) -> None:
        correct(visit=visit, entry=entry, revision=visit.revision, by=visit.recorded_by, now=at, why=why)
        self.waiting[visit.studio_id or 0].append(visit.pk)

    def _if_open(self, visit: VisitLog, at: dt.datetime, act: Callable[[VisitLog, dt.datetime], object]) -> None:
        """``act`` on the visit as it stands then, unless its month is closed or it is gone."""
        closes = self.county.closes(visit.occurred_on.replace(day=1))
        if closes and at >= closes:
            return

        def later(at: dt.datetime) -> None:
            found = VisitLog.objects.select_related("member__user", "user", "recorded_by").get(pk=visit.pk)
            if found.state not in (states.DRAFT, states.WITHDRAWN):
                act(found, at)

        self.county.diary.on(at, later)

    def _look_through(self, studio: Studio | None) -> Act:
        def act(at: dt.datetime) -> None:
            visits = self._unchecked(studio)
            by = self._checker(studio)
            own = [one for one in visits if by.pk in (one.user_id, one.member and one.member.user_id)]
            self._check(own, self.county.clerk, at)
            visits = [one for one in visits if one not in own]
            doubtful = [one for one in visits if self.chance.random() < 0.04]
            for one in doubtful:
                self._return(one, by, at)
            good = [one for one in visits if one not in doubtful]
            self._check(good, by, at)

        return act

    def _unchecked(self, studio: Studio | None) -> list[VisitLog]:
        pks = self.waiting.pop(studio.pk if studio else 0, [])
        if not pks:
            return []
        found = VisitLog.objects.select_related("member__user", "user", "recorded_by")
        return list(found.filter(pk__in=pks, state=states.FILED).order_by("pk"))

    def _checker(self, studio: Studio | None) -> User:
        return self.county.runner(studio) if studio else self.county.staff["kaohe"]

    def _check(self, visits: list[VisitLog], by: User, at: dt.datetime) -> None:
        if visits:
            check(visits=visits, seen={one.pk: one.revision for one in visits}, by=by, now=at)

    def _return(self, visit: VisitLog, by: User, at: dt.datetime) -> None:
        """Back to its author, who mends it within days, most often."""
        closes = self.county.closes(visit.occurred_on.replace(day=1))
        if closes and at >= closes:
            self._check([visit], by, at)
            return
        send_back(visit=visit, revision=visit.revision, why=self.chance.choice(RETURNED), by=by, now=at)
        if self.chance.random() < 0.8:
            self._if_open(visit, at + DAY * self.chance.randint(1, 4), self._as_asked)

    def _as_asked(self, visit: VisitLog, at: dt.datetime) -> None:
        if visit.state == states.RETURNED:
            better = entry_of(visit)
            matters = self._otherwise(better.matters)
            better = replace(better, place=better.place or "工作室", headcount=better.headcount + 1, matters=matters)
            self._mend(visit, better, "按退回的意见改", at)


def entry_of(visit: VisitLog) -> VisitEntry:
    """The entry as it is stored, to be put right."""
    names = ("occurred_on", "way", "headcount", "people", "place", "summary", "studio", "shift", "others")
    return VisitEntry(
        **{name: getattr(visit, name) for name in names},
        purposes=tuple(visit.purposes.all()),
        companions=tuple(visit.companions.all()),
        constituents=tuple(visit.constituents.all()),
        matters=tuple(
            MatterEntry(**{name: getattr(one, name) for name in MATTER_FIELDS}) for one in visit.matters.all()
        ),
    )
