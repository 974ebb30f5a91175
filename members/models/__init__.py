from members.models.constituents import ConsentNotice, Constituent, Tie
from members.models.groups import Group, Membership
from members.models.people import Member, Seat, own
from members.models.representatives import Representative
from members.models.sectors import Area, Sector, SectorAlias, Village
from members.models.terms import Plenary, Term

__all__ = [
    "Area",
    "ConsentNotice",
    "Constituent",
    "Group",
    "Member",
    "Membership",
    "Plenary",
    "Representative",
    "Seat",
    "Sector",
    "SectorAlias",
    "Term",
    "Tie",
    "Village",
    "own",
]
