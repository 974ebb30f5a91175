from studios.services.access import let_in
from studios.services.entries import MatterEntry, MonthClosed, Stale, VisitEntry, VisitRefused, WrongDay
from studios.services.imports import VisitReport, import_visits
from studios.services.visits import correct, discard, file, save_draft, withdraw

__all__ = [
    "MatterEntry",
    "MonthClosed",
    "Stale",
    "VisitEntry",
    "VisitRefused",
    "VisitReport",
    "WrongDay",
    "correct",
    "discard",
    "file",
    "import_visits",
    "let_in",
    "save_draft",
    "withdraw",
]
