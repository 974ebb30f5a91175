"""What the matters of visits that count say: raised, settled on the spot, turned into an opinion."""

from typing import Any

from django.db.models import Case, F, TextField, Value, When
from django.db.models.functions import Substr

from assessment.facts.columns import Leg, Where, as_facts, joined, source_key
from assessment.facts.visits import counted, known_at
from studios.models import Matter

TEXT_LENGTH = 30


def matters(where: Where) -> Leg:
    """反映问题件数: every matter of a visit that counts, whatever became of it."""
    return _leg(where, "matters")


def settled(where: Where) -> Leg:
    """当场化解件数."""
    return _leg(where, "settled", outcome=Matter.Outcome.SETTLED)


def opinions(where: Where) -> Leg:
    """转社情民意件数."""
    return _leg(where, "opinions", outcome=Matter.Outcome.OPINION)


def _leg(where: Where, measure: str, **only: Any) -> Leg:
    outcome = Case(*(When(outcome=one, then=Value(one.label)) for one in Matter.Outcome), output_field=TextField())
    return as_facts(
        Matter.objects.filter(where.q("visit__"), visit__state__in=counted(where), **only),
        key=source_key("studios.matter", F("pk")),
        member_id=F("visit__member_id"),
        occurred_on=F("visit__occurred_on"),
        known_at=known_at(where, "visit__"),
        measure=Value(measure),
        class_=F("outcome"),
        status=F("visit__state"),
        link=joined(Value("/go/studios.visitlog/"), F("visit_id"), Value("/")),
        text=joined(outcome, Value(":"), Substr("text", 1, TEXT_LENGTH)),
    )
