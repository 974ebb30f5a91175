"""The second factor: a code from the phone after the password, or one of ten recovery codes."""

import datetime as dt
import secrets
from typing import TypeAlias

from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import AuditEvent, User
from accounts.models.keys import keyed_hash
from accounts.rules import can_reset_second_step
from accounts.services.audit import audit

RECOVERY_CODES = 10
CODE_DIGITS = 6
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_KEPT = 16  # what the library's column holds: 64 bits of the hash, more than a code has

Device: TypeAlias = TOTPDevice | StaticDevice


class ResetRefused(Exception):
    """The second step of this account may not be reset by this person; the message is Chinese."""


@transaction.atomic
def begin_enrolment(*, user: User) -> TOTPDevice:
    """A new secret for the user's phone, not valid before its first code; an earlier unconfirmed one goes."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="手机动态码", confirmed=False)


@transaction.atomic
def confirm_enrolment(
    *, user: User, code: str, now: dt.datetime, address: str = ""
) -> tuple[TOTPDevice, list[str]] | None:
    """Confirm the secret by its first code; returns the device and the recovery codes, which are kept as hashes only.

    None when the code is wrong, or nothing waits to be confirmed. The library's throttling counts.
    """
    device = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=False).first()
    if device is None or not device.verify_token(_bare(code)):
        return None
    TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    StaticDevice.objects.filter(user=user).delete()
    spare = StaticDevice.objects.create(user=user, name="备用码")
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=spare, token=_kept(code)) for code in codes)
    audit(AuditEvent.Action.CHANGED, by=user, now=now, subject=f"绑定动态码 {user}", via="页面", address=address)
    device.confirmed = True
    return device, codes


@transaction.atomic
def verify_second_step(*, user: User, code: str, now: dt.datetime, address: str = "") -> Device | None:
    """The device that takes the code, or None. Six digits are a phone's code; anything else a recovery code, used up.

    Locks the device, so that a code serves once; wrong ones make the next wait longer (1, 2, 4 … seconds).
    """
    typed = _bare(code)
    if len(typed) == CODE_DIGITS:
        device: Device | None = TOTPDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        taken = device is not None and device.verify_token(typed)
    else:
        device = StaticDevice.objects.select_for_update().filter(user=user, confirmed=True).first()
        taken = device is not None and device.verify_token(_kept(typed))
    if not taken:
        audit(AuditEvent.Action.REFUSED, by=user, now=now, subject=f"动态码不对 {user}", via="页面", address=address)
        return None
    return device


@transaction.atomic
def reset_second_step(*, user: User, by: User | None, now: dt.datetime, address: str = "") -> None:
    """Take a colleague's phone and recovery codes off the account; they bind anew at the next sign-in.

    ``by`` is null on the server's command line. Raises ResetRefused.
    """
    if by and not can_reset_second_step(by, user):
        raise ResetRefused("这个账号的动态码不能由您重设。")
    TOTPDevice.objects.filter(user=user).delete()
    StaticDevice.objects.filter(user=user).delete()
    audit(
        AuditEvent.Action.CHANGED,
        by=by,
        now=now,
        subject=f"重设动态码 {user.name}({user.username})",
        via="页面" if by else "命令行",
        address=address,
    )


def _recovery_code() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(2))


def _bare(code: str) -> str:
    return "".join(character for character in code.lower() if character.isalnum())


def _kept(code: str) -> str:
    return keyed_hash(f"recovery {_bare(code)}")[:_KEPT]
