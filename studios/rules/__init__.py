from studios.rules.matters import EXPORT as EXPORT_MATTERS
from studios.rules.matters import (
    MATTER_RULES,
    Place,
    Situation,
    acts_open_to,
    can_bundle,
    can_decide_referral,
    can_export_matters,
    can_handle_matters,
    may_ever,
    place_of,
)
from studios.rules.studios import can_edit_studios, looks_after
from studios.rules.visits import (
    can_discard,
    can_edit,
    can_export_visits,
    can_file,
    can_import_visits,
    can_see_all_visits,
    can_withdraw,
    is_author,
)

__all__ = [
    "EXPORT_MATTERS",
    "MATTER_RULES",
    "Place",
    "Situation",
    "acts_open_to",
    "can_bundle",
    "can_decide_referral",
    "can_discard",
    "can_edit",
    "can_edit_studios",
    "can_export_matters",
    "can_export_visits",
    "can_file",
    "can_handle_matters",
    "can_import_visits",
    "can_see_all_visits",
    "can_withdraw",
    "is_author",
    "looks_after",
    "may_ever",
    "place_of",
]
