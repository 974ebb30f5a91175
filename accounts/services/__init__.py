from accounts.services.audit import audit
from accounts.services.clearing import forget_sign_ins_that_are_over
from accounts.services.imports import confirm_import, preview_import
from accounts.services.keys import Issued, IssuedKey, KeyRefused, KeyVoid, issue_key, issue_keys, use_key
from accounts.services.rights import change_roles
from accounts.services.second_step import begin_enrolment, confirm_enrolment, reset_second_step, verify_second_step
from accounts.services.units import UnitClosed, assign_post, end_post, open_unit_account
from accounts.services.users import change_password, free_username, open_account, set_large_text

__all__ = [
    "Issued",
    "IssuedKey",
    "KeyRefused",
    "KeyVoid",
    "UnitClosed",
    "assign_post",
    "audit",
    "begin_enrolment",
    "change_password",
    "change_roles",
    "confirm_enrolment",
    "confirm_import",
    "end_post",
    "forget_sign_ins_that_are_over",
    "free_username",
    "issue_key",
    "issue_keys",
    "open_account",
    "open_unit_account",
    "preview_import",
    "reset_second_step",
    "set_large_text",
    "use_key",
    "verify_second_step",
]
