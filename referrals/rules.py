"""Who may do what with a referral. Pure predicates over what the caller loaded; none of them queries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from referrals import states

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User
    from referrals.models import Referral

SEE = "referrals.see_referrals"
MANAGE = "referrals.manage_referrals"
EXPORT = "referrals.export_referrals"
SET = "referrals.set_referrals"


@dataclass(frozen=True)
class Standing:
    """What somebody is to one referral: by a post in its unit, by having sent it, by a right of the office."""

    handler: bool = False
    head: bool = False
    sender: bool = False
    manager: bool = False

    @property
    def unit(self) -> bool:
        return self.handler or self.head

    @property
    def ours(self) -> bool:
        """On the side that hands out: whoever sent it, and the office."""
        return self.sender or self.manager


def can_see_referrals(user: User | AnonymousUser) -> bool:
    return user.has_perm(SEE)


def can_manage_referrals(user: User | AnonymousUser) -> bool:
    return user.has_perm(SEE) and user.has_perm(MANAGE)


def can_export_referrals(user: User | AnonymousUser) -> bool:
    return user.has_perm(SEE) and user.has_perm(EXPORT)


def can_set_referrals(user: User | AnonymousUser) -> bool:
    return user.has_perm(SET)


def is_sender(user: User, referral: Referral) -> bool:
    """Who handed it out, or whom it was handed out for: a liaison officer has no rights of the office."""
    return user.pk in (referral.sent_by_id, referral.officer_id)


def can_sign(who: Standing, referral: Referral) -> bool:
    return who.unit and referral.state == states.WAITING


def can_ask_back(who: Standing, referral: Referral, *, in_time: bool) -> bool:
    """Until the limit for returns is over; later only after the office has allowed it."""
    mine = who.unit and referral.state in (states.WAITING, states.SIGNED)
    return mine and (in_time or referral.late_return)


def can_answer(who: Standing, referral: Referral) -> bool:
    """Draft, answer or give an opinion, as the unit's part in it is."""
    return who.unit and referral.state in states.IN_HAND


def can_sign_off(who: Standing, referral: Referral) -> bool:
    return who.head and referral.state == states.FOR_HEAD


def can_take_back(who: Standing, referral: Referral) -> bool:
    """The handler, from the head's desk: else nobody could go on where the head has left."""
    return who.handler and referral.state == states.FOR_HEAD


def can_decide_return(who: Standing, referral: Referral) -> bool:
    return who.ours and referral.state == states.ASKED_BACK


def can_allow_return(who: Standing, referral: Referral, *, in_time: bool) -> bool:
    """The office, once the limit is over."""
    theirs = who.manager and referral.state in (states.WAITING, states.SIGNED)
    return theirs and not in_time and not referral.late_return


def can_review(who: Standing, referral: Referral) -> bool:
    return who.ours and referral.state in states.IN


def can_withdraw(who: Standing, referral: Referral) -> bool:
    return who.ours and referral.state in states.WITH_UNIT


def can_enter_paper(who: Standing, referral: Referral) -> bool:
    """What the unit wrote on paper: its signature, its asking to give back, its answer."""
    return who.ours and referral.state in states.IN_HAND | {states.WAITING}
