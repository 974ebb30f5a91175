"""Members and their seats: who joins, what is corrected, what changes, who leaves."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import AuditEvent, User
from accounts.services import audit
from common.names import pinyin, stroke_key
from common.phones import mask
from common.seen import refuse_stale
from members.models import Area, Member, Seat, Sector, Term

PERSON_FIELDS = (
    "name",
    "gender",
    "birth_month",
    "ethnicity",
    "party",
    "employer",
    "phone",
    "specialty",
    "note",
)
SEAT_FIELDS = ("sector", "post", "area", "number")


class SeatConflict(Exception):
    """The seat is not as the caller thought; the message is Chinese."""


def with_name_keys(member: Member) -> Member:
    """Fill the keys by which the name is ordered and found."""
    member.stroke_key = stroke_key(member.name)
    member.pinyin, member.initials = pinyin(member.name)
    return member


@transaction.atomic
def add_member(
    *, term: Term, person: dict[str, Any], seat: dict[str, Any], by: User | None, now: dt.datetime, via: str = "页面"
) -> Seat:
    """A new person with a seat in ``term``. ``person`` and ``seat`` hold PERSON_FIELDS and SEAT_FIELDS.

    Locks the term. Raises ValidationError when a field is not acceptable, or when nothing tells the new person from
    one who has a seat.
    """
    Term.objects.select_for_update().get(pk=term.pk)
    _not_seated_yet(term, person, seat)
    member = with_name_keys(Member(**person))
    member.full_clean(exclude=["user"])
    member.save()
    held = Seat(member=member, term=term, **seat)
    held.full_clean(exclude=["member", "term"])
    held.save()
    audit(AuditEvent.Action.CHANGED, by=by, now=now, subject=f"新增委员 {member.name}", via=via)
    return held


def _not_seated_yet(term: Term, person: dict[str, Any], seat: dict[str, Any]) -> None:
    """Of one name in one sector and area, somebody else is only who has another number or another month of birth."""
    apart = ("phone", "birth_month")
    same = Seat.objects.open().filter(term=term, member__name=person["name"], sector=seat["sector"])
    for held in same.filter(area=seat.get("area")).select_related("member", "sector"):
        pairs = [(getattr(held.member, field), person.get(field)) for field in apart]
        if not any(old and new and old != new for old, new in pairs):
            raise ValidationError(
                f"本届已经有一位{held.member.name}({held.sector})。是同一位,就不用再登记;"
                "不是同一位,请给两位都填上手机号码或出生年月。"
            )


@transaction.atomic
def correct_member(
    *,
    seat: Seat,
    person: dict[str, Any],
    seat_fields: dict[str, Any],
    by: User | None,
    now: dt.datetime,
    seen: str = "",
    via: str = "页面",
) -> dict[str, tuple[str, str]]:
    """Put right what was written wrong, in place; returns what changed as label → (old, new) in words.

    For a change that happened on a day (another sector, another post) use ``change_seat``. Locks the seat and the
    member. ``seen`` is the mark of what the form showed. Raises Stale, ValidationError.
    """
    locked = Seat.objects.select_for_update(of=("self", "member"))
    held = locked.select_related("member", "sector", "area").get(pk=seat.pk)
    before = said_of(held)
    changes = apply_changes(held.member, person) | apply_changes(held, seat_fields)
    refuse_stale(seen, before, said_of(held))
    if changes:
        with_name_keys(held.member).full_clean(exclude=["user"])
        held.member.save()
        held.full_clean()
        held.save()
        audit(
            AuditEvent.Action.CHANGED,
            by=by,
            now=now,
            subject=f"更正委员 {held.member.name}",
            detail={"fields": list(changes)},
            via=via,
        )
    return changes


def said_of(seat: Seat) -> list[str]:
    """All that a correction may change, in words."""
    fields = [(seat.member, name) for name in PERSON_FIELDS] + [(seat, name) for name in SEAT_FIELDS]
    return [f"{row._meta.get_field(name).verbose_name} {in_words(row, name)}" for row, name in fields]  # type: ignore[union-attr]


def apply_changes(row: Member | Seat, fields: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Set the fields that differ, unsaved; returns label → (old, new) in words."""
    changes = {}
    for name, value in fields.items():
        old = getattr(row, name)
        if old == value:
            continue
        before = in_words(row, name)
        setattr(row, name, value)
        changes[str(row._meta.get_field(name).verbose_name)] = (before, in_words(row, name))  # type: ignore[union-attr]
    return changes


def in_words(row: Member | Seat, field: str) -> str:
    """A field's value as people read it; empty is —. A number is masked: what changed is shown and kept in reports."""
    value = getattr(row, field)
    if field == "phone":
        return mask(value) or "—"
    if hasattr(row, f"get_{field}_display"):
        value = getattr(row, f"get_{field}_display")()
    if isinstance(value, dt.date):
        return f"{value:%Y-%m}"
    return str(value) if value not in (None, "") else "—"


@transaction.atomic
def change_seat(
    *,
    seat: Seat,
    sector: Sector,
    post: str,
    area: Area | None,
    on: dt.date,
    why: str,
    by: User | None,
    now: dt.datetime,
) -> Seat:
    """A change that happened on a day: closes the seat and opens the next. Raises SeatConflict."""
    ended = end_seat(seat=seat, on=on, why=why, by=by, now=now)
    opened = Seat(
        member=ended.member, term=ended.term, sector=sector, post=post, area=area, number=ended.number, started_on=on
    )
    opened.full_clean()
    opened.save()
    return opened


@transaction.atomic
def end_seat(*, seat: Seat, on: dt.date, why: str, by: User | None, now: dt.datetime) -> Seat:
    """End an open seat on a day, with the reason. Raises SeatConflict when it has ended or began later."""
    held = Seat.objects.select_for_update(of=("self",)).select_related("member", "term").get(pk=seat.pk)
    if held.ended_on:
        ended = f"{held.ended_on:%Y-%m-%d}结束" + (f"({held.end_reason})" if held.end_reason else "")
        raise SeatConflict(f"这一任职已于{ended},没有再改。您填的还在下面,请核对现在的任职。")
    if held.started_on and on < held.started_on:
        raise SeatConflict(f"离任日期早于任职日期({held.started_on:%Y-%m-%d}),请改正日期。")
    held.ended_on, held.end_reason = on, why
    held.full_clean()
    held.save()
    audit(AuditEvent.Action.CHANGED, by=by, now=now, subject=f"{held.member.name} 任职结束", reason=why, via="页面")
    return held
