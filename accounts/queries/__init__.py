from accounts.queries.audit import (
    ChainState,
    TrailPage,
    audit_trail,
    chain_state,
    checkpoints,
    detail_in_words,
    sealed_below,
    trail_page,
)
from accounts.queries.files import not_pointed_at
from accounts.queries.office import the_office
from accounts.queries.people import (
    colleagues_in_units,
    has_second_step,
    has_unit,
    holders_in_conflict,
    open_key_of,
    own_posts,
    roles_of,
    standings_of,
    unit_people,
    units_without_people,
    waiting_device,
)

__all__ = [
    "ChainState",
    "TrailPage",
    "audit_trail",
    "chain_state",
    "checkpoints",
    "colleagues_in_units",
    "detail_in_words",
    "has_second_step",
    "has_unit",
    "holders_in_conflict",
    "not_pointed_at",
    "open_key_of",
    "own_posts",
    "roles_of",
    "sealed_below",
    "standings_of",
    "the_office",
    "trail_page",
    "unit_people",
    "units_without_people",
    "waiting_device",
]
