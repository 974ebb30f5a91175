from studios.models.duty import DutyShift, ShiftEvent, ShiftTurn
from studios.models.followup import MatterEvent, MatterFeedback, MatterReport
from studios.models.gaps import GapNotice, GapSetting
from studios.models.matter_settings import MatterCategory, MatterSetting
from studios.models.matters import Matter
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
