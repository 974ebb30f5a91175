"""Constituents: who is written down, put right, seen again."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from common.dates import years_after
from common.names import stroke_key
from common.phones import mask
from common.seen import refuse_stale
from members.models import ConsentNotice, Constituent, Member, Tie, Village
from members.services.ties import Source, begin


class PhoneKnown(Exception):
    """The number is somebody's. ``known`` is null for who may not see them; the message then tells nothing."""

    def __init__(self, known: Constituent | None) -> None:
        self.known = known
        super().__init__(
            f"这个号码已经登记在{known.name}名下,不用再登记。"
            if known
            else "这个号码现在不能登记。请核对号码;号码没有错的,请告诉政协办公室,由办公室办理。"
        )


class Nameless(Exception):
    """The constituent was made nameless meanwhile; the message is Chinese."""

    def __init__(self) -> None:
        super().__init__("这位群众的资料已经匿名,不能再改。")


@dataclass(frozen=True)
class ConstituentEntry:
    """What is written down. ``phone`` as ``parse_phone`` gives it, or empty."""

    name: str
    phone: str
    village: Village | None
    consent_way: str
    consented_on: dt.date


def add_constituent(
    *,
    entry: ConstituentEntry,
    member: Source,
    by: User | None,
    now: dt.datetime,
    kind: str = Tie.Kind.FIXED,
    address: str = "",
) -> Constituent:
    """A new constituent, under the notice in force that day, with whom ``member``, or somebody of staff, keeps contact.

    The same entry twice on a day is one, where no number says so: locks who keeps contact. Raises PhoneKnown,
    ValidationError. A refusal leaves an audit row of its own: asking by a number tells something.
    """
    _refuse_known(entry.phone, by=by, now=now, address=address)
    notice = ConsentNotice.objects.in_force(entry.consented_on)
    made = Constituent(
        name=entry.name,
        phone=entry.phone,
        village=entry.village,
        consent_way=entry.consent_way,
        consented_on=entry.consented_on,
        notice=notice,
        contacted_on=timezone.localdate(now),
        retain_until=years_after(timezone.localdate(now), notice.years),
        made_by=by,
        made_at=now,
    )
    made.stroke_key = stroke_key(made.name)
    try:
        with transaction.atomic():
            if not entry.phone and (before := _written_today(made, member)):
                return before
            save(made, by=by, now=now)
            begin(source=member, target=made, kind=kind, since=entry.consented_on, now=now)
    except IntegrityError:  # the same number came in meanwhile
        _refuse_known(entry.phone, by=by, now=now, address=address)
        raise
    return made


def _written_today(made: Constituent, source: Source) -> Constituent | None:
    model, key = (Member, "member") if isinstance(source, Member) else (User, "user")
    model.objects.select_for_update().get(pk=source.pk)
    ties = Tie.objects.open().filter(**{key: source})
    same = ("name", "village", "consent_way", "consented_on", "contacted_on", "made_by")
    found = Constituent.objects.filter(**{field: getattr(made, field) for field in same}, phone_hmac="")
    return found.filter(pk__in=ties.values("constituent")).first()


def correct_constituent(
    *,
    constituent: Constituent,
    name: str,
    phone: str,
    village: Village | None,
    by: User | None,
    now: dt.datetime,
    seen: str = "",
    address: str = "",
) -> list[str]:
    """Put right what was written wrong; returns the labels of what changed, and writes nothing when nothing did.

    Locks the constituent. ``seen`` is the mark of what the form showed. Raises Stale, PhoneKnown, Nameless,
    ValidationError.
    """
    _refuse_known(phone, by=by, now=now, address=address, besides=constituent)
    try:
        with transaction.atomic():
            held = _held(constituent)
            before = said_of(held)
            fields = {"name": name, "phone": phone, "village": village}
            changed = [field for field, value in fields.items() if getattr(held, field) != value]
            for field in changed:
                setattr(held, field, fields[field])
            refuse_stale(seen, before, said_of(held))
            held.stroke_key = stroke_key(held.name)
            if changed:
                save(held, by=by, now=now)
    except IntegrityError:
        _refuse_known(phone, by=by, now=now, address=address, besides=constituent)
        raise
    return [str(Constituent._meta.get_field(field).verbose_name) for field in changed]  # type: ignore[union-attr]


def said_of(constituent: Constituent) -> list[str]:
    """All that a correction may change, in words."""
    village = constituent.village
    return [
        f"姓名 {constituent.name}",
        f"电话 {mask(constituent.phone) or '—'}",
        f"村(社区) {f'{village.area} {village}' if village else '—'}",
    ]


@transaction.atomic
def record_contact(
    *, constituent: Constituent, by: User | None, now: dt.datetime, on: dt.date | None = None
) -> Constituent:
    """They were seen or called, today or on the day ``on``: their time begins anew. Raises Nameless."""
    held = _held(constituent)
    day = on or timezone.localdate(now)
    if held.contacted_on < day:
        held.contacted_on = day
        held.retain_until = years_after(day, held.notice.years)
        keep(held, by=by, now=now)
    return held


def save(constituent: Constituent, *, by: User | None, now: dt.datetime, why: str = "") -> None:
    """Check and save, with a row of history that says who and when. Raises ValidationError."""
    constituent.full_clean(exclude=["phone_hmac", "made_by"])
    keep(constituent, by=by, now=now, why=why)


def keep(constituent: Constituent, *, by: User | None, now: dt.datetime, why: str = "") -> None:
    """Save without a check: nobody typed what is new."""
    constituent._history_user = by  # type: ignore[attr-defined]
    constituent._history_date = now  # type: ignore[attr-defined]
    constituent._change_reason = why  # type: ignore[attr-defined]
    constituent.save()


def _held(constituent: Constituent) -> Constituent:
    rows = Constituent.objects.select_for_update(of=("self",)).select_related("notice")
    held = rows.get(pk=constituent.pk)
    if held.anonymised_at:
        raise Nameless
    return held


def _refuse_known(
    phone: str, *, by: User | None, now: dt.datetime, address: str, besides: Constituent | None = None
) -> None:
    """Raise PhoneKnown when the number is another's, naming them only to who may see them."""
    if not phone:
        return
    known = Constituent.objects.with_phone(phone).first()
    if known is None or known == besides:
        return
    if by and Constituent.objects.visible_to(by).filter(pk=known.pk).exists():
        raise PhoneKnown(known)
    audit(
        AuditEvent.Action.REFUSED,
        by=by,
        now=now,
        subject="登记群众:号码已经登记",
        detail={"constituent": known.pk},
        via="页面",
        address=address,
    )
    raise PhoneKnown(None)
