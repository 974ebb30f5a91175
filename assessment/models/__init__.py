from assessment.models.rulebooks import Grade, Item, Prerequisite, Rulebook
from assessment.models.sheets import MonthlySheet, SheetEvent

__all__ = ["Grade", "Item", "MonthlySheet", "Prerequisite", "Rulebook", "SheetEvent"]
