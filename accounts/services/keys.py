"""One-time keys: how people come in who have no password, or have forgotten it."""

import datetime as dt
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from axes.models import AccessAttempt
from django.db import transaction

from accounts.models import AuditEvent, OneTimeKey, User
from accounts.models.keys import keyed_hash
from accounts.queries import standings_of, the_office
from accounts.rules import why_no_key
from accounts.services.audit import audit

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that can be misread on paper
_GROUPS = (4, 4, 5)  # 31 ** 13: 64 bits


class KeyRefused(Exception):
    """The key may not be issued; the message is Chinese and says who can help."""


class KeyVoid(Exception):
    """The key is used, void, expired, or of a closed account; the message is Chinese."""


@dataclass(frozen=True)
class IssuedKey:
    """A key in the moment it is issued, the only one in which its secrets are known."""

    user: User
    token: str
    password: str
    expires_at: dt.datetime


@dataclass
class Issued:
    """Keys that were issued, and why others were not: user key → a Chinese reason."""

    keys: list[IssuedKey] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


def one_time_password() -> str:
    """Thirteen letters and digits in groups, as they stand on a slip."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(size)) for size in _GROUPS)


def hash_of_password(user_pk: int, password: str) -> str:
    """The kept form of a one-time password, however its owner typed it: capitals, blanks and hyphens do not count."""
    typed = "".join(character for character in password.lower() if character.isalnum())
    return keyed_hash(f"{user_pk} {typed}")


def issue_key(*, user: User, by: User, now: dt.datetime, vouched: bool = False, address: str = "") -> IssuedKey:
    """A new key for one account. Raises KeyRefused, of which a row in the trail stays."""
    issued = issue_keys(users=[user], by=by, now=now, vouched={user.pk} if vouched else set(), address=address)
    if user.pk in issued.refused:
        raise KeyRefused(f"{issued.refused[user.pk]}。")
    return issued.keys[0]


@transaction.atomic
def issue_keys(
    *, users: Iterable[User], by: User, now: dt.datetime, vouched: Collection[int] = (), address: str = ""
) -> Issued:
    """New keys for accounts, each making its earlier one void and its lock-out end; refusals go into the trail.

    ``vouched`` are the accounts of people whom ``by`` looks after, as a higher app says. Locks the accounts. About
    two queries for each account and a dozen more.
    """
    pks = sorted({user.pk for user in users})
    accounts = list(User.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    standings = standings_of(accounts)
    expires_at = now + dt.timedelta(days=the_office().key_days)
    issued = Issued()
    for user in accounts:
        why = why_no_key(by, user, standings[user.pk], vouched=user.pk in vouched)
        if why:
            issued.refused[user.pk] = why
            _record(AuditEvent.Action.REFUSED, user, by=by, now=now, reason=why, address=address)
        else:
            issued.keys.append(IssuedKey(user, secrets.token_urlsafe(16), one_time_password(), expires_at))
            _record(AuditEvent.Action.KEY_ISSUED, user, by=by, now=now, address=address)
    _keep(issued.keys, by=by, now=now)
    return issued


def _keep(keys: list[IssuedKey], *, by: User, now: dt.datetime) -> None:
    users = [key.user for key in keys]
    OneTimeKey.objects.open().filter(user__in=users).update(void_at=now)
    OneTimeKey.objects.bulk_create(
        OneTimeKey(
            user=key.user,
            token_hash=keyed_hash(key.token),
            password_hash=hash_of_password(key.user.pk, key.password),
            issued_by=by,
            issued_at=now,
            expires_at=key.expires_at,
        )
        for key in keys
    )
    unlock(users)


def unlock(users: Iterable[User]) -> None:
    """Forget the failed tries at these accounts, from wherever they were made."""
    AccessAttempt.objects.filter(username__in=[user.username for user in users]).delete()


def _record(
    action: AuditEvent.Action, user: User, *, by: User | None, now: dt.datetime, reason: str = "", address: str = ""
) -> None:
    subject = f"登录条 {user.name}({user.username})"
    audit(action, by=by, now=now, subject=subject, reason=reason, detail={"user": user.pk}, via="页面", address=address)


def use_key(*, key: OneTimeKey, now: dt.datetime, address: str = "") -> User:
    """Burn a key and return whom it lets in, who must then choose a password.

    Compare-and-set: of two who press at once, one enters. Raises KeyVoid for the other, and for who comes with a key
    that is void, expired or of a closed account; of that a row in the trail stays.
    """
    user: User = User.objects.get(pk=key.user_id)
    with transaction.atomic():
        if OneTimeKey.objects.usable(now).filter(pk=key.pk).update(used_at=now) == 1:
            user.must_change_password = True
            user.save(update_fields=["must_change_password"])
            _record(AuditEvent.Action.KEY_USED, user, by=user, now=now, address=address)
            return user
    void = "登录条已经用过、过期或作废"
    _record(AuditEvent.Action.REFUSED, user, by=None, now=now, reason=void, address=address)
    raise KeyVoid(f"{void}了。")


def void_keys_of(user: User, now: dt.datetime) -> None:
    """Make the account's open key void: a slip in a drawer must not outlive the password that its owner chose."""
    OneTimeKey.objects.open().filter(user=user).update(void_at=now)
