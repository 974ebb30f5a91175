from members.models.groups import Group, Membership
from members.models.people import Member, Seat
from members.models.sectors import Area, Sector, SectorAlias
from members.models.terms import Plenary, Term

__all__ = ["Area", "Group", "Member", "Membership", "Plenary", "Seat", "Sector", "SectorAlias", "Term"]
