"""The log of a year: written by members, by officers from paper, by a town in its own workbook."""

import datetime as dt
from collections import defaultdict
from dataclasses import replace

from django.utils import timezone

from accounts.models import User
from common.dates import next_month
from common.excel import Sheet
from common.imports import Mode
from liaison.demo.diary import Act, moment
from liaison.demo.visits import Pen
from liaison.demo.world import County
from members.models import Member
from studios.models import Matter, Studio, VisitPhoto
from studios.services import (
    file,
    import_visits,
    save_draft,
)

DAY = dt.timedelta(days=1)
# How often somebody goes out in a month, by how they are: who is busy, as usual, seldom, hardly ever
HABITS = {"busy": ([1, 2, 3, 4], [20, 40, 25, 15]), "usual": ([0, 1, 2], [38, 45, 17]), "seldom": ([0, 1], [70, 30])}
KINDS = ["busy", "usual", "seldom", "never"]
SHARES = [14, 56, 22, 8]
PAPER_STUDIO = 8  # its people write on paper; the town hands in a workbook each month
STAFF = ["bangongshi", "kaohe"]  # who visit too, without a seat


class Logs:
    def __init__(self, county: County) -> None:
        self.county = county
        self.pen = Pen(county, "logs")
        self.chance = self.pen.chance
        self.ledger: dict[dt.date, list[list[object]]] = defaultdict(list)
        self.habits = {member.pk: self.chance.choices(KINDS, SHARES)[0] for member in county.members}
        self.habits |= {member.pk: "busy" for member in county.residents[county.studios[0].pk][:2]}

    def plan(self) -> None:
        for month in self.county.months:
            self._plan_month(month)
        self._leave_drafts()

    def _plan_month(self, month: dt.date) -> None:
        county = self.county
        last = min(next_month(month) - DAY, county.today - DAY)
        if last < month:
            return
        for member in county.members:
            for _ in range(self._times(member)):
                day = month + dt.timedelta(days=self.chance.randint(0, (last - month).days))
                self._plan_visit(member, day)
        for name in STAFF:
            day = month + dt.timedelta(days=self.chance.randint(0, (last - month).days))
            county.diary.on(moment(day, 18), self._by_staff(county.staff[name]))
        county.diary.on(moment(next_month(month).replace(day=3), 10), self._hand_in(month))

    def _times(self, member: Member) -> int:
        times, shares = HABITS.get(self.habits[member.pk], ([0], [1]))
        return self.chance.choices(times, shares)[0]

    def _plan_visit(self, member: Member, day: dt.date) -> None:
        county, home = self.county, self.county.home.get(member.pk)
        if home and home.number == PAPER_STUDIO and not self._pilot(member):
            self.ledger[day.replace(day=1)].append(self._row(member, day, home))
        elif member.user is None or self.chance.random() < 0.15:
            later = moment(day + DAY * self.chance.randint(1, 5), 10)
            county.diary.on(later, self._from_paper(member, day, home))
        elif self.chance.random() < 0.08:
            county.diary.on(moment(day, 20), self._draft(member, home))
        else:
            county.diary.on(moment(day, self.chance.randint(12, 21)), self._own(member, home))

    def _pilot(self, member: Member) -> bool:
        return member == self.county.conveners[self.county.home[member.pk].pk]

    # Who writes

    def _own(self, member: Member, studio: Studio | None) -> Act:
        def act(at: dt.datetime) -> None:
            entry = self.pen.entry(timezone.localdate(at), member, studio)
            self.county.filed(file(entry=entry, member=member, by=member.user, now=at), entry, at)

        return act

    def _by_staff(self, user: User) -> Act:
        def act(at: dt.datetime) -> None:
            entry = self.pen.entry(timezone.localdate(at), None, None)
            self.county.filed(file(entry=entry, member=user, by=user, now=at), entry, at)

        return act

    def _draft(self, member: Member, studio: Studio | None) -> Act:
        """Begun in the evening, filed the next day."""

        def act(at: dt.datetime) -> None:
            entry = self.pen.entry(timezone.localdate(at), member, studio)
            draft = save_draft(entry=entry, member=member, by=member.user, now=at)

            def finish(later: dt.datetime) -> None:
                visit = file(entry=entry, visit=draft, revision=draft.revision, by=member.user, now=later)
                self.county.filed(visit, entry, later)

            self.county.diary.on(at + DAY / 2, finish)

        return act

    def _from_paper(self, member: Member, day: dt.date, studio: Studio | None) -> Act:
        def act(at: dt.datetime) -> None:
            entry = self.pen.entry(day, member, studio)
            by = self.county.officers.get(studio.pk, self.county.clerk) if studio else self.county.clerk
            if self.chance.random() < 0.05:
                page = self.pen.photo(f"{day:%Y-%m-%d} page", VisitPhoto.Kind.PAGE)
                entry = replace(entry, photos=(page,))
            self.county.filed(file(entry=entry, member=member, by=by, now=at, proxy=True), entry, at)

        return act

    def _row(self, member: Member, day: dt.date, studio: Studio) -> list[object]:
        entry = self.pen.entry(day, None, studio)
        matter = entry.matters[0] if entry.matters else None
        said = [matter.text, matter.answer, Matter.Outcome(matter.outcome).label] if matter else ["无", "", ""]
        way = {"reception": "工作室接待", "visit": "入户走访", "meeting": "座谈", "phone": "电话"}.get(
            entry.way, "微信"
        )
        return [day, member.name, way, entry.people or "村民", entry.headcount, entry.place, *said]

    def _hand_in(self, month: dt.date) -> Act:
        def act(at: dt.datetime) -> None:
            rows = sorted(self.ledger[month], key=lambda row: (row[0], row[1]))
            if rows:
                title = [["马家湾乡委员走访台账"], LEDGER]
                sheet = Sheet("走访台账", [*title, *rows])
                name = f"马家湾乡走访台账{month:%Y-%m}.xlsx"
                import_visits([sheet], filename=name, by=self.county.clerk, now=at, mode=Mode.ALL)

        return act

    def _leave_drafts(self) -> None:
        """What was begun in the last days and not filed: by the two who sign in, and some others."""
        county = self.county
        people = [*county.residents[county.studios[0].pk][:2], *(m for m in county.members[::23] if m.user)]
        for member in people:
            at = moment(county.today - DAY * self.chance.randint(1, 6), 20)

            def act(at: dt.datetime, member: Member = member) -> None:
                entry = self.pen.entry(timezone.localdate(at), member, county.home.get(member.pk))
                save_draft(entry=entry, member=member, by=member.user, now=at)

            county.diary.on(at, act)


IN_LEDGER = {
    "reception": "工作室接待",
    "visit": "入户走访",
    "meeting": "座谈",
    "phone": "电话",
    "activity": "活动中收集",
}
LEDGER = ["日期", "委员姓名", "走访方式", "走访对象", "人次", "地点", "反映问题", "当场答复", "处理方式"]
