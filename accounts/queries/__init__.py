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

__all__ = [
    "ChainState",
    "TrailPage",
    "audit_trail",
    "chain_state",
    "checkpoints",
    "detail_in_words",
    "not_pointed_at",
    "sealed_below",
    "the_office",
    "trail_page",
]
