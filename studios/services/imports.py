"""The office's ledger of visits, from a workbook into filed visits."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from common.dates import month_start
from common.excel import Sheet
from common.imports import ImportReport, Mode, Outcome, RowResult, problems
from deadlines.models import Period
from members.models import Seat, Sector, SectorAlias, Term
from members.roster import SectorBook
from studios import states
from studios.models import Matter, MatterEvent, Purpose, Residency, Studio, VisitEvent, VisitLog
from studios.services.entries import words_of
from studios.services.matters.filing import begun_by_ledger
from studios.visitbook import Ambiguous, Ledger, LedgerRow, Sitters, Unknown, fingerprint, read_visits, studio_key

CHUNK = 500


@dataclass
class VisitReport(ImportReport):
    def as_dict(self) -> dict[str, Any]:
        """The report as plain JSON: created, duplicates, ambiguous and errors add up to the ledger's visits."""
        return {
            "sheet": self.sheet,
            "created": len(self.of(Outcome.NEW)),
            "duplicates": problems(self.of(Outcome.DUPLICATE)),
            "ambiguous": problems(self.of(Outcome.AMBIGUOUS)),
            "errors": problems(self.of(Outcome.ERROR)),
            "notes": self.notes,
        }


def import_visits(
    sheets: Iterable[Sheet], *, filename: str, by: User | None, now: dt.datetime, mode: Mode, via: str = "页面"
) -> VisitReport:
    """File the visits of a ledger under the members it names. One transaction; locks the term.

    A row that came in before, or is recorded word for word already, is a duplicate. A preview writes and takes it back.
    Queries do not grow with rows, but for one insert each 500. Raises NoTable.
    """
    with transaction.atomic():
        desk = _Desk(by=by, now=now)
        report = desk.take(read_visits(sheets, filename=filename, today=desk.today))
        if mode is Mode.PREVIEW or (mode is Mode.ALL and report.has_errors):
            transaction.set_rollback(True)
        else:
            report.saved = True
            detail = {str(outcome): n for outcome, n in report.counts().items() if n}
            audit(AuditEvent.Action.IMPORTED, by=by, now=now, subject=f"走访台账 {filename}", detail=detail, via=via)
    return report


class _Desk:
    """One import: what the database holds, loaded once, and the rows to write."""

    def __init__(self, *, by: User | None, now: dt.datetime) -> None:
        self.by, self.now, self.today = by, now, timezone.localdate(now)
        self.term = Term.objects.select_for_update().order_by("-number").first()
        sectors = {sector.pk: sector for sector in Sector.objects.all()}
        aliases = SectorAlias.objects.values_list("name", "sector_id")
        book = SectorBook(sectors.values(), [(name, sectors[pk]) for name, pk in aliases])
        seats = Seat.objects.filter(term=self.term).select_related("member", "sector", "area")
        self.sitters = Sitters(seats.order_by("started_on", "pk"), book)
        self.closed = Period.objects.closed_months()
        self.purposes = list(Purpose.objects.all())
        self.studios = {studio_key(studio.name): studio for studio in Studio.objects.standing()}
        self.usual = _only_studios()
        self.unknown_studios: Counter[str] = Counter()
        self.known: set[str] = set()
        self.rows_by_key: dict[str, int] = {}
        self.new: list[tuple[VisitLog, LedgerRow]] = []

    def take(self, ledger: Ledger) -> VisitReport:
        report = VisitReport("、".join(ledger.sheets), notes=list(ledger.notes))
        seats = {id(row): self._whose(row) for row in ledger.rows}
        keys = {id(row): _key(seat, row) for row in ledger.rows if isinstance(seat := seats[id(row)], Seat)}
        self.known = _imported(keys.values()) | _recorded(ledger.rows)
        several = len(ledger.sheets) > 1
        for row in ledger.rows:
            result = self._judge(row, seats[id(row)], keys.get(id(row), ""))
            report.rows.append(_in_sheet(result, row.sheet) if several else result)
        self._write()
        if self.unknown_studios:
            named = "、".join(f"{name}({n}行)" for name, n in self.unknown_studios.items())
            report.notes.append(f"这些工作室还没有登记,走访已导入,未记在工作室名下:{named}。")
        return report

    def _whose(self, row: LedgerRow) -> Seat | Ambiguous | None:
        """The seat of whom the row names. One that nobody is found for gets an error."""
        if not row.name:
            return None
        try:
            return self.sitters.find(row)
        except Ambiguous as several:
            return several
        except Unknown as nobody:
            row.wrong.append(("委员姓名", str(nobody)))
            return None

    def _judge(self, row: LedgerRow, seat: Seat | Ambiguous | None, key: str) -> RowResult:
        if row.day and (refused := self._refused_day(row.day)):
            row.wrong.append(("日期", refused))
        if row.wrong:
            column, message = row.wrong[0]
            message += "".join(f";{other}:{text}" for other, text in row.wrong[1:])
            return RowResult(row.number, Outcome.ERROR, row.name, column, message)
        if not isinstance(seat, Seat):
            return RowResult(row.number, Outcome.AMBIGUOUS, row.name, "委员姓名", str(seat))
        if first := self.rows_by_key.get(key):
            message = f"与第{first}行完全相同,这一行没有导入"
            return RowResult(row.number, Outcome.DUPLICATE, row.name, "", message)
        self.rows_by_key[key] = row.number
        if key in self.known:
            return RowResult(row.number, Outcome.DUPLICATE, row.name, "", "这一次走访已经记录过,没有重复导入")
        self.new.append((self._visit(row, seat, key), row))
        return RowResult(row.number, Outcome.NEW, row.name)

    def _refused_day(self, day: dt.date) -> str:
        if day > self.today:
            return f"{day:%Y-%m-%d} 还没有到,请核对日期;没有写年份的,请写上年份"
        if self.term and self.term.starts_on and day < self.term.starts_on:
            return f"{day:%Y-%m-%d} 在{self.term}开始之前,请核对日期"
        if month_start(day) in self.closed:
            return f"{day.year}年{day.month}月已经结账,不能再导入这个月的走访"
        return ""

    def _visit(self, row: LedgerRow, seat: Seat, key: str) -> VisitLog:
        extra = []
        studio = self.studios.get(studio_key(row.studio)) if row.studio else self.usual.get(seat.member_id)
        if row.studio and studio is None:
            self.unknown_studios[row.studio] += 1
            extra.append(f"工作室:{row.studio}")
        if row.purpose and not self._purposes(row):
            extra.append(f"目的:{row.purpose}")
        return VisitLog(
            member_id=seat.member_id,
            studio=studio,
            occurred_on=cast(dt.date, row.day),  # a row without one was refused
            way=row.way,
            people=row.people,
            headcount=row.headcount,
            place=row.place,
            summary="\n".join([*row.summary, *extra]),
            **words_of(seat),
            state=states.CHECKED,  # the office vouches for its own ledger
            checked_by=self.by,
            checked_at=self.now,
            import_key=key,
            recorded_by=self.by,
            recorded_at=self.now,
        )

    def _purposes(self, row: LedgerRow) -> list[Purpose]:
        return [purpose for purpose in self.purposes if purpose.name in row.purpose]

    def _write(self) -> None:
        """The new visits with their matters, purposes and events."""
        VisitLog.objects.bulk_create([visit for visit, _ in self.new], batch_size=CHUNK)
        matters = [
            Matter(visit=visit, text=row.text, answer=row.answer, outcome=row.outcome, told=row.told)
            for visit, row in self.new
            if row.text
        ]
        begun = begun_by_ledger(matters, by=self.by, now=self.now)
        Matter.objects.bulk_create(matters, batch_size=CHUNK)
        MatterEvent.objects.bulk_create(begun, batch_size=CHUNK)
        through = VisitLog.purposes.through
        through.objects.bulk_create(
            [
                through(visitlog_id=visit.pk, purpose_id=purpose.pk)
                for visit, row in self.new
                for purpose in self._purposes(row)
            ],
            batch_size=CHUNK,
        )
        VisitEvent.objects.bulk_create(
            [
                VisitEvent(
                    visit=visit, at=self.now, by=self.by, via="import", action="file",
                    from_state=states.DRAFT, to_state=states.CHECKED,
                )
                for visit, _ in self.new
            ],
            batch_size=CHUNK,
        )  # fmt: skip


def _in_sheet(result: RowResult, sheet: str) -> RowResult:
    """Row numbers of several sheets overlap, so the message says which one."""
    if result.outcome is Outcome.NEW:
        return result
    return RowResult(result.row, result.outcome, result.label, result.column, f"表“{sheet}”:{result.message}")


def _only_studios() -> dict[int, Studio]:
    """Member → their studio, of those who are in one only: where a form of theirs would put the visit. One query."""
    held: dict[int, set[Studio]] = {}
    for one in Residency.objects.open().filter(member__isnull=False, studio__closed_on=None).select_related("studio"):
        held.setdefault(one.member_id, set()).add(one.studio)  # type: ignore[arg-type]
    return {member: studios.pop() for member, studios in held.items() if len(studios) == 1}


def _key(seat: Seat, row: LedgerRow) -> str:
    return fingerprint(seat.member_id, row.day, row.way, row.people, row.place, row.text)


def _imported(keys: Iterable[str]) -> set[str]:
    """Those of the keys that came in before."""
    wanted = sorted(set(keys))
    found: set[str] = set()
    for start in range(0, len(wanted), CHUNK):
        known = VisitLog.objects.filter(import_key__in=wanted[start : start + CHUNK])
        found.update(key for key in known.values_list("import_key", flat=True) if key)
    return found


def _recorded(rows: Iterable[LedgerRow]) -> set[str]:
    """Keys of what members filed themselves on the ledger's days, one for each matter. Two queries."""
    days = {row.day for row in rows if row.day}
    visits = (
        VisitLog.objects.filed()
        .filter(import_key=None, occurred_on__in=days, member__isnull=False)
        .prefetch_related("matters")
    )
    return {
        fingerprint(visit.member_id or 0, visit.occurred_on, visit.way, visit.people, visit.place, text)
        for visit in visits
        for text in [matter.text for matter in visit.matters.all()] or [""]
    }
