from accounts.services.audit import audit, audit_refusal, refusals_audited
from accounts.services.files import store_file, sweep_stored_files
from accounts.services.imports import confirm_import, preview_import, remove_old_imports
from accounts.services.retention import ChainBroken, purge_audit
from accounts.services.rights import change_rights, change_roles, record_reset_password, save_account, save_office
from accounts.services.sealing import seal_events
from accounts.services.sessions import remove_expired_sessions
from accounts.services.users import change_password, one_time_password, open_account, set_large_text
from accounts.services.verifying import Verdict, verify_chain

__all__ = [
    "ChainBroken",
    "Verdict",
    "audit",
    "audit_refusal",
    "change_password",
    "change_rights",
    "change_roles",
    "confirm_import",
    "one_time_password",
    "open_account",
    "preview_import",
    "purge_audit",
    "record_reset_password",
    "refusals_audited",
    "remove_expired_sessions",
    "remove_old_imports",
    "save_account",
    "save_office",
    "seal_events",
    "set_large_text",
    "store_file",
    "sweep_stored_files",
    "verify_chain",
]
