"""The purposes of a visit, by the office's own rule (domain §1, document 000), and the rights on visits and matters."""

import datetime as dt

from django.contrib.auth.models import Group

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
    common = {"effective_from": dt.date(2000, 1, 1), "source": "未见规定,建议值"}
    work = Limit(code="matter", name="诉求办理", value=15, count=Limit.Count.WORKING, position=200, **common)
    work.granted_by = Group.objects.filter(name=roles.GENERAL_OFFICE.name).first()
    if work.granted_by:
        work.longest, work.longest_count = 30, Limit.Count.WORKING
    word = Limit(code="matter_next", name="下次报进展", value=30, count=Limit.Count.NATURAL, position=201, **common)
    add_limits([work, word])


BASE_DATA = [
    f"studios.{act}_{model}" for model in ("studio", "residency", "purpose") for act in ("view", "add", "change")
]
