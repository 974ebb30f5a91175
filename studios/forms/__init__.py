from studios.forms.checking import CheckForm
from studios.forms.filters import MyFilters, StudioFilters, VisitFilters
from studios.forms.matter_filters import MyMatterFilters, OfficeMatterFilters, StudioMatterFilters
from studios.forms.paper import VisitPaper
from studios.forms.visits import ReturnForm, VisitForm, WithdrawForm, initial_of, initial_of_new

__all__ = [
    "CheckForm",
    "MyFilters",
    "MyMatterFilters",
    "OfficeMatterFilters",
    "ReturnForm",
    "StudioFilters",
    "StudioMatterFilters",
    "VisitFilters",
    "VisitForm",
    "VisitPaper",
    "WithdrawForm",
    "initial_of",
    "initial_of_new",
]
