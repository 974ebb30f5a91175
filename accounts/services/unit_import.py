"""承办单位 and their people from a workbook."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import AuditEvent, Unit, UnitPost, User
from accounts.queries import the_office
from accounts.services.audit import audit
from accounts.services.units import UnitClosed, assign_post, person_with_phone
from common.excel import Heading, Row, Sheet, find_table
from common.imports import ImportReport, Mode, Outcome, RowResult
from common.phones import BadPhone, parse_phone
from common.text import one_line, person_name, squeeze

HEADINGS = {
    "unit": Heading("单位名称", ("单位名称", "承办单位", "单位", "单位全称", "承办单位名称")),
    "short": Heading("简称", ("简称", "单位简称")),
    "desk": Heading("归口", ("归口", "归口单位", "归口部门"), hints=("归口",)),
    "part": Heading(
        "经办人/负责人", ("经办人/负责人", "身份", "类别", "角色"), hints=("经办人",), never=("姓名", "电话")
    ),
    "name": Heading("姓名", ("姓名", "人员姓名"), hints=("姓名",)),
    "phone": Heading("手机号码", ("手机号码", "手机", "手机号", "联系电话", "电话"), hints=("手机", "电话")),
}
_HANDLER = {"经办人", "经办", "承办人", "联系人", "联络员"}
_HEAD = {"负责人", "负责", "分管领导", "领导", "主要负责人", "分管负责人"}

Changes = dict[str, tuple[str, str]]


class _Wrong(Exception):
    """A cell that cannot be taken: the column and what to do about it, in Chinese."""

    def __init__(self, column: str, message: str) -> None:
        self.column, self.message = column, message


@dataclass(frozen=True)
class _Line:
    """A row as read: ``person`` is empty for a row that names a unit only."""

    unit: str
    short: str
    desk: str
    part: str
    person: str
    phone: str


def import_units(sheets: Iterable[Sheet], *, by: User, now: dt.datetime, mode: Mode, via: str = "页面") -> ImportReport:
    """Bring units and their people in from a workbook; nobody is ended, nothing is erased by a blank cell.

    A preview makes the same writes and takes them back. New people have accounts afterwards and no key: slips are
    printed from the list. One transaction. Raises NoTable.
    """
    with transaction.atomic():
        table = find_table(sheets, HEADINGS, required=["unit"], what="承办单位名单")
        desks = _desks()
        report = ImportReport(table.sheet)
        seen: dict[tuple[str, str, str], int] = {}
        for row in (row for row in table.rows() if not _is_note(row)):
            report.rows.append(_take(row, desks, seen, by=by, now=now, via=via))
        if mode is Mode.PREVIEW or (mode is Mode.ALL and report.has_errors):
            transaction.set_rollback(True)
        else:
            report.saved = True
            counts = {str(outcome): n for outcome, n in report.counts().items()}
            audit(
                AuditEvent.Action.IMPORTED,
                by=by,
                now=now,
                subject="承办单位名单",
                detail=counts,
                via=via,
            )
    return report


def _is_note(row: Row) -> bool:
    """A word at the foot of the table, as our own template has three."""
    return re.match(r"(说明|备注|注)[::]", squeeze(row.cells.get("unit"))) is not None


def _desks() -> dict[str, str]:
    """The words by which a cell names a desk, the office's own among them."""
    office = the_office()
    known = {
        Unit.Desk.PARTY: ("党委办", "党委办公室", "党委", "县委办", "区委办", "市委办", office.party_desk),
        Unit.Desk.GOVERNMENT: (
            "政府办",
            "政府办公室",
            "政府",
            "县政府办",
            "区政府办",
            "市政府办",
            office.government_desk,
        ),
        Unit.Desk.OTHER: ("其他", "其它"),
    }
    return {squeeze(word): str(desk) for desk, words in known.items() for word in words}


def _take(
    row: Row,
    desks: dict[str, str],
    seen: dict[tuple[str, str, str], int],
    *,
    by: User,
    now: dt.datetime,
    via: str,
) -> RowResult:
    label = person_name(row.cells.get("name")) or one_line(row.cells.get("unit"))
    try:
        line = _read(row, desks)
        place = (line.unit, line.person, line.phone)
        if place in seen:
            return RowResult(row.number, Outcome.DUPLICATE, label, "姓名", f"与第{seen[place]}行相同,这一行没有导入。")
        seen[place] = row.number
        with transaction.atomic():  # a bad row takes only its own writes back
            outcome, changes = _write(line, by=by, now=now, via=via)
    except _Wrong as wrong:
        return RowResult(row.number, Outcome.ERROR, label, wrong.column, wrong.message)
    return RowResult(row.number, outcome, label, changes=changes)


def _read(row: Row, desks: dict[str, str]) -> _Line:
    def text(field: str) -> str:
        return one_line(row.cells.get(field))

    name = text("unit")
    if not name:
        raise _Wrong("单位名称", "没有写单位名称,请补上。")
    desk = squeeze(text("desk"))
    if desk and desk not in desks:
        raise _Wrong("归口", f"看不懂“{desk[:20]}”,请写党委办、政府办或其他。")
    try:
        phone = parse_phone(row.cells.get("phone"))
    except BadPhone as error:
        raise _Wrong("手机号码", f"{error}。") from error
    if phone and not phone.startswith("1"):
        raise _Wrong("手机号码", "登录要用手机号码,请填11位手机号码,没有就空着。")
    person = person_name(row.cells.get("name"))
    if phone and not person:
        raise _Wrong("姓名", "有手机号码,没有姓名,请补上。")
    return _Line(
        name, text("short"), desks.get(desk, ""), _part(squeeze(text("part"))) if person else "", person, phone
    )


def _part(word: str) -> str:
    if not word or word in _HANDLER:
        return UnitPost.Part.HANDLER
    if word in _HEAD:
        return UnitPost.Part.HEAD
    raise _Wrong("经办人/负责人", f"看不懂“{word[:20]}”,请写经办人或负责人。")


def _write(line: _Line, *, by: User, now: dt.datetime, via: str) -> tuple[Outcome, Changes]:
    unit, new_unit, changes = _unit(line)
    if not line.person:
        return (Outcome.NEW if new_unit else Outcome.CHANGED if changes else Outcome.UNCHANGED), changes
    user, new_person = _person(line, unit, by=by, now=now)
    held = UnitPost.objects.filter(user=user, unit=unit, until__isnull=True).first()
    try:
        post = assign_post(unit=unit, user=user, part=line.part, by=by, now=now, via=via)
    except UnitClosed as error:
        raise _Wrong("单位名称", str(error)) from error
    if held and held.pk != post.pk:
        changes["身份"] = (held.get_part_display(), post.get_part_display())
    if new_person or not held:
        return Outcome.NEW, changes
    return (Outcome.CHANGED if changes else Outcome.UNCHANGED), changes


def _person(line: _Line, unit: Unit, *, by: User, now: dt.datetime) -> tuple[User, bool]:
    """Without a phone, the one person of that name in the unit is meant before a new one is."""
    if not line.phone:
        here = UnitPost.objects.filter(unit=unit, user__name=line.person, until__isnull=True).select_related("user")
        if post := here.first():
            return post.user, False
    try:
        return person_with_phone(name=line.person, phone=line.phone, by=by, now=now)
    except ValidationError as error:
        raise _Wrong("手机号码", error.messages[0]) from error


def _unit(line: _Line) -> tuple[Unit, bool, Changes]:
    """The unit of a row, made or mended; and what was mended, label → (old, new)."""
    unit = Unit.objects.filter(name=line.unit).first()
    if unit is None:
        unit = Unit(name=line.unit, short_name=line.short)
        unit.desk = line.desk or unit.desk
        _save(unit)
        return unit, True, {}
    changes: Changes = {}
    if line.short and line.short != unit.short_name:
        changes["简称"] = (unit.short_name or "—", line.short)
        unit.short_name = line.short
    if line.desk and line.desk != unit.desk:
        before = unit.get_desk_display()
        unit.desk = line.desk
        changes["归口"] = (before, unit.get_desk_display())
    if changes:
        _save(unit)
    return unit, False, changes


def _save(unit: Unit) -> None:
    try:
        unit.full_clean()
    except ValidationError as error:
        raise _Wrong("单位名称", error.messages[0]) from error
    unit.save()
