"""What is typed about members and constituents: checked, never saved."""

from members.forms.people import (
    ExportForm,
    FindForm,
    KeeperForm,
    MemberForm,
    NewPersonForm,
    PeopleFilters,
    PersonForm,
    PhoneForm,
    ReasonForm,
    RosterFilters,
    SeatChangeForm,
    SeatEndForm,
    VillageField,
    initial_of,
    initial_of_person,
)
from members.forms.representatives import EndForm, PoolFilters, RepresentativeForm
from members.forms.ties import MemberTieForm, TieForm

__all__ = [
    "EndForm",
    "ExportForm",
    "FindForm",
    "KeeperForm",
    "MemberForm",
    "MemberTieForm",
    "NewPersonForm",
    "PeopleFilters",
    "PersonForm",
    "PhoneForm",
    "PoolFilters",
    "ReasonForm",
    "RepresentativeForm",
    "RosterFilters",
    "SeatChangeForm",
    "SeatEndForm",
    "TieForm",
    "VillageField",
    "initial_of",
    "initial_of_person",
]
