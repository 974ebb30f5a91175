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
from studios.forms.filters import StudioFilters, VisitFilters
from studios.forms.visits import VisitForm, WithdrawForm, initial_of, initial_of_new, matter_forms

__all__ = [
    "AnswerForm",
    "DutyFilters",
    "PatternEndForm",
    "PatternForm",
    "RecordForm",
    "ShiftForm",
    "StudioFilters",
    "SwapForm",
    "VisitFilters",
    "VisitForm",
    "WhyForm",
    "WithdrawForm",
    "initial_of",
    "initial_of_new",
    "initial_of_pattern",
    "initial_of_shift",
    "matter_forms",
]
