"""Purposes of a visit by the office's own rule (domain §1, document 000), rights on visits, the numbers of duty."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from accounts import roles
from accounts.seed import grant
from common.dates import next_month
from deadlines.models import Ladder, Limit, Part
from deadlines.models.ladders import Level
from deadlines.services import RungValues, add_limits, change_ladder
from studios.models import DutySetting, GapSetting, MatterCategory, MatterSetting, Purpose

PURPOSES = {
    "listen": "了解民意",
    "publicise": "宣传政策",
    "survey": "调查研究",
    "report": "反映民意",
    "negotiate": "协商解决问题",
    "help": "帮扶困难群众",
}


# What people come with, to begin with (domain §5.3: 诉求类别); the office makes its own of them.
CATEGORIES = {
    "traffic": "道路交通",
    "water": "水利灌溉",
    "housing": "住房城建",
    "education": "教育",
    "health": "医疗卫生",
    "security": "社保就业",
    "environment": "环境卫生",
    "farming": "农业农村",
    "order": "治安纠纷",
    "policy": "政策咨询",
    "other": "其他",
}


def seed() -> None:
    _rows(Purpose, PURPOSES)
    _rows(MatterCategory, CATEGORIES)
    readers = [r for r in roles.ROLES if r not in (roles.SYSTEM_ADMIN, roles.SECURITY_ADMIN, roles.AUDITOR)]
    grant(readers, ["studios.see_all_visits", "studios.log_visits"])
    desk = ["import_visits", "export_visits", "check_visits", "record_visits"]
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], [f"studios.{right}" for right in desk])
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], BASE_DATA)
    seed_duty()
    seed_matters()
    seed_gaps(readers)


def _rows(kind: type[Purpose] | type[MatterCategory], names: dict[str, str]) -> None:
    """Those that the office has neither by code nor by name."""
    for position, (code, name) in enumerate(names.items(), start=1):
        if not kind.objects.filter(Q(code=code) | Q(name=name)).exists():
            kind.objects.create(code=code, name=name, position=position)


def seed_matters() -> None:
    """Who follows matters up, until when, and the numbers of the office; domain gives none, so the rows say so."""
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], ["studios.handle_matters", "studios.export_matters"])
    grant([roles.SECRETARY], ["studios.export_matters"])
    grant([roles.GENERAL_OFFICE], ["studios.view_mattersetting", "studios.change_mattersetting"])
    MatterSetting.objects.get_or_create(pk=1)
    add_limits(
        [
            Limit(
                code=code,
                name=name,
                value=value,
                count=count,
                effective_from=dt.date(2000, 1, 1),
                source="未见规定,建议值",
                position=position,
            )
            for position, (code, name, value, count) in enumerate(MATTER_LIMITS, start=200)
        ]
    )


MATTER_LIMITS = [
    ("matter", "诉求办理", 15, Limit.Count.WORKING),
    ("matter_next", "正在办的下次报进展", 30, Limit.Count.NATURAL),
]

BASE_DATA = [
    f"studios.{act}_{model}"
    for model in ("studio", "residency", "purpose", "mattercategory")
    for act in ("view", "add", "change")
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


def seed_gaps(readers: list[roles.Role]) -> None:
    """From the next month on: the one in which an office begins is empty for everybody. Leaders look last."""
    GapSetting.objects.get_or_create(pk=1, defaults={"first_month": next_month(timezone.localdate())})
    grant(readers, ["studios.see_gaps"])
    grant([role for role in readers if role != roles.LEADER], ["studios.see_gaps_first"])
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], ["studios.hear_of_gaps", "studios.export_gaps"])
    grant([roles.LEADER], ["studios.hear_of_gaps_last"])
    grant([roles.GENERAL_OFFICE], ["studios.set_gaps"])
