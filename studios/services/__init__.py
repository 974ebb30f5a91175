from studios.services.access import let_in
from studios.services.checking import Checked, NotYours, check, send_back
from studios.services.entries import (
    MatterEntry,
    MonthClosed,
    NumberTaken,
    PhotoEntry,
    Stale,
    TooManyPhotos,
    VisitEntry,
    VisitRefused,
    WrongDay,
)
from studios.services.imports import VisitReport, import_visits
from studios.services.visits import correct, discard, file, save_draft, withdraw

__all__ = [
    "Checked",
    "MatterEntry",
    "MonthClosed",
    "NotYours",
    "NumberTaken",
    "PhotoEntry",
    "Stale",
    "TooManyPhotos",
    "VisitEntry",
    "VisitRefused",
    "VisitReport",
    "WrongDay",
    "check",
    "correct",
    "discard",
    "file",
    "import_visits",
    "let_in",
    "save_draft",
    "send_back",
    "withdraw",
]
