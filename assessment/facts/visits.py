"""What the visit logs say: visits, receptions, people met, good deeds.

Only what was checked is a fact, unless the rulebook says otherwise; it is known since it was checked.
"""

from typing import Any

from django.db.models import Case, Exists, F, OuterRef, TextField, Value, When
from django.db.models.functions import Concat

from assessment.facts.columns import Leg, Where, as_facts, joined, source_key
from studios import states
from studios.models import VisitLog
from studios.models.visits import VisitQuerySet


def visits(where: Where) -> Leg:
    """走访次数: every visit, in whatever way."""
    return _leg(where, "visits")


def receptions(where: Where) -> Leg:
    """接待次数: visits received at the studio."""
    return _leg(where, "receptions", way=VisitLog.Way.RECEPTION)


def people(where: Where) -> Leg:
    """联系群众人次: the heads counted in every visit."""
    return _leg(where, "people", quantity=F("headcount"))


def good_deeds(where: Where) -> Leg:
    """好事: visits made to help people in need."""
    purpose = VisitLog.purposes.through.objects.filter(visitlog=OuterRef("pk"), purpose__code="help")
    return as_facts(_visits(where).filter(Exists(purpose)), **_columns(where, "good_deeds"))


def _leg(where: Where, measure: str, *, quantity: Any = None, **only: Any) -> Leg:
    columns = _columns(where, measure)
    if quantity is not None:
        columns["quantity"] = quantity
    return as_facts(_visits(where).filter(**only), **columns)


def counted(where: Where) -> list[str]:
    """The states of visits that count."""
    return sorted(states.STANDING) if where.unchecked else [states.CHECKED]


def known_at(where: Where, row: str = "") -> F:
    """When the office learned of a visit, reached by ``row``."""
    return F(f"{row}recorded_at") if where.unchecked else F(f"{row}checked_at")


def _visits(where: Where) -> VisitQuerySet:
    return VisitLog.objects.filter(where.q(), state__in=counted(where))


def _columns(where: Where, measure: str) -> dict[str, Any]:
    return {
        "key": source_key("studios.visitlog", F("pk")),
        "member_id": F("member_id"),
        "occurred_on": F("occurred_on"),
        "known_at": known_at(where),
        "measure": Value(measure),
        "class_": F("way"),
        "status": F("state"),
        "link": joined(Value("/go/studios.visitlog/"), F("pk"), Value("/")),
        "text": _in_words(),
    }


def _in_words() -> Concat:
    """接待来访 城关镇 12人次. Whom the member met is not in it."""
    way = Case(*(When(way=way, then=Value(way.label)) for way in VisitLog.Way), output_field=TextField())
    place = Case(When(place="", then=Value("")), default=joined(Value(" "), F("place")), output_field=TextField())
    return joined(way, place, Value(" "), F("headcount"), Value("人次"))
