"""The front page, the doors, and the first page behind each."""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import needs
from common.dates import month_start
from members.queries import member_of
from portal import doors, links
from portal.queries import member_home, office_dashboard, own_units, unit_home
from studios.models import Studio
from studios.queries import logs_as_staff


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """For a stranger what this is; for who is signed in their door, or the choice of doors.

    Who signs in comes by here, and the session keeps how many doors there are: the other pages need not ask.
    """
    if not request.user.is_authenticated:
        return render(request, "portal/front.html")
    open_doors = doors.doors_of(request.user)
    request.session["doors"] = len(open_doors)
    if len(open_doors) == 1:
        return redirect(open_doors[0].url)
    return render(request, "portal/doors.html", {"doors": open_doors})


@needs("accounts.use_office")
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {"today": today, "month": month_start(today), "board": office_dashboard(request.user, today)}
    return render(request, "portal/office_dashboard.html", context)


@require_safe
def my(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    board = member_home(request.user, today)
    if board is None:
        raise Http404
    context = {"today": today, "tomorrow": today + dt.timedelta(days=1), "month": month_start(today), "board": board}
    return render(request, "portal/my_home.html", context)


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    if not doors.has_member_door(request.user):
        raise Http404
    member = member_of(request.user)
    in_studio = Studio.objects.of_user(request.user).exists()
    logs = bool(member) or logs_as_staff(request.user)
    context = {"member": member, "logs": logs, "in_studio": in_studio, "doors": doors.doors_of(request.user)}
    return render(request, "portal/my_me.html", context)


@require_safe
def unit(request: HttpRequest) -> HttpResponse:
    board = unit_home(request.user, timezone.localdate())
    if board is None:
        raise Http404
    return render(request, "portal/unit_home.html", {"board": board})


@require_safe
def unit_own(request: HttpRequest) -> HttpResponse:
    """The unit itself and its people."""
    units = own_units(request.user)
    if not units:
        raise Http404
    return render(request, "portal/unit_own.html", {"units": units})


@require_safe
def go(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Where links in notices lead: to the page of the thing behind one's own door, or nowhere."""
    url = links.page_of(kind, pk, request.user)
    if url is None:
        raise Http404
    return redirect(url)
