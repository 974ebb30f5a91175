"""The office's pages of visits."""

import tempfile
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of, needs
from common.dates import month_start
from studios import queries, rules
from studios.forms import VisitFilters
from studios.models import VisitLog
from studios.models.visits import VisitQuerySet
from studios.requests import repeats_in
from studios.resources import export_visits, ledger_name

PER_PAGE = 50
SEE, EXPORT = "studios.see_all_visits", "studios.export_visits"


@needs(SEE)
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    filters, chosen, found = _found(request)
    context = {
        "filters": filters,
        "filtered": any(value for name, value in chosen.items() if name != "order"),
        "counts": queries.counts_of(found),
        "page": Paginator(found.with_details(), PER_PAGE).get_page(request.GET.get("page")),
        "may_export": rules.can_export_visits(request.user),
        "may_import": rules.can_import_visits(request.user),
    }
    return render(request, "studios/office_visits.html", context)


@needs(SEE)
@require_safe
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    seen = VisitLog.objects.visible_to(request.user).submitted().with_details().select_related("recorded_by")
    shown = get_object_or_404(seen, pk=pk)
    return render(
        request,
        "studios/office_visit.html",
        {"visit": shown, "story": queries.story_of(shown), **repeats_in(request, shown)},
    )


@needs(SEE, EXPORT, act="导出走访台账")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = _found(request)[2]
    target = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    export_visits(target, visits=found, by=request.user, now=now, address=address_of(request))
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=ledger_name(now))


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
