"""What the views of this app ask of a request: by which door it came."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from common.requests import Door as SharedDoor

View = Callable[..., HttpResponse]


class Door(SharedDoor):
    """By which door somebody came to their inbox."""

    app = "notices"


def door_page(view: View) -> View:
    """Show the page to whom the door is open (settings.INBOX_DOORS); to others it does not exist (404)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, door: str, **kwargs: Any) -> HttpResponse:
        if not import_string(settings.INBOX_DOORS[door])(request.user):
            raise Http404
        return view(request, *args, door=Door(door), **kwargs)

    return guarded


def site_of(request: HttpRequest) -> str:
    """The address by which the reader reached us, without a slash at its end: what they copy works where they are."""
    return request.build_absolute_uri("/").rstrip("/")
