"""Sign-in by user name or phone number, with a password or a slip's one-time password; and the lock for who guesses."""

import datetime as dt
import hashlib
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.models import OneTimeKey, User
from accounts.requests import address_of, office_of
from accounts.services.keys import hash_of_password
from common.text import squeeze

LONGEST_NAME = 50  # what the form takes


class NameOrPhoneBackend(ModelBackend):
    """One field takes either; a user name cannot look like a phone, so the two never meet.

    Who comes with a one-time password carries its key as ``came_by``: the caller burns it, or does not let them in.
    """

    def authenticate(self, request: HttpRequest | None, username=None, password=None, **kwargs) -> User | None:
        if username is None or password is None:
            return None
        user = User.objects.signing_in_as(username).first()
        if user is None:
            User().set_password(password)  # the same time for an unknown name as for a wrong password
            return None
        # One slow hash whatever comes of it: of an account without a password Django makes one in vain.
        known = user.check_password(password)
        user.came_by = None if known else _key_with(user, password)
        if not known and user.came_by is None:
            return None
        return user if self.user_can_authenticate(user) else None


def _key_with(user: User, password: str) -> OneTimeKey | None:
    """The account's usable key, if this is its one-time password."""
    key = OneTimeKey.objects.usable(timezone.now()).filter(user=user).first()
    if key and constant_time_compare(key.password_hash, hash_of_password(user.pk, password)):
        return key
    return None


class SignInLock(AxesDatabaseHandler):
    """Two limits: few failures of one account from one address, many of all accounts together from one address.

    The library's querysets come in the order of AXES_LOCKOUT_PARAMETERS.
    """

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        account, address = (_sum(attempts) for attempts in self.get_user_attempts(request, credentials))
        office = office_of(request)
        if address >= office.lock_address_failures:
            return max(account, office.lock_failures)
        return account if account_tried(request, credentials) else 0

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Forget the account's failures from here, not those of the address: they may be at other accounts."""
        count, _ = self.filter_user_attempts(request, credentials)[0].delete()
        return count


def _sum(attempts) -> int:
    return sum(attempts.values_list("failures_since_start", flat=True))


def failure_limit(request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
    return office_of(request).lock_failures


def cool_off(request: HttpRequest) -> dt.timedelta:
    return dt.timedelta(minutes=office_of(request).lock_minutes)


def account_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The user name of the account that is tried, in whatever way it was typed; empty for a QR code that is unknown.

    What names no account is kept as a hash: people type passwords into the wrong box.
    """
    typed = str((credentials or request.POST).get("username") or "")[: 3 * LONGEST_NAME]
    if not typed:
        return ""
    known = User.objects.signing_in_as(typed).values_list("username", flat=True).first()
    return known or "?" + hashlib.sha256(squeeze(typed).encode()).hexdigest()[:32]


def address_tried(request: HttpRequest) -> str | None:
    return address_of(request) or None
