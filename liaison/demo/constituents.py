"""The demo county's villages, and whom its members keep contact with. Names and numbers are made up."""

import datetime as dt
from itertools import count

from django.utils import timezone

from liaison.demo.diary import Act, moment
from liaison.demo.people import AREAS, GIVEN, SURNAMES
from liaison.demo.world import County
from members.models import Constituent, Member, Tie, Village
from members.models.sectors import Area
from members.services import ConstituentEntry, add_constituent, record_contact, tie, untie, withdraw_consent

IN_TOWN = ["东门社区", "西关社区", "新华社区", "滨河社区"]
IN_COUNTRY = ["河口村", "新建村", "张家坪村", "东风村", "泉水村"]
DAY = dt.timedelta(days=1)


def make_villages() -> list[Village]:
    for area in Area.objects.filter(name__in=AREAS):
        names = IN_TOWN if area.name.endswith("街道") else IN_COUNTRY
        Village.objects.bulk_create(Village(area=area, name=name) for name in names)
    return list(Village.objects.select_related("area").order_by("pk"))


class Contacts:
    """Three of four members write down up to six people, in the first months most; a few are corrected or taken back.

    A handful was last seen nearly as long ago as the notice allows: the office has a list of those due.
    """

    def __init__(self, county: County) -> None:
        self.county = county
        self.chance = county.chance("contacts")
        self.numbers = count(1)

    def plan(self) -> None:
        county = self.county
        days = (county.today - county.months[0]).days
        two = county.residents[county.studios[0].pk][:2]
        for place, member in enumerate(county.members):
            if place % 4 and member not in two:
                for _ in range(self.chance.choice([1, 2, 3, 4, 5])):
                    late = min(int(self.chance.expovariate(1 / (days / 5))), days - 1)
                    county.diary.on(moment(county.months[0] + DAY * late, 9), self._add(member))
        for member in two:
            for late in (1, 3, 40, 90, 150, days - 12):
                county.diary.on(moment(county.months[0] + DAY * late, 9), self._add(member))
        for member in county.members[4:24:4]:
            long_ago = moment(county.today - DAY * (365 * 3 - self.chance.randint(3, 20)), 10)
            self._add(member, remember=False)(long_ago)
        self._plan_links(two)

    def _add(self, member: Member, remember: bool = True) -> Act:
        def act(at: dt.datetime) -> None:
            by = member.user or self.county.clerk
            person = add_constituent(entry=self._entry(member, at), member=member, kind=self._kind(), by=by, now=at)
            if remember:
                self.county.known[member.pk].append(person)
                self._later(member, person, at)

        return act

    def _entry(self, member: Member, at: dt.datetime) -> ConstituentEntry:
        chance, home = self.chance, self.county.home.get(member.pk)
        near = [one for one in self.county.villages if home and one.area_id == home.area_id]
        return ConstituentEntry(
            name=chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2)),
            phone=f"1990004{next(self.numbers):04d}" if chance.random() < 0.9 else "",
            village=chance.choice(near or self.county.villages),
            consent_way=chance.choice(Constituent.ConsentWay.values),
            consented_on=timezone.localdate(at),
        )

    def _kind(self) -> str:
        return self.chance.choices([Tie.Kind.FIXED, Tie.Kind.HELP], [4, 1])[0]

    def _later(self, member: Member, person: Constituent, at: dt.datetime) -> None:
        later = at + DAY * self.chance.randint(20, 160)
        by, what = member.user or self.county.clerk, self.chance.random()

        def withdraw(now: dt.datetime) -> None:
            self.county.known[member.pk].remove(person)
            withdraw_consent(constituent=person, by=by, now=now)

        def end(now: dt.datetime) -> None:
            self.county.known[member.pk].remove(person)
            untie(tie=Tie.objects.open().get(constituent=person), by=by, now=now)

        if what < 0.03:
            self.county.diary.on(later, withdraw)
        elif what < 0.06:
            self.county.diary.on(later, end)
        elif what < 0.25:
            self.county.diary.on(later, lambda now: self._seen(member, person, now))

    def _seen(self, member: Member, person: Constituent, now: dt.datetime) -> None:
        if person in self.county.known[member.pk]:
            record_contact(constituent=person, by=member.user or self.county.clerk, now=now)

    def _plan_links(self, two: list[Member]) -> None:
        """三联 of the two who sign in."""
        first, other = two

        def link(now: dt.datetime) -> None:
            tie(source=first, target=other, kind=Tie.Kind.THREE_LINKS, by=self.county.clerk, now=now)
            tie(source=first, target=self.county.villages[0], kind=Tie.Kind.THREE_LINKS, by=self.county.clerk, now=now)

        self.county.diary.on(self.county.began + DAY, link)
