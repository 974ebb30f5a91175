"""People of units: who handles and who heads."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, Unit, UnitPost, User
from accounts.services.audit import audit
from accounts.services.keys import IssuedKey, issue_key
from accounts.services.users import free_username, open_account


class UnitClosed(Exception):
    """The unit was closed; the message is Chinese."""


@transaction.atomic
def open_unit_account(
    *, unit: Unit, name: str, phone: str, part: str, by: User, now: dt.datetime, address: str = ""
) -> tuple[UnitPost, IssuedKey | None]:
    """Give a person a part in a unit; opens their account, with its first key, when the phone has none.

    Who has an account keeps it, its password and its other doors: no key then. Without a phone, nobody tells two of
    one name in a unit apart. Locks the unit. Raises ValidationError, UnitClosed.
    """
    held = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if not phone and UnitPost.objects.open().filter(unit=held, user__name=name).exists():
        raise ValidationError(f"{unit}已经有{name}。是同一人,就不用再登记;不是同一人,请填上手机号码。")
    user, new = person_with_phone(name=name, phone=phone, by=by, now=now)
    post = assign_post(unit=unit, user=user, part=part, by=by, now=now, address=address)
    return post, issue_key(user=user, by=by, now=now, address=address) if new else None


def person_with_phone(*, name: str, phone: str, by: User | None, now: dt.datetime) -> tuple[User, bool]:
    """The account with this phone, and whether it was opened now. Without a phone always a new one.

    Raises ValidationError when the phone is somebody else's.
    """
    held = User.objects.filter(phone=phone).first() if phone else None
    if held is None:
        return open_account(name=name, username=free_username(name), phone=phone, by=by, now=now), True
    if held.name != name:
        raise ValidationError(f"这个手机号码已是{held.name}的账号,请核对姓名和号码。")
    if not held.is_active:
        raise ValidationError(f"{held.name}的账号已经停用,请先在基础数据里启用。")
    return held, False


@transaction.atomic
def assign_post(
    *, unit: Unit, user: User, part: str, by: User | None, now: dt.datetime, address: str = "", via: str = "页面"
) -> UnitPost:
    """Make a person handler or head of a unit from today; another part there ends. Locks the unit.

    The part they have already is left as it is. Raises UnitClosed.
    """
    locked = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if locked.closed_on:
        raise UnitClosed(f"{locked}已于{locked.closed_on:%Y-%m-%d}撤销,不能再安排人。")
    today = timezone.localdate(now)
    held = UnitPost.objects.filter(user=user, unit=locked, until__isnull=True).first()
    if held and held.part == part:
        return held
    if held:
        held.until = today
        held.save(update_fields=["until"])
    post = UnitPost(user=user, unit=locked, part=part, since=today)
    post.full_clean()
    post.save()
    _record(f"{post}", by=by, now=now, address=address, via=via)
    return post


@transaction.atomic
def end_post(*, post: UnitPost, by: User, now: dt.datetime, address: str = "") -> bool:
    """End a post today, once; False when it was over. The unit door closes to its holder, other doors stay."""
    ended = UnitPost.objects.filter(pk=post.pk, until__isnull=True).update(until=timezone.localdate(now))
    if ended:
        _record(f"{post} 结束", by=by, now=now, address=address, via="页面")
    return bool(ended)


def _record(subject: str, *, by: User | None, now: dt.datetime, address: str, via: str) -> None:
    audit(AuditEvent.Action.CHANGED, by=by, now=now, subject=f"承办单位人员 {subject}", via=via, address=address)
