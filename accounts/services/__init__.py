from accounts.services.audit import audit
from accounts.services.counters import next_numbers
from accounts.services.imports import confirm_import, preview_import
from accounts.services.users import change_password, one_time_password, open_account, set_large_text

__all__ = [
    "audit",
    "change_password",
    "confirm_import",
    "next_numbers",
    "one_time_password",
    "open_account",
    "preview_import",
    "set_large_text",
]
