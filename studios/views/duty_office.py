"""Duty of all studios, as the office reads it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import needs
from common.dates import month_start
from deadlines.queries import the_calendar
from studios import rules
from studios.forms import DutyFilters
from studios.models import DutyShift, Studio
from studios.queries import duty as queries
from studios.requests import Door
from studios.views.office import SEE

PER_PAGE = 50


@needs(SEE)
@require_safe
def roster(request: HttpRequest) -> HttpResponse:
    """A month of all studios; with the state of gaps and no month, those of all months."""
    today = timezone.localdate()
    seen = DutyShift.objects.visible_to(request.user)
    this_month = month_start(today)
    months = queries.months_with_shifts(seen, and_also=this_month)
    asked = {"month": f"{this_month:%Y-%m}", **request.GET.dict()}
    filters = DutyFilters(asked, months=months, studios=Studio.objects.standing().order_by("number"))
    chosen = filters.chosen()
    if not (chosen["month"] or chosen["state"] == "gap"):
        chosen["month"] = this_month
    found = queries.roster(seen, chosen, today)
    may_edit = rules.can_edit_duty(request.user)
    context = {
        "door": Door("office"),
        "filters": filters,
        "filtered": bool(chosen["studio"] or chosen["state"]),
        "month": chosen["month"],
        "today": today,
        "counts": queries.counts_of_shifts(found, today),
        "page": Paginator(queries.with_people(found), PER_PAGE).get_page(request.GET.get("page")),
        "may_edit": may_edit,
        "waiting": found.planned() if may_edit and chosen["studio"] else [],
        "unsettled": queries.unsettled(Studio.objects.standing(), today, the_calendar()) if may_edit else [],
        "may_export": rules.can_export_duty(request.user),
        "gaps": DutyShift.objects.visible_to(request.user).without_outcome(today).count(),
    }
    return render(request, "studios/office_duty.html", context)
