"""What the views of this app ask of a request."""

import datetime as dt
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from accounts.models import User
from common.dates import month_start, parse_month
from studios import rules
from studios.queries import studios_run_by

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


def may_with_studios(user: User) -> dict[str, bool]:
    """What the office's pages of studios offer this user."""
    return {
        "may_edit": rules.can_edit_studios(user),
        "may_import": rules.can_import_studios(user),
        "may_export": rules.can_export_studios(user),
    }


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
