"""The purposes of a visit (domain §1: six of document 000, the last of document 002), and the rights on visits."""

from accounts import roles
from accounts.seed import grant
from studios.models import Purpose

PURPOSES = {
    "listen": "了解民意",
    "publicise": "宣传政策",
    "survey": "调查研究",
    "report": "反映民意",
    "negotiate": "协商解决问题",
    "help": "帮扶困难群众",
    "mediate": "化解矛盾纠纷",
}


def seed() -> None:
    for position, (code, name) in enumerate(PURPOSES.items(), start=1):
        if not Purpose.objects.filter(code=code).exists() and not Purpose.objects.filter(name=name).exists():
            Purpose.objects.create(code=code, name=name, position=position)
    readers = [r for r in roles.ROLES if r not in (roles.SYSTEM_ADMIN, roles.SECURITY_ADMIN, roles.AUDITOR)]
    grant(readers, ["studios.see_all_visits"])
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], ["studios.import_visits", "studios.export_visits"])
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], BASE_DATA)


BASE_DATA = [
    f"studios.{act}_{model}" for model in ("studio", "residency", "purpose") for act in ("view", "add", "change")
]
