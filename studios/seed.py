"""The purposes of a visit, by the office's own rule (domain §1, document 000), and the rights on visits."""

from django.db.models import Q

from accounts import roles
from accounts.seed import grant
from studios.models import MatterCategory, Purpose

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


def _rows(kind: type[Purpose] | type[MatterCategory], names: dict[str, str]) -> None:
    """Those that the office has neither by code nor by name."""
    for position, (code, name) in enumerate(names.items(), start=1):
        if not kind.objects.filter(Q(code=code) | Q(name=name)).exists():
            kind.objects.create(code=code, name=name, position=position)


BASE_DATA = [
    f"studios.{act}_{model}"
    for model in ("studio", "residency", "purpose", "mattercategory")
    for act in ("view", "add", "change")
]
