"""What a seal says: keys, the canonical form of an event, the hash over it. Asks the database nothing."""

import datetime as dt
import hmac
import json
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.crypto import salted_hmac

from accounts.models import AuditCheckpoint, AuditEvent, AuditSeal

# The fields that a form covers. A form that was ever sealed with stays as it is; a new field makes the next one.
FORMS: dict[int, tuple[str, ...]] = {
    1: ("id", "at", "actor_id", "actor", "action", "subject", "reason", "detail", "via", "address"),
}
CURRENT_FORM = max(FORMS)
CHECKPOINT_FIELDS = ("number", "first", "hash", "count", "until", "at", "actor_id", "actor", "reason", "key")


@dataclass(frozen=True)
class Key:
    secret: bytes

    @cached_property
    def tag(self) -> str:
        """By which a seal says which key made it; tells nothing of the key."""
        return hmac.new(self.secret, b"accounts.audit.tag", "sha256").hexdigest()[:8]

    def mac(self, content: object) -> str:
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return hmac.new(self.secret, text.encode(), "sha256").hexdigest()


def keys() -> list[Key]:
    """Every key that may have sealed, newest first; the first one seals. Without one of its own, from SECRET_KEY."""
    general = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = [salted_hmac("accounts.audit", "chain", secret=one, algorithm="sha256").digest() for one in general]
    return [Key(secret) for secret in (*(one.encode() for one in settings.AUDIT_KEYS), *derived)]


def seal_of(event: AuditEvent, *, number: int, previous: str, key: Key, now: dt.datetime) -> AuditSeal:
    """The seal that puts an event, as read from the database, into the chain; unsaved."""
    seal = AuditSeal(number=number, event=event, previous=previous, form=CURRENT_FORM, key=key.tag, sealed_at=now)
    seal.hash = hash_of(seal, key)
    return seal


def hash_of(seal: AuditSeal, key: Key) -> str:
    """What the seal's hash must be: over its own fields and every field of its event."""
    event = {name: _plain(getattr(seal.event, name)) for name in FORMS.get(seal.form, ())}
    return key.mac([seal.number, seal.previous, seal.form, seal.key, _plain(seal.sealed_at), event])


def mac_of(checkpoint: AuditCheckpoint, key: Key) -> str:
    return key.mac([_plain(getattr(checkpoint, name)) for name in CHECKPOINT_FIELDS])


def _plain(value: object) -> object:
    """A moment is the same text on both engines and in every time zone."""
    return value.astimezone(dt.UTC).isoformat(timespec="microseconds") if isinstance(value, dt.datetime) else value
