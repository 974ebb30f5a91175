"""The keys of encrypted fields. The first of ``settings.FIELD_KEYS`` writes, all read.

From each secret come two keys that tell nothing of one another: one encrypts, the other makes the fingerprints by
which a whole value is found.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core import checks


class WrongKey(Exception):
    """None of the keys opens the value."""

    def __init__(self) -> None:
        super().__init__(
            "加密的内容解不开:现有的密钥里没有当初加密用的那一个。"
            "请核对 FIELD_KEYS、SECRET_KEY(单机方式为 var/field_key)是否与备份的一致,见《运行与维护》“加密的密钥”。"
        )


@dataclass(frozen=True)
class _Ring:
    newest: Fernet
    all: MultiFernet
    lookup: tuple[bytes, ...]


@cache
def _ring(secrets: tuple[str, ...]) -> _Ring:
    fernets = [Fernet(base64.urlsafe_b64encode(_derived(secret, b"liaison field encryption"))) for secret in secrets]
    return _Ring(
        fernets[0], MultiFernet(fernets), tuple(_derived(secret, b"liaison field lookup") for secret in secrets)
    )


def _derived(secret: str, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use).derive(secret.encode())


def _keys() -> _Ring:
    return _ring(tuple(settings.FIELD_KEYS))


def encrypt(text: str) -> str:
    """By the first key; another token each time."""
    return _keys().newest.encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """By whichever key fits. Raises WrongKey."""
    try:
        return _keys().all.decrypt(token.encode()).decode()
    except InvalidToken:
        raise WrongKey


def is_by_first_key(token: str) -> bool:
    try:
        _keys().newest.decrypt(token.encode())
    except InvalidToken:
        return False
    return True


def fingerprint(text: str) -> str:
    """What a lookup column holds for ``text``, by the first key; "" for nothing."""
    return fingerprints(text)[0] if text else ""


def fingerprints(text: str) -> list[str]:
    """What lookup columns may hold for ``text``, by every key: rows not yet under the first are found too."""
    return [hmac.new(key, text.encode(), hashlib.sha256).hexdigest() for key in _keys().lookup]


def key_has_its_own_place(**kwargs: Any) -> list[checks.CheckMessage]:
    """System check: says when the fields hang on SECRET_KEY, which an office would else change without a thought."""
    if settings.PRODUCTION and len(settings.FIELD_KEYS) == 1:
        said = "没有设 FIELD_KEYS,加密用的是 SECRET_KEY。要换 SECRET_KEY,请先设 FIELD_KEYS 并执行 rotate_field_keys。"
        return [checks.Info(said, id="common.I001")]
    return []
