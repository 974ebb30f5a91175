from studios.forms.checking import CheckForm
from studios.forms.duty import (
    AnswerForm,
    DutyFilters,
    PatternEndForm,
    PatternForm,
    RecordForm,
    ShiftForm,
    SwapForm,
    WhyForm,
    initial_of_pattern,
    initial_of_shift,
)
from studios.forms.filters import MyFilters, StudioFilters, VisitFilters
from studios.forms.matter_filters import MyMatterFilters, OfficeMatterFilters, StudioMatterFilters
from studios.forms.paper import VisitPaper
from studios.forms.visits import ReturnForm, VisitForm, WithdrawForm, initial_of, initial_of_new

__all__ = [
    "AnswerForm",
    "CheckForm",
    "DutyFilters",
    "MyFilters",
    "MyMatterFilters",
    "OfficeMatterFilters",
    "PatternEndForm",
    "PatternForm",
    "RecordForm",
    "ReturnForm",
    "ShiftForm",
    "StudioFilters",
    "StudioMatterFilters",
    "SwapForm",
    "VisitFilters",
    "VisitForm",
    "VisitPaper",
    "WhyForm",
    "WithdrawForm",
    "initial_of",
    "initial_of_new",
    "initial_of_pattern",
    "initial_of_shift",
]
