from accounts.services.audit import audit
from accounts.services.imports import finish_import, keep_upload
from accounts.services.users import open_account, set_large_text

__all__ = ["audit", "finish_import", "keep_upload", "open_account", "set_large_text"]
