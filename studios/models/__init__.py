from studios.models.duty import (
    DutyPattern,
    DutyShift,
    ShiftEvent,
    ShiftTurn,
    Swap,
)
from studios.models.followup import MatterEvent, MatterFeedback, MatterReport
from studios.models.matter_settings import MatterCategory, MatterSetting
from studios.models.matters import Matter
from studios.models.studios import Residency, Studio
from studios.models.visits import Purpose, VisitEvent, VisitLog, VisitPhoto

__all__ = [
    "DutyPattern",
    "DutyShift",
    "Matter",
    "MatterCategory",
    "MatterEvent",
    "MatterFeedback",
    "MatterReport",
    "MatterSetting",
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
