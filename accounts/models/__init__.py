from accounts.models.audit import AuditEvent
from accounts.models.grants import SeededGrant
from accounts.models.imports import ImportFile
from accounts.models.keys import OneTimeKey
from accounts.models.office import Office
from accounts.models.units import Unit, UnitPost
from accounts.models.users import User

__all__ = ["AuditEvent", "ImportFile", "Office", "OneTimeKey", "SeededGrant", "Unit", "UnitPost", "User"]
