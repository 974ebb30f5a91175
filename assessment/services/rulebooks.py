import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from assessment.models import Grade, Item, Prerequisite, Rulebook
from assessment.queries import months_it_closed, revision_months, rulebooks

Numbers = Mapping[str, Mapping[int, Mapping[str, Decimal | int]]]


class RulebookConflict(Exception):
    """The rulebook is not, or no longer, in a state that allows this; the message is Chinese."""


@transaction.atomic
def confirm_rulebook(
    *,
    rulebook: Rulebook,
    numbers: Numbers,
    counts_unchecked: bool = False,
    by: User,
    now: dt.datetime,
    via: str = "页面",
    address: str = "",
) -> Rulebook:
    """Save the office's numbers and make the rulebook its own, for good. Locks it.

    ``numbers`` are checked ones, as ``items``, ``grades`` and ``prerequisites`` → row → field. Raises RulebookConflict
    when it was confirmed before, or when a changed number would rewrite a month that is closed.
    """
    Rulebook.objects.select_for_update().get(pk=rulebook.pk)
    book = rulebooks().get(pk=rulebook.pk)
    if book.confirmed_at:
        who = book.confirmed_by.name if book.confirmed_by else "别人"
        raise RulebookConflict(f"{who}已经确认过这一版,您填的没有保存,留在下面供核对。要改请用“修订”。")
    changes = [
        *_apply(book.items.all(), numbers["items"]),
        *_apply(_without_collision(list(book.grades.all()), numbers["grades"]), numbers["grades"]),
        *_apply(book.prerequisites.all(), numbers["prerequisites"]),
    ]
    if book.counts_unchecked != counts_unchecked:
        changes.append(f"待核的民情日志:{_counted(book.counts_unchecked)}→{_counted(counts_unchecked)}")
        book.counts_unchecked = counts_unchecked
    if changes and (closed := months_it_closed(book)):
        names = "、".join(f"{month.year}年{month.month}月" for month in closed)
        raise RulebookConflict(
            f"{names}已按现有数字结账,这一版的数字不能再改。请按原来的数字确认,再用“修订”从本月起改。"
        )
    book.is_sample, book.confirmed_at, book.confirmed_by = False, now, by
    book.save(update_fields=["counts_unchecked", "is_sample", "confirmed_at", "confirmed_by"])
    _audit(f"确认考核办法 {book}", by=by, now=now, via=via, address=address, changes=changes)
    return book


def _counted(unchecked: bool) -> str:
    return "计入" if unchecked else "不计入"


def _apply(rows: Any, numbers: Mapping[int, Mapping[str, Decimal | int]]) -> list[str]:
    """Write the numbers that differ; returns them in words."""
    changes = []
    for row in rows:
        changed = {field: value for field, value in numbers[row.pk].items() if getattr(row, field) != value}
        for field, value in changed.items():
            changes.append(f"{row} {row._meta.get_field(field).verbose_name}:{getattr(row, field)}→{value}")
            setattr(row, field, value)
        if changed:
            row.save(update_fields=list(changed))
    return changes


def _without_collision(grades: list[Grade], numbers: Mapping[int, Mapping[str, Decimal | int]]) -> list[Grade]:
    """An order of writing in which no two thresholds are ever equal: what rises from the top, then what falls."""
    rising = [grade for grade in grades if numbers[grade.pk]["from_percent"] > grade.from_percent]
    falling = [grade for grade in grades if numbers[grade.pk]["from_percent"] < grade.from_percent]
    return [*sorted(rising, key=_threshold, reverse=True), *sorted(falling, key=_threshold)]


def _threshold(grade: Grade) -> int:
    return grade.from_percent


@transaction.atomic
def revise_rulebook(
    *, rulebook: Rulebook, effective_from: dt.date, by: User, now: dt.datetime, via: str = "页面", address: str = ""
) -> Rulebook:
    """Copy a confirmed rulebook as the next version, unconfirmed, in force from the first of a month not yet closed.

    The old version ends the day before. Locks it. Raises RulebookConflict when it is unconfirmed, when a later version
    exists or when the month will not do.
    """
    old = Rulebook.objects.select_for_update().get(pk=rulebook.pk)
    if not old.confirmed_at:
        raise RulebookConflict("这一版还没有确认,请直接核对数字后确认。")
    if Rulebook.objects.filter(version__gt=old.version).exists():
        raise RulebookConflict("已经有更新的版本,请在最新的一版上修订。")
    if effective_from not in revision_months(old, timezone.localtime(now).date()):
        raise RulebookConflict("新版只能从本月或以后某月的1日起施行,且不早于本版施行之后。请另选月份。")
    new = _copy(old, effective_from)
    old.effective_to = effective_from - dt.timedelta(days=1)
    old.save(update_fields=["effective_to"])
    _audit(f"修订考核办法 {new}", by=by, now=now, via=via, address=address, changes=[f"{effective_from} 起施行"])
    return new


def _copy(old: Rulebook, effective_from: dt.date) -> Rulebook:
    new = Rulebook.objects.create(
        name=old.name,
        version=old.version + 1,
        effective_from=effective_from,
        counts_unchecked=old.counts_unchecked,
    )
    Item.objects.bulk_create(_duplicate(row, rulebook=new) for row in Item.objects.filter(rulebook=old))
    grades = {
        row.pk: Grade.objects.create(rulebook=new, name=row.name, from_percent=row.from_percent)
        for row in Grade.objects.filter(rulebook=old)
    }
    Prerequisite.objects.bulk_create(
        _duplicate(row, rulebook=new, ceiling=grades[row.ceiling_id])
        for row in Prerequisite.objects.filter(rulebook=old)
    )
    return new


def _duplicate(row: Any, **changes: Any) -> Any:
    """An unsaved copy of a row, with other keys."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.fields if not field.primary_key}
    for name in changes:
        values.pop(row._meta.get_field(name).attname)
    return type(row)(**values, **changes)


def _audit(subject: str, *, by: User, now: dt.datetime, via: str, address: str, changes: list[str]) -> None:
    audit(
        AuditEvent.Action.CHANGED,
        by=by,
        now=now,
        subject=subject,
        detail={"changes": changes},
        via=via,
        address=address,
    )
