from studios.forms.filters import StudioFilters, VisitFilters
from studios.forms.matter_filters import MyMatterFilters, OfficeMatterFilters, StudioMatterFilters
from studios.forms.visits import VisitForm, WithdrawForm, initial_of, initial_of_new, matter_forms

__all__ = [
    "MyMatterFilters",
    "OfficeMatterFilters",
    "StudioFilters",
    "StudioMatterFilters",
    "VisitFilters",
    "VisitForm",
    "WithdrawForm",
    "initial_of",
    "initial_of_new",
    "matter_forms",
]
