from studios.models.duty import DutyShift, ShiftEvent, ShiftTurn
from studios.models.gaps import GapNotice, GapSetting
from studios.models.matters import Matter, MatterCategory
from studios.models.patterns import DutyPattern, DutySetting
from studios.models.studios import Residency, Studio
from studios.models.swaps import DutyFeed, Swap
from studios.models.visits import Purpose, VisitEvent, VisitLog, VisitPhoto

__all__ = [
    "DutyFeed",
    "DutyPattern",
    "DutySetting",
    "DutyShift",
    "GapNotice",
    "GapSetting",
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
