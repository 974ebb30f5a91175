"""What views of every app ask of a request."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse


def address_of(request: HttpRequest) -> str:
    """The caller's address, as the server in front saw it."""
    return request.META.get("REMOTE_ADDR") or ""


def needs(*permissions: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Show the page only to who holds every right named; to anybody else signed in it does not exist (404)."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perms(permissions):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
