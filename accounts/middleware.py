"""What stands between who is signed in and a page: a password of their own, being still there, a second step."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

from accounts.forms import AgainForm
from accounts.queries import has_second_step
from accounts.requests import is_back, office_of
from accounts.rules import can_use_office

ALWAYS_OPEN = {"accounts:logout", "accounts:password", "accounts:enter"}
SECOND_STEP = {"accounts:second_step", "accounts:second_step_enrol"}
NOTED_EVERY = 60  # seconds: one more write of the session in a minute, not in every request


class Gates:
    """Looks at each request of who is signed in, before its view and after the check against forged forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        name = request.resolver_match.view_name
        if not request.user.is_authenticated or name in ALWAYS_OPEN:
            return None
        if request.user.must_change_password:
            return redirect("accounts:password")
        if request.path.startswith(settings.DESK_DOORS):
            return _desk(request, second_step=name not in SECOND_STEP)
        return None


def _desk(request: HttpRequest, *, second_step: bool) -> HttpResponse | None:
    """Ask for the password after a while without a request to a desk's pages, and for the second step if it is wanted.

    The session itself goes on, and with it the member's pages of a phone that is remembered.
    """
    now, office = timezone.now().timestamp(), office_of(request)
    idle = now - request.session.get("desk_seen", 0)
    if idle >= settings.SESSION_COOKIE_AGE:  # another session would have ended; this one is remembered for /my/ alone
        request.session.pop(DEVICE_ID_SESSION_KEY, None)
        request.user.otp_device = None
    away = idle >= office.idle_minutes * 60
    wanted = second_step and office.require_second_factor and can_use_office(request.user)
    unverified = wanted and not request.user.is_verified()
    if away or unverified:
        return _ask(request, away=away, unverified=unverified)
    if idle >= NOTED_EVERY:
        request.session["desk_seen"] = now
    return None


def _ask(request: HttpRequest, *, away: bool, unverified: bool) -> HttpResponse | None:
    """To the page that asks; or, for a form that was sent, ask here and let it go on with what was typed in it.

    Only chosen files cannot be kept.
    """
    if request.method in ("GET", "HEAD") or (unverified and not has_second_step(request.user)):
        name = "accounts:again" if away else "accounts:second_step"
        return redirect(f"{reverse(name)}?{urlencode({'next': request.get_full_path()})}")
    sent = any(name.startswith("again-") for name in request.POST)
    form = AgainForm(request.POST if sent else None, away=away, unverified=unverified)
    if sent and is_back(request, form):
        return None
    held = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and not name.startswith("again-")
    ]
    return render(request, "accounts/again.html", {"form": form, "held": held, "files": bool(request.FILES)})
