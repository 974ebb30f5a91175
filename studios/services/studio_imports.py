"""The office's workbook of studios, from its sheets into studios and their people."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from common.excel import Sheet
from common.imports import ImportReport, Mode, Outcome, RowResult, problems
from common.phones import masked_in
from members.models import Member, Seat, Sector, SectorAlias, Term
from members.roster import SectorBook
from studios.models import Residency, Studio
from studios.services.residencies import PlacingRefused, change_part, correct_since, place, place_officer
from studios.services.studio_rows import Refs, entry_of
from studios.services.studios import StudioRefused, change_studio, open_studio
from studios.studiobook import Ambiguous, Officer, People, PersonRow, StudioFile, StudioRow, Unknown, read_studios
from studios.visitbook import studio_key

_RANKS = [part.value for part in Residency.Part]  # convener before liaison before resident
VIA = "导入"


@dataclass
class StudioReport(ImportReport):
    def as_dict(self) -> dict[str, Any]:
        """The report as plain JSON."""
        counts = self.counts()
        return {
            "sheet": self.sheet,
            "saved": self.saved,
            "created": counts[Outcome.NEW],
            "updated": counts[Outcome.CHANGED],
            "unchanged": counts[Outcome.UNCHANGED],
            "absent": self.absent,
            "duplicates": problems(self.of(Outcome.DUPLICATE)),
            "errors": problems(self.of(Outcome.ERROR)),
            "notes": self.notes,
        }


def import_studios(
    sheets: Iterable[Sheet], *, filename: str, by: User | None, now: dt.datetime, mode: Mode, via: str = "页面"
) -> StudioReport:
    """Bring studios and their people in: new ones, corrections, other parts; nobody is sent away, nothing erased.

    All or nothing; a preview makes the very same writes and takes them back. The same file again changes nothing.
    One transaction; locks the term and the studios. Raises NoTable.
    """
    with transaction.atomic():
        desk = _Desk(by=by, now=now)
        report = desk.take(read_studios(sheets, today=desk.today))
        if mode is Mode.PREVIEW or report.has_errors:
            transaction.set_rollback(True)
        else:
            report.saved = True
            detail = {str(outcome): n for outcome, n in report.counts().items() if n}
            detail["absent"] = len(report.absent)
            audit(AuditEvent.Action.IMPORTED, by=by, now=now, subject=f"工作室 {filename}", detail=detail, via=via)
    return report


@dataclass
class _Wanted:
    """Somebody whom the file puts into a studio, with all the rows that say so."""

    who: Seat | Officer
    rows: list[PersonRow] = field(default_factory=list)

    @property
    def part(self) -> str:
        """The highest part that the file names: a convener is often listed among the members again."""
        return min((row.part for row in self.rows), key=_RANKS.index)

    @property
    def since(self) -> dt.date | None:
        return next((row.since for row in self.rows if row.since), None)

    @property
    def name(self) -> str:
        return self.who.member.name if isinstance(self.who, Seat) else self.who.name


class _Desk:
    """One import: what the database holds, loaded once, and the calls that write."""

    def __init__(self, *, by: User | None, now: dt.datetime) -> None:
        self.by, self.now, self.today = by, now, timezone.localdate(now)
        term = Term.objects.select_for_update().order_by("-number").first()
        sectors = {sector.pk: sector for sector in Sector.objects.all()}
        aliases = SectorAlias.objects.values_list("name", "sector_id")
        book = SectorBook(sectors.values(), [(name, sectors[pk]) for name, pk in aliases])
        seats = Seat.objects.open().filter(term=term).select_related("member", "sector", "area")
        self.people = People(seats.by_strokes(), _officers(), book)
        self.rooms = {studio_key(room.name): room for room in _locked_studios()}
        self.refs = Refs(self.people, book, self.rooms)
        self.report = StudioReport("")
        self.told: dict[str, RowResult] = {}  # studio key → what its row says so far
        self.several = False

    def take(self, found: StudioFile) -> StudioReport:
        self.report = StudioReport("、".join(found.sheets), notes=list(found.notes))
        self.several = len(set(found.sheets)) > 1
        self._studios(found.studios)
        self._people(found.people)
        self.report.rows[:0] = self.told.values()
        self.report.notes += self.refs.notes
        return self.report

    # Studios

    def _studios(self, rows: list[StudioRow]) -> None:
        """Those above before those below them; a studio that stands twice in the file is taken from its first row."""
        waiting = list(rows)
        seen: dict[str, int] = {}
        for row in rows:
            key = studio_key(row.name)
            if row.name and key in seen:
                row.wrong.append(("名称", f"与第{seen[key]}行是同一个工作室,请合并成一行"))
            seen.setdefault(key, row.number)
        while waiting:
            ready = [row for row in waiting if self.refs.knows_parent(row, waiting)] or waiting
            for row in ready:
                self._studio(row)
            waiting = [row for row in waiting if row not in ready]

    def _studio(self, row: StudioRow) -> None:
        key = studio_key(row.name) or f"第{row.number}行"
        held = self.rooms.get(key)
        changes: dict[str, tuple[str, str]] = {}
        entry = entry_of(row, held, self.refs)
        if not row.wrong:
            try:
                if held:
                    given: dict[str, Any] = {
                        "entry": entry,
                        "revision": held.revision,
                        "by": self.by,
                        "now": self.now,
                        "via": VIA,
                    }
                    changes = change_studio(studio=held, **given)
                    outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
                else:
                    held, outcome = open_studio(entry=entry, by=self.by, now=self.now, via=VIA), Outcome.NEW
                held.refresh_from_db()
                self.rooms[key] = held
            except StudioRefused as error:
                row.wrong.append(("名称", str(error)))
        if row.wrong:
            self._error(key, row.number, row.sheet, row.name, row.wrong)
        else:
            self.told[key] = RowResult(row.number, outcome, row.name, changes=changes)

    # People

    def _people(self, rows: list[PersonRow]) -> None:
        wanted: dict[str, dict[object, _Wanted]] = defaultdict(dict)
        for row in rows:
            if who := self._who(row):
                known = wanted[studio_key(row.studio)].setdefault(_person_key(who), _Wanted(who))
                known.rows.append(row)
        inside: dict[int, dict[object, Residency]] = defaultdict(dict)
        for held in Residency.objects.in_standing().select_related("studio", "member", "user").by_part():
            inside[held.studio_id].setdefault(held.member_id or ("user", held.user_id), held)
        for key, people in wanted.items():
            room = self.rooms[key]
            for person, one in people.items():
                self._person(room, one, inside[room.pk].get(person))
            for person, old in inside[room.pk].items():
                if person not in people:
                    part = str(old.get_part_display())
                    self.report.absent.append({"name": str(old.member or old.user), "sector": f"{room} {part}"})

    def _who(self, row: PersonRow) -> Seat | Officer | None:
        """Whom a row means, or None with what is wrong told."""
        key = studio_key(row.studio)
        who: Seat | Officer | None = None
        if row.who.name:
            try:
                member = row.part == Residency.Part.RESIDENT
                who = self.people.member(row.who) if member else self.people.anybody(row.who, row.account)
            except (Unknown, Ambiguous) as error:
                row.wrong.append((row.column, str(error)))
        room = self.rooms.get(key)
        if row.studio and room is None and key not in self.told:  # else its own row says what is wrong
            row.wrong.append(("工作室", f"没有叫“{row.studio[:30]}”的工作室,请核对名称,或在工作室表里加上"))
        if row.wrong:
            self._wrong_person(row)
        return who if room and not row.wrong else None

    def _person(self, room: Studio, wanted: _Wanted, held: Residency | None) -> None:
        """Place, move, or leave somebody; told on their own row, or on that of their studio."""
        first = wanted.rows[0]
        changes = _changes(wanted, held)
        try:
            self._write(room, wanted, held)
        except PlacingRefused as error:
            first.wrong.append((first.column, str(error)))
            self._wrong_person(first)
            return
        own = next((row for row in wanted.rows if not row.inline), None)
        for row in wanted.rows:
            if row.inline:
                self._add(studio_key(room.name), {} if own else changes)
            elif row is own:
                outcome = Outcome.NEW if held is None else Outcome.CHANGED if changes else Outcome.UNCHANGED
                self.report.rows.append(RowResult(row.number, outcome, f"{wanted.name}({room})", changes=changes))

    def _write(self, room: Studio, wanted: _Wanted, held: Residency | None) -> None:
        common: dict[str, Any] = {"by": self.by, "now": self.now, "via": VIA}
        if held is None and isinstance(wanted.who, Seat):
            place(members=[wanted.who.member], studio=room, part=wanted.part, since=wanted.since, **common)
        elif held is None:
            user = User.objects.get(pk=wanted.who.pk)
            place_officer(user=user, studio=room, part=wanted.part, since=wanted.since, **common)
        elif held.part != wanted.part:
            change_part(residency=held, part=wanted.part, on=wanted.since or self.today, **common)
        elif wanted.since and held.since != wanted.since:
            correct_since(residency=held, since=wanted.since, **common)

    # What is said of it

    def _add(self, key: str, changes: dict[str, tuple[str, str]]) -> None:
        """What becomes of somebody in a cell of a studio's row stands on that row."""
        old = self.told.get(key)
        if old and changes and old.outcome is not Outcome.ERROR:
            outcome = Outcome.CHANGED if old.outcome is Outcome.UNCHANGED else old.outcome
            self.told[key] = RowResult(old.row, outcome, old.label, old.column, old.message, {**old.changes, **changes})

    def _wrong_person(self, row: PersonRow) -> None:
        key = studio_key(row.studio)
        if row.inline and key in self.told:
            self._error(key, row.number, row.sheet, row.studio, row.wrong)
        else:
            name = f"{row.who.name}({row.studio})" if row.studio else row.who.name
            self.report.rows.append(self._result(row.number, row.sheet, name, row.wrong))

    def _error(self, key: str, number: int, sheet: str, label: str, wrong: list[tuple[str, str]]) -> None:
        old = self.told.get(key)
        if old and old.outcome is Outcome.ERROR:
            more = masked_in("".join(f";{column}:{text}" for column, text in wrong))
            self.told[key] = RowResult(old.row, Outcome.ERROR, old.label, old.column, old.message + more)
        else:
            self.told[key] = self._result(number, sheet, label, wrong)

    def _result(self, number: int, sheet: str, label: str, wrong: list[tuple[str, str]]) -> RowResult:
        (column, message), *others = wrong
        message += "".join(f";{name}:{text}" for name, text in others)
        where = f"表“{sheet}”:" if self.several else ""
        return RowResult(number, Outcome.ERROR, masked_in(label), column, masked_in(f"{where}{message}"))


def _person_key(who: Seat | Officer) -> object:
    return who.member_id if isinstance(who, Seat) else ("user", who.pk)


def _changes(wanted: _Wanted, held: Residency | None) -> dict[str, tuple[str, str]]:
    """What the file says of somebody that is not so yet, in words."""
    after = str(Residency.Part(wanted.part).label)
    if held is None or held.part != wanted.part:
        return {wanted.name: (str(held.get_part_display()) if held else "—", after)}
    if wanted.since and held.since != wanted.since:
        return {f"{wanted.name} 从": (f"{held.since:%Y-%m-%d}" if held.since else "—", f"{wanted.since:%Y-%m-%d}")}
    return {}


def _locked_studios() -> list[Studio]:
    """Every studio, closed ones too, in the order in which whoever locks several locks them."""
    rows = Studio.objects.select_for_update(of=("self",)).select_related("area", "parent", "leader", "group")
    return list(rows.prefetch_related("sectors").order_by("pk"))


def _officers() -> list[Officer]:
    """Everybody with an account who is no member. One query."""
    users = User.objects.filter(~Exists(Member.objects.filter(user=OuterRef("pk"))), is_active=True)
    return [Officer(pk, name, username, phone or "") for pk, name, username, phone in
            users.values_list("pk", "name", "username", "phone")]  # fmt: skip
