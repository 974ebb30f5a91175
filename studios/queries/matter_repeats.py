"""Repeats: what the same people, or the same village in the same category, raised before."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from studios.models import Matter, MatterSetting, VisitLog
from studios.states import matters as states


@dataclass(frozen=True)
class Repeat:
    """An earlier matter that is like another: of the same person, or of the same village and category."""

    matter: Matter
    same_person: bool


def repeats_of(matter: Matter, setting: MatterSetting) -> list[Repeat]:
    """What the same person, or the same village in the same category, raised in the days before. Two queries.

    Pages show day, number and state of each; its text and page only to who may see it.
    """
    return _repeats(matter.visit, [matter], setting)


def repeats_of_visit(visit: VisitLog, setting: MatterSetting) -> list[Repeat]:
    """The same for all that was raised in a visit. Three queries at most, none more for many matters."""
    matters = [one for one in visit.matters.all() if one.state != states.WRITTEN]
    return _repeats(visit, matters, setting) if matters else []


def _repeats(visit: VisitLog, matters: Sequence[Matter], setting: MatterSetting) -> list[Repeat]:
    people = list(visit.constituents.values_list("pk", flat=True))
    alike = Q(visit__constituents__in=people)
    for matter in matters:
        if matter.village_id and matter.category_id:
            alike |= Q(village=matter.village_id, category=matter.category_id)
    day = visit.occurred_on
    found = Matter.objects.standing().filter(
        alike, visit__occurred_on__range=(day - dt.timedelta(days=setting.repeat_days), day)
    )
    earlier = found.exclude(visit=visit.pk).exclude(visit__occurred_on=day, pk__gt=matters[0].pk)
    person = Matter.objects.filter(pk=OuterRef("pk"), visit__constituents__in=people)
    rows = earlier.annotate(same_person=Exists(person)).select_related("visit__studio", "category", "village")
    distinct = {row.pk: row for row in rows.order_by("-visit__occurred_on", "-pk")}
    return [Repeat(row, bool(row.same_person)) for row in distinct.values()]  # type: ignore[attr-defined]


def readable_among(user: User, repeats: Iterable[Repeat]) -> set[int]:
    """Those whose text and page this user may see. One query."""
    keys = [one.matter.pk for one in repeats]
    return set(Matter.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
