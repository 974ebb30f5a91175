"""The office's pages of studios: the list, one studio's record, its paper."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import needs
from common.dates import month_start, next_month
from studios import queries
from studios.models import Studio, VisitLog
from studios.requests import may_with_studios, month_asked
from studios.views.office import SEE


@needs(SEE)
@require_safe
def studios(request: HttpRequest) -> HttpResponse:
    month = month_asked(request, timezone.localdate())
    rows = [queries.in_month(studio) for studio in queries.studios_in(month)]
    left = queries.left_by_studio()
    context = {
        "rows": [(row, left.get(row.studio.pk, 0)) for row in rows],
        "left": sum(left.values()),
        "empty": sum(not row.visits for row in rows),
        "visits": sum(row.visits for row in rows),
        "people": sum(row.people for row in rows),
        "closed": Studio.objects.visible_to(request.user).closed().order_by("-closed_on"),
        **may_with_studios(request.user),
        **_around(month),
    }
    return render(request, "studios/office_studios.html", context)


@needs(SEE)
@require_safe
def studio(request: HttpRequest, pk: int) -> HttpResponse:
    month = month_asked(request, timezone.localdate())
    shown = _studio(request, pk)
    visits = VisitLog.objects.visible_to(request.user).filed().in_month(month).filter(studio=shown)
    people = queries.room_people(shown)
    context = {
        "studio": shown,
        "counts": queries.counts_of(visits),
        "visits": visits.with_details().newest_first(),
        "people": people,
        "left": [person for person in people if person.left],
        "former": queries.former_people(shown),
        "without": queries.without_visit([person.residency for person in people], month),
        "honours": shown.honours.all(),
        "branches": shown.branches.standing().order_by("number"),
        "standard": queries.standards_of([shown])[0],
        "story": queries.story_of_studio(shown),
        **may_with_studios(request.user),
        **_around(month),
    }
    return render(request, "studios/office_studio.html", context)


@needs(SEE)
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The cover of 一室一档, to be printed."""
    shown = _studio(request, pk)
    context = {
        "studio": shown,
        "people": queries.room_people(shown),
        "honours": shown.honours.all(),
        "standard": queries.standards_of([shown])[0],
        "today": timezone.localdate(),
    }
    return render(request, "studios/office_studio_paper.html", context)


def _studio(request: HttpRequest, pk: int) -> Studio:
    return get_object_or_404(queries.records(Studio.objects.visible_to(request.user)), pk=pk)


def _around(month: dt.date) -> dict[str, object]:
    after = next_month(month)
    return {
        "month": month,
        "before": month_start(month - dt.timedelta(days=1)),
        "after": after if after <= timezone.localdate() else None,
    }
