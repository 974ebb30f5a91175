"""The demo county's villages, and whom its members keep contact with. Names and numbers are made up."""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import count

from django.utils import timezone

from accounts.models import User
from liaison.demo.people import AREAS, GIVEN, SURNAMES
from members.models import Constituent, Member, Tie, Village
from members.models.sectors import Area
from members.services import ConstituentEntry, add_constituent, record_contact, tie, untie, withdraw_consent

IN_TOWN = ["东门社区", "西关社区", "新华社区", "滨河社区"]
IN_COUNTRY = ["河口村", "新建村", "张家坪村", "东风村", "泉水村"]
KEEPERS = 24  # members without an account whose constituents the clerk wrote down


def make_villages() -> None:
    for area in Area.objects.filter(name__in=AREAS):
        names = IN_TOWN if area.name.endswith("街道") else IN_COUNTRY
        Village.objects.bulk_create(Village(area=area, name=name) for name in names)


def make_constituents(*, chance: random.Random, by: User, now: dt.datetime) -> None:
    """Three to six each, written down over the last months; a few corrected, seen again, ended, taken back.

    A handful was last seen nearly as long ago as the notice allows: the office has a list of those due.
    """
    with_account = list(Member.objects.select_related("user").filter(user__isnull=False).by_strokes())
    others = list(Member.objects.filter(user__isnull=True).by_strokes()[: KEEPERS * 3 : 3])
    villages = list(Village.objects.select_related("area"))
    numbers = count(1)
    for member in [*with_account, *others]:
        for place in range(chance.randint(3, 6)):
            long_ago = not member.user and place == 0 and chance.random() < 0.2
            days = 365 * 3 - chance.randint(3, 20) if long_ago else chance.randint(20, 160)
            person = _one(chance, numbers, villages, member, by=member.user or by, at=now - dt.timedelta(days=days))
            if not long_ago:
                _what_came_later(chance, person, by=member.user or by, now=now, days=days)
    first, *more = with_account
    for other in more:
        tie(source=first, target=other, kind=Tie.Kind.THREE_LINKS, now=now)
    tie(source=first, target=villages[0], kind=Tie.Kind.THREE_LINKS, now=now)


def _one(
    chance: random.Random,
    numbers: Iterator[int],
    villages: list[Village],
    member: Member,
    *,
    by: User,
    at: dt.datetime,
) -> Constituent:
    entry = ConstituentEntry(
        name=chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2)),
        phone=f"1990004{next(numbers):04d}" if chance.random() < 0.9 else "",
        village=chance.choice(villages),
        consent_way=chance.choice(Constituent.ConsentWay.values),
        consented_on=timezone.localdate(at),
    )
    kind = chance.choices([Tie.Kind.FIXED, Tie.Kind.HELP], [4, 1])[0]
    return add_constituent(entry=entry, member=member, kind=kind, by=by, now=at)


def _what_came_later(chance: random.Random, person: Constituent, *, by: User, now: dt.datetime, days: int) -> None:
    later = now - dt.timedelta(days=chance.randint(1, days - 1))
    what = chance.random()
    if what < 0.6:
        record_contact(constituent=person, by=by, now=later)
    elif what < 0.65:
        withdraw_consent(constituent=person, by=by, now=later)
    elif what < 0.7:
        for one in Tie.objects.open().filter(constituent=person):
            untie(tie=one, now=later)
