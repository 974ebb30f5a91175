"""The purposes of a visit, by the office's own rule (domain §1, document 000), and the rights on visits and matters."""

import datetime as dt

from accounts import roles
from accounts.seed import grant
from deadlines.models import Limit
from deadlines.services import add_limits
from studios.models import MatterSetting, Purpose

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
    seed_matters()


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
    f"studios.{act}_{model}" for model in ("studio", "residency", "purpose") for act in ("view", "add", "change")
]
