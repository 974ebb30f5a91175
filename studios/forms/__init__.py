from studios.forms.checking import (
    CheckForm,
)
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
from studios.forms.filters import (
    MyFilters,
    StudioFilters,
    VisitFilters,
)
from studios.forms.matter_filters import (
    MyMatterFilters,
    OfficeMatterFilters,
    StudioMatterFilters,
)
from studios.forms.paper import (
    VisitPaper,
)
from studios.forms.placing import (
    PlaceForm,
    PlacingFilters,
)
from studios.forms.standard import (
    EvidenceForm,
)
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
from studios.forms.visits import (
    ReturnForm,
    VisitForm,
    WithdrawForm,
    initial_of,
    initial_of_new,
)

__all__ = [
    "AnswerForm",
    "CheckForm",
    "CloseForm",
    "DutyFilters",
    "EndForm",
    "EvidenceForm",
    "HonourForm",
    "MyFilters",
    "MyMatterFilters",
    "OfficeMatterFilters",
    "OfficerForm",
    "PartForm",
    "PatternEndForm",
    "PatternForm",
    "PlaceForm",
    "PlacingFilters",
    "RecordForm",
    "ReopenForm",
    "ReturnForm",
    "ShiftForm",
    "StudioFilters",
    "StudioForm",
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
    "initial_of_studio",
]
