"""The states of what this app keeps, a noun a module; those of visits by their plain names."""

from studios.states.refusals import NotAllowed
from studios.states.visits import ACTIONS, DRAFT, FILED, STATES, TRANSITIONS, WITHDRAWN, target

__all__ = ["ACTIONS", "DRAFT", "FILED", "STATES", "TRANSITIONS", "WITHDRAWN", "NotAllowed", "target"]
