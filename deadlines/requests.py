"""What the views of this app ask and answer alike."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts.queries import has_unit
from common.requests import Door as SharedDoor
from common.requests import attempts
from deadlines.models import Firing
from deadlines.services import AlreadyOpen, CalendarRefused, LadderRefused, LimitRefused, Moved, NoLimit, see
from deadlines.states import NotAllowed

REFUSALS = (AlreadyOpen, CalendarRefused, LadderRefused, LimitRefused, NoLimit, NotAllowed)


class Door(SharedDoor):
    """By which door somebody came to their own deadlines."""

    app = "deadlines"


def own_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same page behind each door; that of units is open to who holds a post in one (404)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, door: str, **kwargs: Any) -> HttpResponse:
        if door == "unit" and not has_unit(request.user):
            raise Http404
        return view(request, *args, door=Door(door), **kwargs)

    return guarded


attempt = attempts(*REFUSALS)


def take_note(request: HttpRequest, firing: Firing) -> None:
    """Who takes note first stands there by name; who comes second is told that somebody did."""
    if see(firing=firing, by=request.user, now=timezone.now()):
        messages.success(request, "已记下您知悉。")
    else:
        messages.info(request, "已经有人知悉,没有变动。")


def moved_in_words(moved: list[Moved]) -> str:
    """What a change of the calendar did to deadlines, for the page after it."""
    return f"有{len(moved)}件的到期日随之改变,已告诉承办人。" if moved else "没有到期日因此改变。"
