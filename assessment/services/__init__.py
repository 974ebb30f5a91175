from assessment.services.months import CannotClose, close_month
from assessment.services.rulebooks import RulebookConflict, confirm_rulebook, revise_rulebook

__all__ = ["CannotClose", "RulebookConflict", "close_month", "confirm_rulebook", "revise_rulebook"]
