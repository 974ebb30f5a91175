"""云陵县: 198 members, 28 studios, and what happened in them in twelve months up to now."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from accounts.models import Office, User
from accounts.services import seal_events
from assessment.models import Rulebook
from assessment.services import close_month, confirm_rulebook
from common.imports import Mode
from deadlines.queries import the_calendar
from liaison.demo.accounts import STAFF, open_demo_account, open_units
from liaison.demo.checks import Checks
from liaison.demo.constituents import Contacts, make_villages
from liaison.demo.deadlines import plan_deadlines
from liaison.demo.diary import Diary
from liaison.demo.duty import Duty
from liaison.demo.logs import Logs
from liaison.demo.matters import Matters
from liaison.demo.notices import plan_notices
from liaison.demo.office import plan_office
from liaison.demo.people import COMMITTEES, roster
from liaison.demo.studios import open_studios
from liaison.demo.world import MONTHS, County
from members.models import Group
from members.services.roster import import_roster
from notices.models import Delivery
from notices.services import send_due, told_by_phone

TELEPHONED = dt.timedelta(days=10)  # who is without an account has been called by then


@transaction.atomic
def make_county(*, now: dt.datetime, tell: Callable[[str], object] = lambda words: None, months: int = MONTHS) -> None:
    """Everything the demo office holds, in one transaction: it is there whole or not at all.

    ``tell`` hears a line for each month of its story.
    """
    county = County(Diary(now), the_calendar(), months)
    tell("机关、委员名册、工作室……")
    found_office(county)
    open_studios(county)
    Contacts(county).plan()
    Checks(county).plan()
    Matters(county).plan()
    Logs(county).plan()
    Duty(county).plan()
    plan_deadlines(county)
    plan_notices(county)
    plan_closings(county)
    plan_office(county)
    county.diary.live(tell)
    seal_events(now=now)  # as the job did each minute of those months


def found_office(county: County) -> None:
    """Office, staff, roster, units, villages, rulebook, on the first morning."""
    began = county.began
    name_office()
    county.staff = {
        name: open_demo_account(name, person, now=began, role=role) for name, (person, role) in STAFF.items()
    }
    Group.objects.bulk_create(Group(name=name) for name in COMMITTEES if not Group.objects.filter(name=name).exists())
    sheets = [roster(county.roster_chance())]
    import_roster(sheets, term_number=10, by=county.clerk, now=began, mode=Mode.ALL, via="演示")
    county.units = open_units(now=began)
    county.villages = make_villages()
    confirm_sample_rulebook(by=county.staff["kaohe"], now=began)


def send_messages(*, now: dt.datetime) -> None:
    """As the worker would have: what no channel takes is there for the office to see, who telephoned about the old."""
    send_due(now=now)
    clerk = User.objects.get(username="bangongshi")
    for delivery in Delivery.objects.failed().filter(notice__made_at__lt=now - TELEPHONED).select_related("notice"):
        told_by_phone(delivery=delivery, by=clerk, now=now)


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


def confirm_sample_rulebook(*, by: User, now: dt.datetime) -> None:
    """The office goes through the sample's numbers and keeps them all."""
    book = Rulebook.objects.get(version=1)
    numbers = {
        "items": {row.pk: {} for row in book.items.all()},
        "grades": {row.pk: {"from_percent": row.from_percent} for row in book.grades.all()},
        "prerequisites": {row.pk: {} for row in book.prerequisites.all()},
    }
    confirm_rulebook(rulebook=book, numbers=numbers, by=by, now=now, via="演示")


def plan_closings(county: County) -> None:
    for month in county.months:
        if at := county.closes(month):
            county.diary.on(at, lambda now, month=month: close_month(month=month, by=county.staff["kaohe"], now=now))
