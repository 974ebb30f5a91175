"""云陵县: 198 members, twelve studios, and the visits of the months up to now."""

import datetime as dt
import random

from django.db import transaction
from django.utils import timezone

from accounts.models import Office, Unit, User
from accounts.services import seal_events
from assessment.models import Rulebook
from assessment.services import close_month, confirm_rulebook
from common.dates import month_start, next_month
from common.imports import Mode
from liaison.demo.accounts import LIAISON, MEMBERS, STAFF, open_demo_account, open_for_member, open_units
from liaison.demo.checking import check_month
from liaison.demo.constituents import make_constituents, make_villages
from liaison.demo.deadlines import make_deadlines
from liaison.demo.moments import moment
from liaison.demo.notices import tell_people
from liaison.demo.people import AREAS, roster
from liaison.demo.visits import a_visit
from members.models import Area, Member, Seat
from members.services.roster import import_roster
from notices.services import send_due
from studios.models import Purpose, Residency, Studio
from studios.services import file, save_draft

SEED = 20260301  # one county for everybody, whenever it is made
MONTHS = 7
STUDIO_NAMES = ["云陵街道", "南门街道", "石桥镇", "清溪镇", "柳林镇", "白杨乡", "东山乡", "马家湾乡"]
SECTOR_STUDIOS = ["工商联界", "医药卫生界", "教育界", "农业和农村界"]


@transaction.atomic
def make_county(*, now: dt.datetime) -> None:
    """Everything the demo office holds, in one transaction: it is there whole or not at all."""
    chance = random.Random(SEED)  # noqa: S311  (no secret)
    first = _months(now)[0]
    began = moment(first, 8)
    name_office()
    staff = {name: open_demo_account(name, person, now=began, role=role) for name, (person, role) in STAFF.items()}
    clerk = staff["bangongshi"]
    import_roster([roster(chance)], term_number=10, by=clerk, now=began, mode=Mode.ALL, via="演示")
    studios = open_studios(began)
    open_member_accounts(studios, by=clerk, now=began)
    open_units(now=began)
    make_villages()
    make_constituents(chance=random.Random(SEED), by=clerk, now=now)  # noqa: S311  (no secret)
    confirm_sample_rulebook(by=staff["kaohe"], now=began)
    for month in _months(now):
        visits_of(month, studios, chance, by=clerk, now=now)
        check_month(month, chance=random.Random(SEED), by=staff["kaohe"], now=now)  # noqa: S311  (no secret)
        if next_month(next_month(month)) <= timezone.localdate(now):
            close_month(month=month, by=staff["kaohe"], now=moment(next_month(month), 6))
    member, convener = User.objects.filter(pk__in=Member.objects.exclude(user=None).values("user")).order_by("pk")[:2]
    people = {"clerk": clerk, "officer": staff["kaohe"], "secretary": staff["mishuzhang"]}
    make_deadlines(**people, member=member, convener=convener, unit=Unit.objects.earliest("pk"), now=now)
    tell_people(clerk=clerk, now=_yesterday(now))
    seal_events(now=now)  # as the job did each minute of those months


def send_messages(*, now: dt.datetime) -> None:
    """As the worker would have: what no channel takes is there for the office to see."""
    send_due(now=_yesterday(now))


def name_office() -> None:
    Office.objects.update_or_create(
        pk=1,
        defaults={
            "name": "政协云陵县委员会",
            "short_name": "云陵县政协",
            "region": "县",
            "party_desk": "县委办",
            "government_desk": "县政府办",
            "studio_word": "委员工作室",
            "help_phone": "0000-1234567",
        },
    )


def open_studios(now: dt.datetime) -> list[Studio]:
    """A studio for each town and for some sectors; its first resident convenes it."""
    since = timezone.localdate(now)
    studios = []
    for number, name in enumerate([*STUDIO_NAMES, *SECTOR_STUDIOS], start=1):
        in_town = name in AREAS
        studio = Studio.objects.create(
            number=number,
            name=f"{name.removesuffix('界')}委员工作室",
            kind="片区" if in_town else "界别",
            area=Area.objects.filter(name=name).first(),
            address=f"{name if in_town else '云陵街道'}便民服务中心二楼",
        )
        seats = Seat.objects.open().select_related("member")
        seats = seats.filter(area__name=name) if in_town else seats.filter(sector__name=name)
        for place, seat in enumerate(seats.by_strokes()[:12]):
            part = Residency.Part.RESIDENT if place else Residency.Part.CONVENER
            Residency.objects.create(studio=studio, member=seat.member, part=part, since=since)
        studios.append(studio)
    return studios


def open_member_accounts(studios: list[Studio], *, by: User, now: dt.datetime) -> None:
    """One member, one convener and one liaison officer who can sign in."""
    residents = Residency.objects.filter(studio=studios[0]).select_related("member").order_by("pk")
    for residency in residents[:MEMBERS]:
        open_for_member(residency.member, by=by, now=now)
    liaison = open_demo_account(LIAISON, "赵小雨", now=now)
    Residency.objects.create(
        studio=studios[0], user=liaison, part=Residency.Part.LIAISON, since=timezone.localdate(now)
    )


def confirm_sample_rulebook(*, by: User, now: dt.datetime) -> None:
    """The office goes through the sample's numbers and keeps them all."""
    book = Rulebook.objects.get(version=1)
    numbers = {
        "items": {row.pk: {} for row in book.items.all()},
        "grades": {row.pk: {"from_percent": row.from_percent} for row in book.grades.all()},
        "prerequisites": {row.pk: {} for row in book.prerequisites.all()},
    }
    confirm_rulebook(rulebook=book, numbers=numbers, by=by, now=now, via="演示")


def visits_of(month: dt.date, studios: list[Studio], chance: random.Random, *, by: User, now: dt.datetime) -> None:
    """About every other member visits in a month; each is written down the evening of the day, or by the clerk."""
    homes = dict(Residency.objects.filter(member__isnull=False).values_list("member_id", "studio_id"))
    by_pk = {studio.pk: studio for studio in studios}
    purposes = {purpose.code: purpose for purpose in Purpose.objects.all()}
    last = min(next_month(month) - dt.timedelta(days=1), timezone.localdate(now) - dt.timedelta(days=1))
    if last < month:
        return
    for member in Member.objects.select_related("user").by_strokes():
        times = 2 if member.user else chance.choices([0, 1, 2], [52, 38, 10])[0]
        for _ in range(times):
            day = month + dt.timedelta(days=chance.randint(0, (last - month).days))
            entry = a_visit(chance, day, by_pk.get(homes.get(member.pk)), purposes)
            proxy = member.user is None
            file(entry=entry, member=member, by=member.user or by, now=moment(day, 19), proxy=proxy)
    if month == month_start(timezone.localdate(now)):
        author = Member.objects.select_related("user").filter(user__isnull=False).by_strokes().last()
        entry = a_visit(chance, last, by_pk.get(homes.get(author.pk)), purposes)
        save_draft(entry=entry, member=author, by=author.user, now=moment(last, 20))


def _months(now: dt.datetime) -> list[dt.date]:
    """The first days of the last months up to now's, oldest first, all of this year."""
    months = [month_start(timezone.localdate(now))]
    while len(months) < MONTHS and months[0].month > 1:
        months.insert(0, month_start(months[0] - dt.timedelta(days=1)))
    return months


def _yesterday(now: dt.datetime) -> dt.datetime:
    return moment(timezone.localdate(now) - dt.timedelta(days=1), 10)
