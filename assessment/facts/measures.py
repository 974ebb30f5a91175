from collections.abc import Callable
from dataclasses import dataclass

from assessment.facts import matters, visits
from assessment.facts.columns import Leg, Where


@dataclass(frozen=True)
class Measure:
    """Something that can be counted. ``leg`` is None while no records feed it: its items are then left out."""

    name: str
    unit: str
    leg: Callable[[Where], Leg] | None


MEASURES: dict[str, Measure] = {
    "visits": Measure("走访次数", "次", visits.visits),
    "people": Measure("联系群众人次", "人次", visits.people),
    "receptions": Measure("接待次数", "次", visits.receptions),
    "matters": Measure("反映问题件数", "件", matters.matters),
    "settled": Measure("当场化解件数", "件", matters.settled),
    "opinions": Measure("转社情民意件数", "件", matters.opinions),
    "good_deeds": Measure("帮扶困难群众次数", "次", visits.good_deeds),
    "contacts": Measure("固定联系群众人数", "人", None),
    "meetings": Measure("参加政协会议次数", "次", None),
    "proposals": Measure("提交提案件数", "件", None),
    "surveys": Measure("参加调研视察次数", "次", None),
}


def has_source(measure: str) -> bool:
    return measure in MEASURES and MEASURES[measure].leg is not None
