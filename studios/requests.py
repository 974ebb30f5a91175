"""What the views of this app ask of a request."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.models import User
from common.dates import month_start, parse_month
from common.requests import Door as SharedDoor
from common.requests import attempts
from members.queries import member_of
from studios import rules
from studios.models import Matter, Studio, VisitLog
from studios.models.matters import MatterQuerySet
from studios.models.studios import StudioQuerySet
from studios.queries import logs_as_staff, readable_among, repeats_of_visit, studios_run_by, the_matter_setting
from studios.services import DutyRefused
from studios.states import NotAllowed

View = Callable[..., HttpResponse]


def studio_page(view: View) -> View:
    """Show the page to who runs a studio, the view getting ``studios``; to others it does not exist (404)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        studios = studios_run_by(request.user)
        if not studios:
            raise Http404
        return view(request, *args, studios=studios, **kwargs)

    return guarded


def log_page(view: View) -> View:
    """Show the page to who writes a log of their own, a member or staff, whom the view gets as ``author``; else 404."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        author = member_of(request.user) or (request.user if logs_as_staff(request.user) else None)
        if author is None:
            raise Http404
        return view(request, *args, author=author, **kwargs)

    return guarded


def may_with_studios(user: User) -> dict[str, bool]:
    """What the office's pages of studios offer this user."""
    return {
        "may_edit": rules.can_edit_studios(user),
        "may_import": rules.can_import_studios(user),
        "may_export": rules.can_export_studios(user),
    }


def repeats_in(request: HttpRequest, visit: VisitLog) -> dict[str, Any]:
    """For the page of a visit: what was raised before by the same people or in the same place. Five queries at most."""
    repeats = repeats_of_visit(visit, the_matter_setting())
    return {"repeats": repeats, "readable": readable_among(request.user, repeats)}


def month_asked(request: HttpRequest, today: dt.date) -> dt.date:
    """The first day of the month in the address; of the present one when there is none or it is to come."""
    this_month = month_start(today)
    month = parse_month(request.GET.get("month", ""))
    return month if month and dt.date(2000, 1, 1) <= month <= this_month else this_month


def form_name(request: HttpRequest) -> uuid.UUID | None:
    """The name of a form in its address, or None."""
    try:
        return uuid.UUID(request.GET.get("form", ""))
    except ValueError:
        return None


class MatterDoor(SharedDoor):
    """By which door somebody came to matters: the member's own, a studio's, the office's. A word names an act."""

    app = "studios"

    @property
    def base(self) -> str:
        return "common/office.html" if self.name == "office" else "common/my.html"

    @property
    def list(self) -> str:
        return f"studios:{self.name}_matters"

    @property
    def matter(self) -> str:
        return f"studios:{self.name}_matter"

    def page(self, name: str) -> str:
        return f"studios:{self.name}_matter_{name}"

    def matters(self, user: User) -> MatterQuerySet:
        """What this door shows to this user. Raises 404 for whom there is no such door."""
        if self.name == "my":
            return Matter.objects.carried_by(user) | Matter.objects.supervised_by(user)
        if self.name == "office":
            if not rules.can_see_all_visits(user):
                raise Http404
            return Matter.objects.visible_to(user)
        if not studios_run_by(user):
            raise Http404
        return Matter.objects.in_studios_run_by(user)


def matter_page(view: View) -> View:
    """The view gets ``door`` and ``matter``, one that this door shows; anything else does not exist (404)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, door: str, pk: int, **kwargs: Any) -> HttpResponse:
        way = MatterDoor(door)
        matter = get_object_or_404(way.matters(request.user).with_details(), pk=pk)
        return view(request, *args, door=way, matter=matter, **kwargs)

    return guarded


class Door(SharedDoor):
    """By which door somebody came to arrange duty."""

    app = "studios"


def desk_page(*, reads: bool = False) -> Callable[[View], View]:
    """Duty as its arrangers see it: of the studios they run, or all of them behind the office's door (404).

    The view gets ``door`` and ``studios``. A page that only ``reads`` is open in the office to whoever sees the visits.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, door: str, **kwargs: Any) -> HttpResponse:
            studios = _desk_studios(request, door, reads=reads)
            if studios is None:
                raise Http404
            return view(request, *args, door=Door(door), studios=studios, **kwargs)

        return guarded

    return decorate


def _desk_studios(request: HttpRequest, door: str, *, reads: bool) -> StudioQuerySet | None:
    """None for whom there is no such desk. One query at most."""
    user, standing = request.user, Studio.objects.standing().order_by("number")
    if door == "office":
        may = rules.can_edit_duty(user) or (reads and rules.can_see_all_visits(user))
        return standing if may else None
    return standing.run_by(user) if studios_run_by(user) else None


attempt = attempts(DutyRefused, NotAllowed)
