from accounts.models.audit import AuditCheckpoint, AuditEvent, AuditHead, AuditSeal
from accounts.models.counters import Counter
from accounts.models.files import StoredFile
from accounts.models.grants import SeededGrant
from accounts.models.imports import ImportFile
from accounts.models.keys import OneTimeKey
from accounts.models.office import Office
from accounts.models.units import Unit, UnitPost
from accounts.models.users import User

__all__ = [
    "AuditCheckpoint",
    "AuditEvent",
    "AuditHead",
    "AuditSeal",
    "Counter",
    "ImportFile",
    "Office",
    "OneTimeKey",
    "SeededGrant",
    "StoredFile",
    "Unit",
    "UnitPost",
    "User",
]
