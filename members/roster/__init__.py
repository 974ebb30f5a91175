"""Reading a roster workbook into rows: pure, without a query."""

from members.roster.identity import Known, doubtful_phones, find_twice, identify
from members.roster.reading import Roster, read_roster
from members.roster.rows import RosterRow
from members.roster.sectors import SectorBook

__all__ = ["Known", "Roster", "RosterRow", "SectorBook", "doubtful_phones", "find_twice", "identify", "read_roster"]
