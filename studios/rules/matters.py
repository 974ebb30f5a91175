"""Who may do what with a matter. Pure predicates over what the caller loaded; none of them queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studios.states import STANDING
from studios.states import matters as states

if TYPE_CHECKING:
    from accounts.models import User
    from studios.models import Matter

HANDLE = "studios.handle_matters"
EXPORT = "studios.export_matters"

# Recorded and no more: may still be taken up.
RECORD_ONLY = frozenset({"noted", "history", "guided"})


@dataclass(frozen=True)
class Place:
    """What somebody is to one matter: carried it, sees to it, runs its studio, handles matters for the office."""

    author: bool = False
    responsible: bool = False
    runs: bool = False
    office: bool = False

    @property
    def handles(self) -> bool:
        return self.runs or self.office


@dataclass(frozen=True)
class Situation:
    """What hangs on a matter: a unit that has it, to what level it is reported, whether others go with it.

    ``unhappy``: who raised it is not content with the answer of this round. ``again``: it may be opened once more.
    """

    referred: bool = False
    reported: str = ""
    leads: bool = False
    unhappy: bool = False
    again: bool = True

    @property
    def free(self) -> bool:
        """Nobody else has it just now."""
        return not self.referred and not self.reported


def can_handle_matters(user: User) -> bool:
    return user.has_perm(HANDLE)


def can_export_matters(user: User) -> bool:
    return user.has_perm(EXPORT)


def place_of(user: User, matter: Matter, runs: frozenset[int]) -> Place:
    """``runs``: keys of the studios that the user runs. ``matter.visit.member`` must be loaded."""
    visit = matter.visit
    author = visit.member.user_id if visit.member else visit.user_id
    return Place(
        author=author is not None and author == user.pk,
        responsible=matter.responsible_id is not None and matter.responsible_id == user.pk,
        runs=visit.studio_id is not None and visit.studio_id in runs,
        office=can_handle_matters(user),
    )


def can_refer(place: Place, matter: Matter, now: Situation) -> bool:
    """Not while a unit has it; while it is reported only by the office it was reported to."""
    free = not now.referred and (not now.reported or (place.office and now.reported == "office"))
    return place.handles and matter.state in states.AT_WORK and matter.visit.state in STANDING and free


def can_report(place: Place, matter: Matter, now: Situation) -> bool:
    """A studio to the office; the office to the party's or the government's office, what a studio reported too."""
    free = not now.referred and (not now.reported or (place.office and now.reported == "office"))
    return place.handles and matter.state in states.AT_WORK and matter.visit.state in STANDING and free


def can_take_report_back(place: Place, matter: Matter, now: Situation) -> bool:
    """Whoever may have sent it: a studio what lies with the office, the office anything."""
    return bool(now.reported) and (place.office or (place.runs and now.reported == "office"))


def can_answer_report(place: Place, matter: Matter, now: Situation) -> bool:
    """The office: its own answer, or that of the desk it asked."""
    return bool(now.reported) and place.office


def can_decide_referral(place: Place, matter: Matter, now: Situation) -> bool:
    """Accept or refuse a return, approve or reject an answer, withdraw."""
    return place.handles and now.referred


def can_change_outcome(place: Place, matter: Matter, now: Situation) -> bool:
    taken_up = matter.state == states.CLOSED and matter.outcome in RECORD_ONLY and matter.merged_into_id is None
    return place.handles and now.free and (matter.state in states.LIVE or taken_up)


def can_record_result(place: Place, matter: Matter, now: Situation) -> bool:
    """Who handles it, and the member who carried it when they are to see to it."""
    theirs = place.handles or (place.author and place.responsible)
    return theirs and now.free and matter.state in states.AT_WORK


def can_tell(place: Place, matter: Matter, now: Situation) -> bool:
    """Who handles it, and the member who carried it: they know the person."""
    return (place.handles or place.author) and matter.state in (states.ANSWERED, states.DOING)


def can_tell_town(place: Place, matter: Matter, now: Situation) -> bool:
    """Of what is done the town and the village are told too (domain §1, document 004)."""
    owed = matter.result == "done" and matter.town_told_on is None
    return place.handles and matter.state == states.ANSWERED and owed


def can_reopen(place: Place, matter: Matter, now: Situation) -> bool:
    return place.handles and matter.state == states.CLOSED and now.unhappy and now.again


def can_assign(place: Place, matter: Matter, now: Situation) -> bool:
    return place.handles and matter.state in states.LIVE


def can_unbundle(place: Place, matter: Matter, now: Situation) -> bool:
    return place.handles and now.leads and matter.state in states.AT_WORK


def can_bundle(place: Place, matter: Matter, now: Situation) -> bool:
    """Open and nobody else's, or recorded only; not one that others go with already, nor one of a returned log."""
    noted = matter.state == states.CLOSED and matter.outcome == "noted" and matter.merged_into_id is None
    mine = place.handles and matter.visit.state in STANDING and not now.leads
    return mine and (noted or (matter.state == states.OPEN and now.free))


Rule = Callable[["Place", "Matter", "Situation"], bool]

# act → its rule; the order is that of the buttons
MATTER_RULES: dict[str, Rule] = {
    "refer": can_refer,
    "report": can_report,
    "answer_report": can_answer_report,
    "take_report_back": can_take_report_back,
    "result": can_record_result,
    "tell": can_tell,
    "town": can_tell_town,
    "reopen": can_reopen,
    "outcome": can_change_outcome,
    "assign": can_assign,
    "unbundle": can_unbundle,
}


def may_ever(place: Place, act: str) -> bool:
    """Whether this person could do it at all, whatever the matter's state: what desks answer the office enters."""
    if act == "answer_report":
        return place.office
    own = act == "tell" or (act == "result" and place.responsible)
    return place.handles or (own and place.author)


def acts_open_to(place: Place, matter: Matter, now: Situation) -> list[str]:
    """The acts that this person may do now, in the order of their buttons."""
    return [act for act, may in MATTER_RULES.items() if may(place, matter, now)]
