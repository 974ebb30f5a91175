from accounts.models.audit import AuditEvent
from accounts.models.counters import Counter
from accounts.models.grants import SeededGrant
from accounts.models.imports import ImportFile
from accounts.models.office import Office
from accounts.models.users import User

__all__ = ["AuditEvent", "Counter", "ImportFile", "Office", "SeededGrant", "User"]
