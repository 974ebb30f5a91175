from studios.forms.filters import StudioFilters, VisitFilters
from studios.forms.visits import VisitForm, WithdrawForm, initial_of, initial_of_new, matter_forms

__all__ = [
    "StudioFilters",
    "VisitFilters",
    "VisitForm",
    "WithdrawForm",
    "initial_of",
    "initial_of_new",
    "matter_forms",
]
