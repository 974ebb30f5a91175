"""Purposes of a visit by the office's own rule (domain §1, document 000), rights on visits, the numbers of duty."""

import datetime as dt

from django.utils import timezone

from accounts import roles
from accounts.seed import grant
from deadlines.models import Ladder, Limit, Part
from deadlines.models.ladders import Level
from deadlines.services import RungValues, add_limits, change_ladder
from studios.models import DutySetting, Purpose

PURPOSES = {
    "listen": "了解民意",
    "publicise": "宣传政策",
    "survey": "调查研究",
    "report": "反映民意",
    "negotiate": "协商解决问题",
    "help": "帮扶困难群众",
}


def seed() -> None:
    for position, (code, name) in enumerate(PURPOSES.items(), start=1):
        if not Purpose.objects.filter(code=code).exists() and not Purpose.objects.filter(name=name).exists():
            Purpose.objects.create(code=code, name=name, position=position)
    readers = [r for r in roles.ROLES if r not in (roles.SYSTEM_ADMIN, roles.SECURITY_ADMIN, roles.AUDITOR)]
    grant(readers, ["studios.see_all_visits"])
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], ["studios.import_visits", "studios.export_visits"])
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], BASE_DATA)
    seed_duty()


BASE_DATA = [
    f"studios.{act}_{model}" for model in ("studio", "residency", "purpose") for act in ("view", "add", "change")
]

DUTY_RIGHTS = [f"studios.{act}" for act in ("edit_duty", "export_duty", "view_dutysetting", "change_dutysetting")]
OUTCOME = "shift_outcome"
# the liaison officer first, two working days later the convener, five later the office
OUTCOME_LADDER = [
    RungValues(0, Level.REMIND, [Part.RESPONSIBLE]),
    RungValues(2, Level.URGE, [Part.RESPONSIBLE, Part.HEAD]),
    RungValues(5, Level.SUPERVISE, [Part.RESPONSIBLE, Part.HEAD, Part.OFFICE]),
]


def seed_duty() -> None:
    """The settings row, the rights, the limit and the ladder of a shift's outcome."""
    DutySetting.objects.get_or_create(pk=1)
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], DUTY_RIGHTS)
    since, working = dt.date(2000, 1, 1), Limit.Count.WORKING
    limit = Limit(code=OUTCOME, name="值班成果", value=3, count=working, effective_from=since, position=60)
    limit.source = "未见规定,建议值"
    add_limits([limit])
    if not Ladder.objects.filter(kind=OUTCOME).exists():
        change_ladder(kind=OUTCOME, rungs=OUTCOME_LADDER, by=None, now=timezone.now())
