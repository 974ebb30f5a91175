"""Studios: opened, corrected, closed, and what they were given."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from members.models import Area, Group, Member, Sector
from studios.models import Residency, Studio, StudioHonour
from studios.services.placing_notices import PAGE, tell_ended
from studios.services.story import Changes, named, note

FIELDS = (
    "number", "name", "kind", "area", "parent", "brand", "host", "address",
    "leader", "group", "phone", "open_hours", "opened_on",
)  # fmt: skip


class StudioRefused(Exception):
    """The studio cannot be so; the message is Chinese and says how to mend it."""


class StudioStale(StudioRefused):
    """Somebody changed the studio after the form was opened. ``stored`` is what stands now."""

    def __init__(self, stored: Studio) -> None:
        super().__init__("您打开这一页以后,别人改过这个工作室的资料。下面是您填的,请与现在的资料核对后再保存一次。")
        self.stored = stored


@dataclass(frozen=True)
class StudioEntry:
    """A studio as written. Without a number it gets the next one."""

    name: str
    number: int | None = None
    kind: str = ""
    area: Area | None = None
    parent: Studio | None = None
    brand: str = ""
    host: str = ""
    address: str = ""
    leader: Member | None = None
    group: Group | None = None
    phone: str = ""
    open_hours: str = ""
    opened_on: dt.date | None = None
    sectors: tuple[Sector, ...] = ()

    def fields(self) -> dict[str, Any]:
        """The columns of the row; the number only where one is given."""
        given = {field: getattr(self, field) for field in FIELDS}
        return given if self.number else {field: value for field, value in given.items() if field != "number"}


def locked(studio: Studio) -> Studio:
    """The studio as it stands, locked: the whole before its people, honours and evidence. One query."""
    return (
        Studio.objects.select_for_update(of=("self",))
        .select_related("area", "parent", "leader", "group")
        .get(pk=studio.pk)
    )


@transaction.atomic
def open_studio(*, entry: StudioEntry, by: User | None, now: dt.datetime, via: str = PAGE) -> Studio:
    """A new studio. The same one sent twice is opened once. Raises StudioRefused."""
    known = Studio.objects.filter(name=entry.name).first()
    if known:
        if known.closed_on is None and not _differences(known, entry):
            return known
        closed = "(已撤销)" if known.closed_on else ""
        mend = "请在撤销的工作室里找到它,恢复使用" if known.closed_on else "请换一个名称,或修改已有的那一个"
        raise StudioRefused(f"已经有叫“{entry.name}”的工作室{closed},{mend}。")
    _check(None, entry, now)
    last = Studio.objects.aggregate(last=Max("number"))["last"] or 0
    made = Studio(**{"number": last + 1, **entry.fields()})
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise StudioRefused("别人刚登记了同名或同编号的工作室,请刷新后核对。") from None
    made.sectors.set(entry.sectors)
    note(made, "登记工作室", by=by, now=now, via=via)
    return made


@transaction.atomic
def change_studio(
    *, studio: Studio, entry: StudioEntry, revision: int, by: User | None, now: dt.datetime, via: str = PAGE
) -> Changes:
    """Put right what is written of a studio; returns label → (old, new) in words, empty when it stood so already.

    ``revision`` is that of the row which the form was filled from. Locks the studio. Raises StudioStale, StudioRefused.
    """
    held = locked(studio)
    changes = _differences(held, entry)
    if not changes:
        return {}
    if held.revision != revision:
        raise StudioStale(held)
    if held.closed_on:
        raise StudioRefused(f"{held.name}已于{held.closed_on:%Y-%m-%d}撤销。要修改资料,请先恢复使用。")
    _check(held, entry, now)
    for field, value in entry.fields().items():
        setattr(held, field, value)
    held.revision += 1
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError:
        raise StudioRefused("别人刚用了这个名称或编号,请刷新后核对。") from None
    held.sectors.set(entry.sectors)
    note(held, "修改资料", by=by, now=now, via=via, changes=changes)
    return changes


@transaction.atomic
def close_studio(
    *, studio: Studio, on: dt.date, why: str, by: User | None, now: dt.datetime, via: str = PAGE
) -> Studio:
    """撤销: nobody is in it any more from that day; what was done in it stays.

    Whoever is in it leaves with it: one by one first would be toil, and left open they would run what is no more.
    Its branches must go elsewhere before. Locks the studio. Closed already on that day, nothing is done. Raises
    StudioRefused.
    """
    held = locked(studio)
    if held.closed_on == on:
        return held
    if held.closed_on:
        raise StudioRefused(f"{held.name}已于{held.closed_on:%Y-%m-%d}撤销。")
    if on > timezone.localdate(now):
        raise StudioRefused("撤销日期还没有到,请到那一天再登记。")
    if held.opened_on and on < held.opened_on:
        raise StudioRefused(f"撤销日期早于成立日期({held.opened_on:%Y-%m-%d}),请改正。")
    if branches := list(held.branches.standing().values_list("name", flat=True)):
        raise StudioRefused(f"{named(branches)}还挂在{held.name}下面,请先改它们的上级工作室。")
    people = list(Residency.objects.in_studios([held]).select_related("member__user", "user"))
    late = [str(one.member or one.user) for one in people if one.since and one.since > on]
    if late:
        raise StudioRefused(f"{named(late)}是在{on:%Y-%m-%d}之后才编入的,请改撤销日期,或先改他们的驻室日期。")
    for one in people:
        one.until, one.end_reason = on, "工作室撤销"
        one.save(update_fields=["until", "end_reason"])
    held.closed_on, held.revision = on, held.revision + 1
    held.save(update_fields=["closed_on", "revision"])
    names = [str(one.member or one.user) for one in people]
    note(held, f"撤销工作室({on:%Y-%m-%d})", by=by, now=now, via=via, why=why,
         changes={"结束驻室": ("、".join(names), "—")} if names else None)  # fmt: skip
    if via == PAGE:
        tell_ended(held, people, now=now)
    return held


@transaction.atomic
def reopen_studio(*, studio: Studio, why: str, by: User | None, now: dt.datetime, via: str = PAGE) -> Studio:
    """恢复使用, without anybody in it. Locks the studio. Nothing is done when it is open."""
    held = locked(studio)
    if held.closed_on is None:
        return held
    held.closed_on, held.revision = None, held.revision + 1
    held.save(update_fields=["closed_on", "revision"])
    note(held, "恢复使用", by=by, now=now, via=via, why=why)
    return held


@transaction.atomic
def add_honour(
    *, studio: Studio, year: int, title: str, given_by: str, by: User | None, now: dt.datetime, via: str = PAGE
) -> StudioHonour:
    """An honour of a year; the same one again is kept once. Locks the studio. Raises StudioRefused."""
    held = locked(studio)
    made, new = StudioHonour.objects.get_or_create(studio=held, year=year, title=title, defaults={"given_by": given_by})
    if new:
        note(held, f"登记荣誉:{made}", by=by, now=now, via=via)
    elif made.given_by != given_by:
        raise StudioRefused(
            f"{made}已经登记过,授予单位{made.given_by or '空着'},不用再登记。要改授予单位,请先删去原来的。"
        )
    return made


@transaction.atomic
def remove_honour(*, honour: StudioHonour, by: User | None, now: dt.datetime, via: str = PAGE) -> None:
    """Take away one that was written down wrongly; the story keeps it. Locks the studio. Gone already, nothing."""
    held = locked(honour.studio)
    gone, _ = StudioHonour.objects.filter(pk=honour.pk).delete()
    if gone:
        note(held, f"删去荣誉:{honour}", by=by, now=now, via=via)


def _check(held: Studio | None, entry: StudioEntry, now: dt.datetime) -> None:
    """What the database would refuse, said in Chinese first. Two or three queries. Raises StudioRefused."""
    others = Studio.objects.exclude(pk=held.pk) if held else Studio.objects.all()
    if entry.number and (same := others.filter(number=entry.number).first()):
        raise StudioRefused(f"编号{entry.number}已经是{same.name}的,请换一个编号,或空着由系统接着编。")
    if held and others.filter(name=entry.name).exists():
        raise StudioRefused(f"已经有叫“{entry.name}”的工作室,请换一个名称。")
    if entry.opened_on and entry.opened_on > timezone.localdate(now):
        raise StudioRefused("成立日期还没有到,请核对。")
    above = entry.parent
    while above is not None:
        if held and above.pk == held.pk:
            raise StudioRefused("上级工作室不能是它自己,也不能是它下面的工作室。")
        above = above.parent


def _differences(held: Studio, entry: StudioEntry) -> Changes:
    """What the entry says otherwise, as label → (old, new) in words. One query, for the sectors."""
    changes: Changes = {}
    for field, value in entry.fields().items():
        old = getattr(held, field)
        if old != value:
            changes[str(Studio._meta.get_field(field).verbose_name)] = _in_words(old), _in_words(value)  # type: ignore[union-attr]
    sectors = list(held.sectors.all())
    if set(sectors) != set(entry.sectors):
        changes["结合界别"] = _in_words("、".join(map(str, sectors))), _in_words("、".join(map(str, entry.sectors)))
    return changes


def _in_words(value: object) -> str:
    return "—" if value is None or value == "" else str(value)
