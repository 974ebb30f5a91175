"""Constituents for tests, written down as members do it."""

import datetime as dt
from typing import Any

from accounts.models import User
from members.models import Area, Constituent, Tie, Village
from members.services import ConstituentEntry, add_constituent
from tests.cast import NOW, Cast

PHONE = "13812345678"  # 138****5678 when masked


def village(name: str = "东关村", area: str = "城关镇") -> Village:
    return Village.objects.get_or_create(name=name, area=Area.objects.get_or_create(name=area)[0])[0]


def entry(name: str = "田秀英", phone: str = PHONE, **changes: Any) -> ConstituentEntry:
    fields = {"village": None, "consent_way": "spoken", "consented_on": NOW.date()}
    return ConstituentEntry(name=name, phone=phone, **{**fields, **changes})


def known(
    cast: Cast,
    who: User,
    name: str = "田秀英",
    phone: str = PHONE,
    *,
    now: dt.datetime = NOW,
    kind: str = Tie.Kind.FIXED,
    place: Village | None = None,
) -> Constituent:
    """A constituent of this member, written down by themself."""
    given = entry(name, phone, village=place, consented_on=now.date())
    return add_constituent(entry=given, member=cast.person(who), kind=kind, by=who, now=now)
