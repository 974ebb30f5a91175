"""Telling people: rows in the caller's transaction, nothing sent. A worker sends what is due."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from django.core.validators import validate_email
from django.db import transaction

from accounts.models import User
from common.phones import BadPhone, parse_phone
from common.text import one_line
from notices.models import Delivery, Notice
from notices.models.notices import LINK
from notices.queries import Outlets, outlets
from notices.services.routing import deliveries_of

BATCH = 500
KEY = SUBJECT = 120


@dataclass(frozen=True)
class Phone:
    """Somebody without an account, by phone. Raises BadPhone. Lies encrypted; a constituent's is never given."""

    number: str

    def __post_init__(self) -> None:
        number = parse_phone(self.number)
        if not number:
            raise BadPhone("没有手机号码,通知不到人")
        object.__setattr__(self, "number", number)


@dataclass(frozen=True)
class Email:
    """Somebody without an account, by e-mail. Raises ValidationError."""

    address: str

    def __post_init__(self) -> None:
        address = self.address.strip().lower()
        validate_email(address)
        object.__setattr__(self, "address", address)


Person = User | Phone | Email


@dataclass(frozen=True)
class NewNotice:
    """One person to be told of one thing. ``key`` names the thing: told of it before, they are not told again.

    Raises ValueError for what the table would refuse, or on SQLite leave out without a word.
    """

    to: Person
    key: str
    subject: str
    body: str
    link: str = ""
    not_before: dt.datetime | None = None

    def __post_init__(self) -> None:
        if not 0 < len(self.key) <= KEY or not one_line(self.subject) or not re.fullmatch(f"{LINK}|", self.link):
            raise ValueError(f"no notice can be made of key {self.key!r}, subject {self.subject!r}, link {self.link!r}")


def notify(
    *,
    to: Person,
    key: str,
    subject: str,
    body: str,
    link: str = "",
    not_before: dt.datetime | None = None,
    now: dt.datetime,
) -> Notice | None:
    """Tell one person, or None when they were told of ``key`` before.

    ``link`` is ``/go/<app>.<noun>/<pk>/`` or empty. Shown and sent from ``not_before`` on; sent within the office's
    hours unless ``not_before`` itself lies outside them. Writes rows only.
    """
    new = NewNotice(to, key, subject, body, link, not_before)
    with transaction.atomic(savepoint=False):
        made = _write([new], outlets(), now)
    return made[0] if made else None


def notify_all(*, notices: Iterable[NewNotice], now: dt.datetime) -> int:
    """Tell many, and return how many were not told before. At most a dozen statements for every 500.

    Written in one order whoever calls, so that two sweeps at once wait for one another and neither fails.
    """
    rest = iter(sorted(notices, key=_place))
    told = 0
    with transaction.atomic(savepoint=False):
        open_now = outlets()
        while batch := list(islice(rest, BATCH)):
            told += len(_write(batch, open_now, now))
    return told


def _write(batch: list[NewNotice], open_now: Outlets, now: dt.datetime) -> list[Notice]:
    """The notices of a batch that are new, with their deliveries. Five statements, or so many for every 500."""
    rows = [_row(new, now) for new in batch]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    kept = set(Notice.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    made = [row for row in rows if row.pk in kept]
    Delivery.objects.bulk_create(deliveries_of(made, open_now, now), ignore_conflicts=True)
    return made


def _row(new: NewNotice, now: dt.datetime) -> Notice:
    to = new.to
    return Notice(
        user=to if isinstance(to, User) else None,
        phone=to.number if isinstance(to, Phone) else None,
        email=to.address if isinstance(to, Email) else None,
        key=new.key,
        subject=one_line(new.subject)[:SUBJECT],
        body=new.body.strip(),
        link=new.link,
        made_at=now,
        not_before=max(new.not_before or now, now),
    )


def _place(new: NewNotice) -> tuple[str, str]:
    to = new.to
    who = f"{to.pk:020}" if isinstance(to, User) else to.number if isinstance(to, Phone) else to.address
    return new.key, who
