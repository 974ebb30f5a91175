"""Whose turn it is. Pure.

Fair means: fewest turns for the time that somebody has been there in the twelve months up to the last shift planned,
then whose last turn is longest ago, then by strokes. Turns are set against days since joining, so that who joined in
autumn neither has to make up for the spring nor is let off; at least a month is counted, so that a newcomer's first
turn does not weigh like a hundred.
"""

import datetime as dt
from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

WINDOW = 365
LEAST = 30


@dataclass
class Candidate:
    """Somebody of a studio: since when they are in it (null: long ago), and on which days they have or had a turn."""

    key: int
    since: dt.date | None = None
    days: list[dt.date] = field(default_factory=list)

    def turns(self, day: dt.date) -> int:
        """How many in the twelve months before ``day``, those planned after it too."""
        return sum(one > day - dt.timedelta(days=WINDOW) for one in self.days)

    def present(self, day: dt.date) -> int:
        """Of the last twelve months' days those since joining, counted as a month at least."""
        here = (day - self.since).days if self.since else WINDOW
        return min(max(here, LEAST), WINDOW)

    def load(self, day: dt.date) -> Fraction:
        """Turns a year, for the time they have been there."""
        return Fraction(self.turns(day) * WINDOW, self.present(day))


def choose(candidates: Sequence[Candidate], n: int, day: dt.date, busy: Container[int] = ()) -> list[Candidate]:
    """The next ``n`` for a shift on ``day``, and notes the turn with each; fewer when there are not so many.

    ``candidates`` come by strokes. Left out: who is ``busy`` that day, and who joins after it.
    """
    free = [one for one in candidates if one.key not in busy and not (one.since and one.since > day)]
    chosen = sorted(free, key=lambda one: (one.load(day), max(one.days, default=dt.date.min)))[:n]
    for one in chosen:
        one.days.append(day)
    return chosen
