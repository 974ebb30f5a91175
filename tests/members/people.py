"""Constituents for tests, written down as members do it."""

import datetime as dt
from typing import Any

from accounts.models import User
from members.models import Area, Constituent, Representative, Tie, Village
from members.services import ConstituentEntry, RepresentativeEntry, add_constituent, add_representative
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


def kept_by_staff(cast: Cast, who: User, name: str = "石老师", phone: str = "13812340099") -> Constituent:
    """A constituent of somebody of the office, who has no seat."""
    return add_constituent(entry=entry(name, phone), member=who, by=who, now=NOW)


def recommended(**changes: Any) -> RepresentativeEntry:
    fields = {
        "recommended_on": None,
        "skills": "果树栽培",
        "note": "",
        "recommended_by": "东关村党支部",
        "village": None,
    }
    return RepresentativeEntry(**{**fields, **changes})


def representative(cast: Cast, person: Constituent, **changes: Any) -> Representative:
    """The constituent in the pool, written down by the clerk."""
    return add_representative(
        constituent=person, entry=recommended(**changes), since=NOW.date(), by=cast.clerk, now=NOW
    )
