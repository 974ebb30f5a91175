"""The states of what this app keeps, a noun a module; those of visits by their plain names."""

from studios.states.refusals import NotAllowed
from studios.states.visits import (
    ACTIONS,
    CHECKED,
    DRAFT,
    FILED,
    RETURNED,
    STANDING,
    STATES,
    TRANSITIONS,
    WITHDRAWN,
    target,
)

__all__ = [
    "ACTIONS",
    "CHECKED",
    "DRAFT",
    "FILED",
    "RETURNED",
    "STANDING",
    "STATES",
    "TRANSITIONS",
    "WITHDRAWN",
    "NotAllowed",
    "target",
]
