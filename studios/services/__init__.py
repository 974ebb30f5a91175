from studios.services.access import let_in
from studios.services.entries import MatterEntry, MonthClosed, Stale, VisitEntry, VisitRefused, WrongDay
from studios.services.imports import VisitReport, import_visits
from studios.services.residencies import (
    Placed,
    PlacingRefused,
    change_part,
    correct_since,
    end_residency,
    place,
    place_officer,
)
from studios.services.standard import EvidenceRefused, EvidenceStale, fill_evidence
from studios.services.studio_imports import StudioReport, import_studios
from studios.services.studios import (
    StudioEntry,
    StudioRefused,
    StudioStale,
    add_honour,
    change_studio,
    close_studio,
    open_studio,
    remove_honour,
    reopen_studio,
)
from studios.services.visits import correct, discard, file, save_draft, withdraw

__all__ = [
    "EvidenceRefused",
    "EvidenceStale",
    "MatterEntry",
    "MonthClosed",
    "Placed",
    "PlacingRefused",
    "Stale",
    "StudioEntry",
    "StudioRefused",
    "StudioReport",
    "StudioStale",
    "VisitEntry",
    "VisitRefused",
    "VisitReport",
    "WrongDay",
    "add_honour",
    "change_part",
    "change_studio",
    "close_studio",
    "correct",
    "correct_since",
    "discard",
    "end_residency",
    "file",
    "fill_evidence",
    "import_studios",
    "import_visits",
    "let_in",
    "open_studio",
    "place",
    "place_officer",
    "remove_honour",
    "reopen_studio",
    "save_draft",
    "withdraw",
]
