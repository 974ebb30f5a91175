from studios.models.duty import (
    DutyPattern,
    DutyShift,
    ShiftEvent,
    ShiftTurn,
    Swap,
)
from studios.models.matters import Matter, MatterCategory
from studios.models.studios import Residency, Studio
from studios.models.visits import Purpose, VisitEvent, VisitLog, VisitPhoto

__all__ = [
    "DutyPattern",
    "DutyShift",
    "Matter",
    "MatterCategory",
    "Purpose",
    "Residency",
    "ShiftEvent",
    "ShiftTurn",
    "Studio",
    "Swap",
    "VisitEvent",
    "VisitLog",
    "VisitPhoto",
]
