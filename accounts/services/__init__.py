from accounts.services.audit import audit
from accounts.services.files import store_file, sweep_stored_files
from accounts.services.imports import confirm_import, preview_import, remove_old_imports
from accounts.services.sessions import remove_expired_sessions
from accounts.services.users import change_password, one_time_password, open_account, set_large_text

__all__ = [
    "audit",
    "change_password",
    "confirm_import",
    "one_time_password",
    "open_account",
    "preview_import",
    "remove_expired_sessions",
    "remove_old_imports",
    "set_large_text",
    "store_file",
    "sweep_stored_files",
]
