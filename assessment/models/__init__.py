from assessment.models.quotas import Quota, QuotaReminder, QuotaTold
from assessment.models.rulebooks import Grade, Item, Prerequisite, Rulebook
from assessment.models.sheets import MonthlySheet, SheetEvent

__all__ = [
    "Grade",
    "Item",
    "MonthlySheet",
    "Prerequisite",
    "Quota",
    "QuotaReminder",
    "QuotaTold",
    "Rulebook",
    "SheetEvent",
]
