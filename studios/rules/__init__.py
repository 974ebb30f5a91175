from studios.rules.gaps import can_export_gaps, can_see_gaps, can_set_gaps, sees_gaps_first
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
    "can_discard",
    "can_edit",
    "can_edit_studios",
    "can_export_gaps",
    "can_export_visits",
    "can_file",
    "can_import_visits",
    "can_see_all_visits",
    "can_see_gaps",
    "can_set_gaps",
    "can_withdraw",
    "is_author",
    "looks_after",
    "sees_gaps_first",
]
