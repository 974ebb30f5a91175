from accounts.services.audit import audit, audit_refusal, refusals_audited
from accounts.services.clearing import forget_sign_ins_that_are_over
from accounts.services.counters import next_numbers
from accounts.services.files import store_file, sweep_stored_files
from accounts.services.imports import confirm_import, preview_import, remove_old_imports
from accounts.services.keys import Issued, IssuedKey, KeyRefused, KeyVoid, issue_key, issue_keys, use_key
from accounts.services.retention import ChainBroken, purge_audit
from accounts.services.rights import change_rights, change_roles, check_roles, save_account, save_row
from accounts.services.sealing import seal_events
from accounts.services.second_step import begin_enrolment, confirm_enrolment, reset_second_step, verify_second_step
from accounts.services.units import UnitClosed, assign_post, end_post, open_unit_account
from accounts.services.users import change_password, free_username, open_account, set_large_text
from accounts.services.verifying import Verdict, verify_chain

__all__ = [
    "ChainBroken",
    "Issued",
    "IssuedKey",
    "KeyRefused",
    "KeyVoid",
    "UnitClosed",
    "Verdict",
    "assign_post",
    "audit",
    "audit_refusal",
    "begin_enrolment",
    "change_password",
    "change_rights",
    "change_roles",
    "check_roles",
    "confirm_enrolment",
    "confirm_import",
    "end_post",
    "forget_sign_ins_that_are_over",
    "free_username",
    "issue_key",
    "issue_keys",
    "next_numbers",
    "open_account",
    "open_unit_account",
    "preview_import",
    "purge_audit",
    "refusals_audited",
    "remove_old_imports",
    "reset_second_step",
    "save_account",
    "save_row",
    "seal_events",
    "set_large_text",
    "store_file",
    "sweep_stored_files",
    "use_key",
    "verify_chain",
    "verify_second_step",
]
