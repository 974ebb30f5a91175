from studios.forms.filters import StudioFilters, VisitFilters
from studios.forms.placing import PlaceForm, PlacingFilters
from studios.forms.standard import EvidenceForm
from studios.forms.studios import (
    CloseForm,
    EndForm,
    HonourForm,
    OfficerForm,
    PartForm,
    ReopenForm,
    StudioForm,
    initial_of_studio,
)
from studios.forms.visits import VisitForm, WithdrawForm, initial_of, initial_of_new, matter_forms

__all__ = [
    "CloseForm",
    "EndForm",
    "EvidenceForm",
    "HonourForm",
    "OfficerForm",
    "PartForm",
    "PlaceForm",
    "PlacingFilters",
    "ReopenForm",
    "StudioFilters",
    "StudioForm",
    "VisitFilters",
    "VisitForm",
    "WithdrawForm",
    "initial_of",
    "initial_of_new",
    "initial_of_studio",
    "matter_forms",
]
