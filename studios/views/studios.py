"""The office's pages of studios."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import needs
from common.dates import month_start, next_month
from studios import queries, rules
from studios.models import VisitLog
from studios.requests import month_asked
from studios.views.office import SEE


@needs(SEE)
@require_safe
def studios(request: HttpRequest) -> HttpResponse:
    month = month_asked(request, timezone.localdate())
    rows = [queries.in_month(studio) for studio in queries.studios_in(month)]
    context = {
        "rows": rows,
        "empty": sum(not row.visits for row in rows),
        "visits": sum(row.visits for row in rows),
        "people": sum(row.people for row in rows),
        "may_edit": rules.can_edit_studios(request.user),
        **_around(month),
    }
    return render(request, "studios/office_studios.html", context)


@needs(SEE)
@require_safe
def studio(request: HttpRequest, pk: int) -> HttpResponse:
    month = month_asked(request, timezone.localdate())
    shown = get_object_or_404(queries.studios_in(month), pk=pk)
    visits = VisitLog.objects.visible_to(request.user).filed().in_month(month).filter(studio=shown)
    context = {
        "row": queries.in_month(shown),
        "visits": visits.with_details().newest_first(),
        "without": queries.without_visit(shown.residencies.all(), month),
        "may_edit": rules.can_edit_studios(request.user),
        **_around(month),
    }
    return render(request, "studios/office_studio.html", context)


def _around(month: dt.date) -> dict[str, object]:
    after = next_month(month)
    return {
        "month": month,
        "before": month_start(month - dt.timedelta(days=1)),
        "after": after if after <= timezone.localdate() else None,
    }
