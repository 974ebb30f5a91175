"""What views of every app ask of a request."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts.services import audit_refusal


def address_of(request: HttpRequest) -> str:
    """The caller's address, as the server in front saw it."""
    return request.META.get("REMOTE_ADDR") or ""


def record_refusal(request: HttpRequest, act: str) -> None:
    """Write into the trail that somebody tried what they have no right to. Not within a transaction."""
    audit_refusal(
        by=request.user,
        now=timezone.now(),
        subject=act,
        reason="没有权限",
        via=request.path,
        address=address_of(request),
    )


def needs(*permissions: str, act: str = "") -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Show the page only to who holds every right named; to anybody else signed in it does not exist (404).

    Where ``act`` names what the page does, posting to it without the right is written into the trail.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perms(permissions):
                if act and request.method == "POST":
                    record_refusal(request, act)
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate
