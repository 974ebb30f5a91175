"""What the office's own jobs and pages leave behind: gaps told of, quotas reminded of, standards, representatives."""

import datetime as dt

from django.utils import timezone

from assessment.services import remind_behind
from liaison.demo.diary import moment
from liaison.demo.words import FIELDS
from liaison.demo.world import County
from members.models import Representative
from members.services import RepresentativeEntry, add_representative, end_representative
from studios.models import StandardItem, StudioEvidence
from studios.services import GapValues, change_gap_setting, fill_evidence, tell_gaps

UNFILLED = 5  # studios that have not begun with the standard
TOLD_FROM, TOLD_UNTIL = 20, 6  # days of a month between which somebody is told of what is empty


def plan_office(county: County) -> None:
    county.diary.on(county.began, lambda now: _set_gaps(county, now))
    for day in filter(county.calendar.is_working, county.days()):
        if day.day >= TOLD_FROM or day.day <= TOLD_UNTIL:
            county.diary.on(moment(day, 8, 40), lambda now: tell_gaps(now=now))
        if day.day in (21, 22, 23):
            county.diary.on(moment(day, 9, 5), lambda now: remind_behind(now=now))
    _plan_standard(county)
    _plan_pool(county)


def _set_gaps(county: County, now: dt.datetime) -> None:
    values = GapValues(20, 3, 5, 5, county.months[0], "本机关2025年第12次主席会议")
    change_gap_setting(values=values, by=county.clerk, now=now)


def _plan_standard(county: County) -> None:
    """Each studio fills the checklist within months, most of it met; the last few have not begun."""
    chance, items = county.chance("standard"), list(StandardItem.objects.asked())
    for studio in county.studios[:-UNFILLED]:
        for item in items:
            if chance.random() < 0.8:
                day = county.months[0] + dt.timedelta(days=chance.randint(5, 80))
                met = chance.choices(StudioEvidence.Met.values, [70, 20, 10])[0]
                note = {"yes": "", "partly": "正在补齐", "no": "列入下半年计划"}[met]

                def fill(now: dt.datetime, studio=studio, item=item, met=met, note=note) -> None:
                    by = county.runner(studio)
                    fill_evidence(studio=studio, item=item, met=met, note=note, revision=0, by=by, now=now)

                county.diary.on(moment(day, chance.randint(9, 16)), fill)


def _plan_pool(county: County) -> None:
    """A dozen of those whom members know are made representatives; one leaves the pool again."""
    chance = county.chance("pool")

    def choose(now: dt.datetime) -> None:
        people = [person for known in county.known.values() for person in known]
        for person in chance.sample(people, min(12, len(people))):
            day = timezone.localdate(now)
            entry = RepresentativeEntry(person.village, "", day, chance.choice(FIELDS), "")
            add_representative(constituent=person, entry=entry, since=day, by=county.clerk, now=now)

    def leave(now: dt.datetime) -> None:
        one = Representative.objects.open().order_by("pk").first()
        if one:
            end_representative(representative=one, why="搬到外地", by=county.clerk, now=now)

    county.diary.on(moment(county.month(3).replace(day=16), 10), choose)
    county.diary.on(moment(county.month(9).replace(day=11), 10), leave)
