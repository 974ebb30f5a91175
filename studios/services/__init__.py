from studios.services.access import let_in
from studios.services.checking import Checked, NotYours, check, send_back
from studios.services.entries import (
    MatterEntry,
    MonthClosed,
    NewcomerEntry,
    NumberTaken,
    PhotoEntry,
    Stale,
    TooManyPhotos,
    VisitEntry,
    VisitRefused,
    WrongDay,
)
from studios.services.imports import VisitReport, import_visits
from studios.services.parts import MOST_PHOTOS
from studios.services.visits import correct, discard, file, save_draft, withdraw

__all__ = [
    "MOST_PHOTOS",
    "Checked",
    "MatterEntry",
    "MonthClosed",
    "NewcomerEntry",
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
