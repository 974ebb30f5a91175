from accounts.services.audit import audit
from accounts.services.imports import confirm_import, preview_import
from accounts.services.users import open_account, set_large_text

__all__ = ["audit", "confirm_import", "open_account", "preview_import", "set_large_text"]
