import datetime as dt

from django.db import transaction

from accounts.models import AuditEvent, User
from accounts.services.audit import audit
from accounts.services.keys import void_keys_of
from common.names import pinyin


@transaction.atomic
def open_account(
    *,
    name: str,
    username: str,
    now: dt.datetime,
    password: str | None = None,
    phone: str | None = None,
    by: User | None = None,
) -> User:
    """Create an account. Without a password nobody can sign in to it before a key is issued.

    Raises ValidationError when name or phone is not acceptable; the caller has checked the password.
    """
    user = User(username=username, name=name, phone=phone or None, date_joined=now)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    if by:
        audit(AuditEvent.Action.ACCOUNT_OPENED, by=by, now=now, subject=f"账号 {name}({username})", via="页面")
    return user


def free_username(name: str) -> str:
    """A user name made from a person's name that nobody has: its pinyin, with a number from the second on. One query.

    Two who ask at once may get the same; the second then fails on the unique column and is asked to try again.
    """
    stem = pinyin(name)[0][:30] or "zhanghao"
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    number = 2
    while (username := stem if stem not in taken else f"{stem}{number}") in taken:
        number += 1
    return username


def set_large_text(*, user: User, on: bool) -> None:
    """Keep the person's choice of large type."""
    User.objects.filter(pk=user.pk).update(large_text=on)


@transaction.atomic
def change_password(*, user: User, password: str, now: dt.datetime, address: str = "") -> None:
    """Set a checked new password and write it into the trail. Slips that are still out become void."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    void_keys_of(user, now)
    audit(AuditEvent.Action.PASSWORD_CHANGED, by=user, now=now, subject=str(user), address=address)
