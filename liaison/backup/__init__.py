"""The whole office in one file and back again, on either engine (docs/adr)."""

from liaison.backup.errors import Refused
from liaison.backup.making import make_backup, place_for, prune
from liaison.backup.restoring import check_backup, occupied_by, restore

__all__ = ["Refused", "check_backup", "make_backup", "occupied_by", "place_for", "prune", "restore"]
