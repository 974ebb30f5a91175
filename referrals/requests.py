"""What the views of this app ask and answer alike."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from accounts.queries import has_unit
from common.requests import Door as SharedDoor
from common.requests import attempts
from deadlines.queries import the_calendar
from deadlines.services import NoLimit
from referrals import queries, rules
from referrals.models import Referral
from referrals.models.referrals import ReferralQuerySet
from referrals.rules import Standing
from referrals.states import NotAllowed

REFUSALS = (NotAllowed, NoLimit)
TELLING = {"reject", "hand_back", "refuse_return", "refuse_return_signed"}  # with words that the unit must read first


class Door(SharedDoor):
    """By which door somebody came, and what it lets them see."""

    app = "referrals"

    def seen_by(self, user: User) -> ReferralQuerySet:
        if self.name == "unit":
            return Referral.objects.of_units_of(user)
        return Referral.objects.sent_by(user) if self.name == "my" else Referral.objects.visible_to(user)

    def opens_to(self, user: User) -> bool:
        """``/my/`` is nobody's in particular: there everybody finds what they sent themselves."""
        if self.name == "unit":
            return has_unit(user)
        return self.name == "my" or rules.can_see_referrals(user)


def behind_door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same page behind several doors; to whom the door is shut it does not exist (404)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, door: str, **kwargs: Any) -> HttpResponse:
        entered = Door(door)
        if not entered.opens_to(request.user):
            raise Http404
        return view(request, *args, door=entered, **kwargs)

    return guarded


def load(request: HttpRequest, door: Door, pk: int) -> Referral:
    """The referral, if it may be seen by this door; with all that its page shows."""
    related = (
        "unit",
        "deadline__limit",
        "sent_by",
        "officer",
        "office_group",
        "signed_by",
        "answered_by",
        "entered_by",
    )
    return get_object_or_404(door.seen_by(request.user).select_related(*related), pk=pk)


@dataclass(frozen=True)
class May:
    """What somebody may do with a referral now: the buttons of its page."""

    sign: bool
    ask_back: bool
    answer: bool
    sign_off: bool
    take_back: bool
    decide: bool
    review: bool
    withdraw: bool
    slip: bool
    allow_return: bool
    elsewhere: bool


def may(who: Standing, referral: Referral, *, in_time: bool) -> May:
    return May(
        sign=rules.can_sign(who, referral),
        ask_back=rules.can_ask_back(who, referral, in_time=in_time),
        answer=rules.can_answer(who, referral),
        sign_off=rules.can_sign_off(who, referral),
        take_back=rules.can_take_back(who, referral),
        decide=rules.can_decide_return(who, referral),
        review=rules.can_review(who, referral),
        withdraw=rules.can_withdraw(who, referral),
        slip=rules.can_enter_paper(who, referral),
        allow_return=rules.can_allow_return(who, referral, in_time=in_time),
        elsewhere=rules.decides_elsewhere(who, referral),
    )


def page_of(request: HttpRequest, door: Door, referral: Referral, now: dt.datetime) -> dict[str, Any]:
    """What the page of a referral shows, behind whichever door. Nine queries."""
    today, calendar = timezone.localdate(now), the_calendar()
    until = queries.return_until(referral, calendar)
    who = queries.standing_of(request.user, referral)
    story = queries.story_of(referral)
    return {
        "door": door,
        "referral": referral,
        "row": queries.row_of(referral, calendar, today),
        "story": story,
        "told": story[-1] if story and story[-1].action in TELLING else None,
        "files": queries.files_of(referral),
        "asked": queries.waiting_return(referral),
        "return_until": until,
        "may": may(who, referral, in_time=until is None or today <= until),
    }


attempt = attempts(*REFUSALS)
