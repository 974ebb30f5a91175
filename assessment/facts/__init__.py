"""What members did, read from where it was recorded: one leg for each measure, all of the same columns, one union."""

from assessment.facts.columns import COLUMNS, Fact, Total, Where
from assessment.facts.measures import MEASURES, Measure, has_source
from assessment.facts.union import facts, facts_by_member, legs, totals

__all__ = [
    "COLUMNS",
    "MEASURES",
    "Fact",
    "Measure",
    "Total",
    "Where",
    "facts",
    "facts_by_member",
    "has_source",
    "legs",
    "totals",
]
