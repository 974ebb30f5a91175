from assessment.services.months import CannotClose, close_month
from assessment.services.quotas import (
    QuotaRefused,
    QuotaValues,
    add_quota,
    change_quota,
    change_reminders,
    record_progress_export,
)
from assessment.services.reminders import remind_behind
from assessment.services.rulebooks import RulebookConflict, confirm_rulebook, revise_rulebook
from assessment.services.sheets import NoSheet, ask_sheet, make_asked_sheets, record_download

__all__ = [
    "CannotClose",
    "NoSheet",
    "QuotaRefused",
    "QuotaValues",
    "RulebookConflict",
    "add_quota",
    "ask_sheet",
    "change_quota",
    "change_reminders",
    "close_month",
    "confirm_rulebook",
    "make_asked_sheets",
    "record_download",
    "record_progress_export",
    "remind_behind",
    "revise_rulebook",
]
