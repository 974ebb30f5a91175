"""The office's roster, from a workbook into the members and their seats of a term."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from common.excel import Sheet
from common.imports import ImportReport, Mode, Outcome, RowResult, problems
from common.text import person_name, squeeze
from members.models import Area, Group, Member, Membership, Seat, Sector, SectorAlias, Term
from members.roster import Known, Roster, RosterRow, SectorBook, doubtful_phones, find_twice, identify, read_roster
from members.services.people import apply_changes, with_name_keys
from members.services.sectors import mend, settle_cells, settle_headings

_COMMITTEE = str(Group.Kind.COMMITTEE.label)

Changes = dict[str, tuple[str, str]]


@dataclass
class RosterReport(ImportReport):
    """``refused`` is true for a file of which nothing was saved because of its errors."""

    refused: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The report as plain JSON. A refused file created and updated nothing."""
        done = {outcome: 0 if self.refused else n for outcome, n in self.counts().items()}
        return {
            "sheet": self.sheet,
            "saved": self.saved,
            "created": done[Outcome.NEW],
            "updated": done[Outcome.CHANGED],
            "unchanged": len(self.of(Outcome.UNCHANGED)),
            "absent": self.absent,
            "duplicates": problems(self.of(Outcome.DUPLICATE)),
            "errors": problems(self.of(Outcome.ERROR)),
            "changes": [
                {
                    "row": row.row,
                    "name": row.label,
                    "fields": {label: list(pair) for label, pair in row.changes.items()},
                }
                for row in self.rows
                if row.changes
            ],
            "notes": self.notes,
        }


def import_roster(
    sheets: Iterable[Sheet], *, term_number: int, by: User | None, now: dt.datetime, mode: Mode, via: str = "页面"
) -> RosterReport:
    """Bring the members of a term in from a workbook: new ones, corrections in place, nobody ended.

    A preview makes the very same writes and takes them back. A blank cell never erases what is known. One
    transaction; locks the term. The number of queries does not grow with rows that change nothing. Raises NoTable.
    """
    with transaction.atomic():
        desk = _Desk(term_number, now)
        report = desk.take(sheets)
        report.refused = mode is Mode.ALL and report.has_errors
        if mode is Mode.PREVIEW or report.refused:
            transaction.set_rollback(True)
        else:
            report.saved = True
            counts = {str(outcome): n for outcome, n in report.counts().items()}
            detail = {"term": term_number, **counts, "absent": len(report.absent)}
            audit(AuditEvent.Action.IMPORTED, by=by, now=now, subject=f"委员名册 {desk.term}", detail=detail, via=via)
    return report


class _Desk:
    """One import: what the database holds, loaded once, and the writes."""

    def __init__(self, term_number: int, now: dt.datetime) -> None:
        self.today = timezone.localdate(now)
        self.term, _ = Term.objects.select_for_update().get_or_create(number=term_number)
        sectors = {sector.pk: sector for sector in Sector.objects.all()}
        aliases = SectorAlias.objects.values_list("name", "sector_id")
        self.book = SectorBook(sectors.values(), [(name, sectors[pk]) for name, pk in aliases])
        self.members = {member.pk: member for member in Member.objects.all()}
        self.seats: dict[int, Seat] = {}
        self.ended: dict[int, Seat] = {}
        for seat in Seat.objects.filter(term=self.term).select_related("sector", "area"):
            (self.ended if seat.ended_on else self.seats)[seat.member_id] = seat
        self.areas = {squeeze(area.name): area for area in Area.objects.all()}
        self.groups = {_group_key(group.name): group for group in Group.objects.all()}
        self.sitting: dict[int, list[Membership]] = defaultdict(list)
        for held in Membership.objects.filter(until__isnull=True).select_related("group"):
            self.sitting[held.member_id].append(held)
        self.known: list[Known] = []
        self.joining: list[tuple[Member, Group, dt.date | None]] = []
        self.new: list[tuple[Member, Seat]] = []

    def take(self, sheets: Iterable[Sheet]) -> RosterReport:
        roster = read_roster(
            sheets,
            term_number=self.term.number,
            today=self.today,
            knows=lambda text: self.book.find(text) is not None,
        )
        report = RosterReport(roster.sheet, notes=roster.notes)
        sectors = self._sectors_of(roster)
        again = {twice.row: twice for twice in find_twice(roster.rows)}
        for twice in again.values():
            if not twice.sure:
                message = f"与{twice.first.place}同名,分不清是不是同一位,请在这两行补上手机号码或出生年月"
                twice.row.wrong("姓名", message)
        rows = [row for row in roster.rows if not (row in again and again[row].sure)]
        matched = self._match(rows)
        for row in roster.rows:
            if row in again and again[row].sure:
                message = f"与{again[row].first.place}是同一人,这一行没有导入"
                report.rows.append(RowResult(row.number, Outcome.DUPLICATE, row.name, "姓名", row.where + message))
            elif row.errors:
                report.rows.append(_error(row))
            else:
                report.rows.append(self._write(row, sectors[row], matched.get(row)))
        self._write_new()
        report.notes += doubtful_phones([row for row in rows if not row.errors], self.known, matched)
        report.absent = self._absent(rows, matched)
        return report

    def _sectors_of(self, roster: Roster) -> dict[RosterRow, Sector]:
        """Row → sector; a row whose sector cannot be told gets an error."""
        used = set(Seat.objects.values_list("sector_id", flat=True).distinct())
        roster.notes += settle_headings(self.book, roster.titles, used=used)
        used |= {sector.pk for title in roster.titles if (sector := self.book.find(title))}
        roster.notes += settle_cells(self.book, [row.sector for row in roster.rows if row.sector], used=used)
        found = {}
        for row in roster.rows:
            heading = self.book.find(row.heading) if row.heading else None
            sector = self.book.find(row.sector, under=heading) if row.sector else heading
            if sector:
                found[row] = sector
            elif row.sector:
                row.wrong("界别", mend(self.book, row.sector, roster.titles, heading))
            else:
                row.wrong("界别", "没有填界别,上面也没有界别标题,请补上界别")
        return found

    def _match(self, rows: Sequence[RosterRow]) -> dict[RosterRow, Known]:
        self.known = [
            Known(
                pk=member.pk,
                name=person_name(member.name),
                phone=member.phone,
                birth_month=member.birth_month,
                in_term=member.pk in self.seats,
                about=self._about(member),
            )
            for member in self.members.values()
        ]
        matched, unclear = identify([row for row in rows if row.name], self.known)
        for row, question in unclear:
            row.wrong("姓名", question)
        for row in rows:
            person = matched.get(row)
            if person and person.pk not in self.seats and (seat := self.ended.get(person.pk)):
                why = f"({seat.end_reason})" if seat.end_reason else ""
                row.wrong("姓名", f"本届任职已于{seat.ended_on:%Y-%m-%d}结束{why},名册里请删去这一行")
        return matched

    def _about(self, member: Member) -> str:
        seat = self.seats.get(member.pk)
        born = f"{member.birth_month:%Y-%m}出生" if member.birth_month else "出生年月不详"
        return f"{seat.sector.name if seat else '往届委员'},{born}"

    def _write(self, row: RosterRow, sector: Sector, person: Known | None) -> RowResult:
        member = self.members[person.pk] if person else Member()
        fields = {**{k: v for k, v in row.assumed.items() if not getattr(member, k)}, **row.person}
        seat_fields: dict[str, Any] = {"sector": sector}
        if row.post:
            seat_fields["post"] = row.post
        if row.area:
            seat_fields["area"] = self._area(row.area)
        if row.seat_number:
            seat_fields["number"] = row.seat_number
        if not person:
            self.new.append((with_name_keys(Member(**fields)), Seat(term=self.term, **seat_fields)))
            self._seat_in_committees(self.new[-1][0], row.committees)
            return RowResult(row.number, Outcome.NEW, row.name)
        changes = _correct(member, fields)
        seat = self.seats.get(member.pk)
        if seat:
            changes |= _correct(seat, seat_fields)
        else:
            self.new.append((member, Seat(member=member, term=self.term, **seat_fields)))
        changes |= self._seat_in_committees(member, row.committees)
        outcome = Outcome.NEW if not seat else Outcome.CHANGED if changes else Outcome.UNCHANGED
        return RowResult(row.number, outcome, row.name, changes=changes)

    def _area(self, name: str) -> Area:
        if name not in self.areas:
            self.areas[name] = Area.objects.create(name=name)
        return self.areas[name]

    def _seat_in_committees(self, member: Member, names: Sequence[str]) -> Changes:
        """Sit a member in the committees of the row; leaves those that it no longer names, as of today."""
        if not names:
            return {}
        wanted = {group.pk: group for group in map(self._committee, self._whole(names))}
        held = {m.group_id: m for m in self.sitting.get(member.pk or 0, [])}
        old = {pk: m for pk, m in held.items() if m.group.kind == Group.Kind.COMMITTEE}
        leaving = [m for pk, m in old.items() if pk not in wanted]
        joining = [group for pk, group in wanted.items() if pk not in held]
        if not leaving and not joining:
            return {}
        for membership in leaving:
            membership.until = max(self.today, membership.since or self.today)
            membership.save(update_fields=["until"])
        self.joining += [(member, group, self.today if old else None) for group in joining]
        before = "、".join(m.group.name for m in old.values()) or "—"
        return {_COMMITTEE: (before, "、".join(group.name for group in wanted.values()))}

    def _whole(self, names: Sequence[str]) -> list[str]:
        """Names again whole that hold the mark by which a cell is divided: 文化、文史委 when there is such a group."""
        whole, rest = [], list(names)
        while rest:
            ends = (end for end in range(len(rest), 1, -1) if _group_key("、".join(rest[:end])) in self.groups)
            end = next(ends, 1)
            whole.append("、".join(rest[:end]))
            rest = rest[end:]
        return whole

    def _committee(self, name: str) -> Group:
        key = _group_key(name)
        if key not in self.groups:
            self.groups[key] = Group.objects.create(name=name, kind=Group.Kind.COMMITTEE)
        return self.groups[key]

    def _write_new(self) -> None:
        Member.objects.bulk_create([member for member, _ in self.new if member.pk is None], batch_size=500)
        for member, seat in self.new:
            seat.member = member
        Seat.objects.bulk_create([seat for _, seat in self.new], batch_size=500)
        Membership.objects.bulk_create(
            [Membership(member=member, group=group, since=since) for member, group, since in self.joining],
            batch_size=500,
        )

    def _absent(self, rows: Sequence[RosterRow], matched: dict[RosterRow, Known]) -> list[dict[str, str]]:
        here = {person.pk for person in matched.values()}
        named = {row.name for row in rows if row.errors}
        return [
            {"name": self.members[pk].name, "sector": seat.sector.name}
            for pk, seat in self.seats.items()
            if pk not in here and person_name(self.members[pk].name) not in named
        ]


def _correct(held: Member | Seat, fields: dict[str, Any]) -> Changes:
    """Put right in place what differs, and save it alone."""
    names = [name for name, value in fields.items() if getattr(held, name) != value]
    changes = apply_changes(held, {name: fields[name] for name in names})
    if isinstance(held, Member) and "name" in names:
        with_name_keys(held)
        names += ["stroke_key", "pinyin", "initials"]
    if names:
        held.save(update_fields=names)
    return changes


def _error(row: RosterRow) -> RowResult:
    """All that is wrong in a row, under the first column that is."""
    (column, message), *others = row.errors
    message += "".join(f";{name}:{text}" for name, text in others)
    return RowResult(row.number, Outcome.ERROR, row.name, column, f"{row.where}{message}。")


def _group_key(name: str) -> str:
    """提案委 and 提案委员会 are one."""
    return squeeze(name).removesuffix("员会")
