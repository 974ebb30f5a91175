from assessment.services.months import CannotClose, close_month
from assessment.services.rulebooks import RulebookConflict, confirm_rulebook, revise_rulebook
from assessment.services.sheets import NoSheet, ask_sheet, make_asked_sheets, record_download

__all__ = [
    "CannotClose",
    "NoSheet",
    "RulebookConflict",
    "ask_sheet",
    "close_month",
    "confirm_rulebook",
    "make_asked_sheets",
    "record_download",
    "revise_rulebook",
]
