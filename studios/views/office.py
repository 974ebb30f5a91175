"""The office's pages of visits."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of, needs
from common.dates import month_start
from common.requests import download, form_page
from deadlines.models import Period
from members.rules import can_see_people
from studios import queries, rules
from studios.forms import VisitFilters
from studios.models import VisitLog
from studios.models.visits import VisitQuerySet
from studios.requests import repeats_in
from studios.resources import export_visits, ledger_name
from studios.views.checking import checked, returned

PER_PAGE = 50
SEE, EXPORT, CHECK = "studios.see_all_visits", "studios.export_visits", "studios.check_visits"
LIST = "studios:office_visits"


@needs(SEE)
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    filters, chosen, found = _found(request)
    page = Paginator(found.with_details(), PER_PAGE).get_page(request.GET.get("page"))
    may_check = rules.can_check_visits(request.user)
    context = {
        "filters": filters,
        "filtered": any(value for name, value in chosen.items() if name != "order"),
        "counts": queries.counts_of(found),
        "page": page,
        "may_export": rules.can_export_visits(request.user),
        "may_import": rules.can_import_visits(request.user),
        "may_check": may_check,
        "may_record": rules.can_record_visits(request.user),
        "to_check": [one for one in page if may_check and rules.can_check(request.user, one, set())],
    }
    return render(request, "studios/office_visits.html", context)


@needs(SEE)
@require_safe
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _read(request, pk)
    runs, closed = queries.running_keys(request.user), Period.objects.closed(shown.occurred_on)
    context = {
        "visit": shown,
        "people_shown": can_see_people(request.user),
        "story": queries.story_of(shown),
        "may_check": rules.can_check(request.user, shown, runs),
        "may_return": rules.can_return(request.user, shown, runs, closed=closed),
        "may_mend": rules.can_mend_for(request.user, shown, runs, closed=closed),
        **repeats_in(request, shown),
    }
    return render(request, "studios/office_visit.html", context)


@needs(SEE, CHECK, act="核实民情日志")
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    return checked(request, VisitLog.objects.visible_to(request.user).submitted(), default=reverse(LIST))


@needs(SEE, CHECK, act="退回民情日志")
@form_page
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _read(request, pk)
    may = rules.can_return(request.user, shown, set(), closed=Period.objects.closed(shown.occurred_on))
    page = reverse("studios:office_visit", args=[pk])
    people = can_see_people(request.user)
    return returned(request, shown, "studios/office_return.html", page=page, may=may, people_shown=people)


def _read(request: HttpRequest, pk: int) -> VisitLog:
    seen = VisitLog.objects.visible_to(request.user).submitted().with_details().with_people()
    return get_object_or_404(seen, pk=pk)


@needs(SEE, EXPORT, act="导出走访台账")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = _found(request)[2]
    return download(
        export_visits, ledger_name(now), visits=found, by=request.user, now=now, address=address_of(request)
    )


def _found(request: HttpRequest) -> tuple[VisitFilters, dict[str, Any], VisitQuerySet]:
    """The filters of the address, what they say, and the visits they leave."""
    seen = VisitLog.objects.visible_to(request.user).submitted()
    this_month = month_start(timezone.localdate())
    filters = VisitFilters(
        request.GET,
        months=queries.months_with_visits(seen, and_also=this_month),
        sectors=queries.sectors_seen(request.user),
    )
    chosen = filters.chosen()
    return filters, chosen, queries.office_visits(request.user, chosen)
