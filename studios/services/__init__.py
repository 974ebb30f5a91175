from studios.services.access import let_in
from studios.services.entries import MatterEntry, MonthClosed, Stale, VisitEntry, VisitRefused, WrongDay
from studios.services.gap_settings import GapValues, change_gap_setting
from studios.services.gaps import ToldOfGaps, tell_gaps
from studios.services.imports import VisitReport, import_visits
from studios.services.visits import correct, discard, file, save_draft, withdraw

__all__ = [
    "GapValues",
    "MatterEntry",
    "MonthClosed",
    "Stale",
    "ToldOfGaps",
    "VisitEntry",
    "VisitRefused",
    "VisitReport",
    "WrongDay",
    "change_gap_setting",
    "correct",
    "discard",
    "file",
    "import_visits",
    "let_in",
    "save_draft",
    "tell_gaps",
    "withdraw",
]
