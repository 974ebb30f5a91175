"""The page of conveners and liaison officers: what was filed in the studios they run."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.dates import month_start
from members.models import Member
from studios import queries
from studios.forms import StudioFilters
from studios.models import Studio, VisitLog
from studios.requests import studio_page

PER_PAGE = 30


@studio_page
@require_safe
def visits(request: HttpRequest, studios: list[Studio]) -> HttpResponse:
    this_month = month_start(timezone.localdate())
    filed = VisitLog.objects.in_studios_run_by(request.user).filed()
    people = queries.people_of(studios)
    filters = StudioFilters(
        request.GET,
        months=queries.months_with_visits(filed, and_also=this_month),
        members=queries.members_among(people),
    )
    chosen = filters.chosen()
    month = chosen["month"] or this_month
    shown = filed.in_month(month)
    if chosen["member"]:
        shown = shown.filter(member=chosen["member"])
    without = queries.without_visit(people, month)
    context = {
        "studios": studios,
        "month": month,
        "filters": filters,
        "filtered": chosen["member"],
        "counts": queries.counts_of(shown),
        "without": without,
        "reminder": _reminder(without, month),
        "page": Paginator(shown.with_details().newest_first(), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "studios/my_studio.html", context)


def _reminder(members: list[Member], month: dt.date) -> str:
    """For the studio's WeChat group."""
    names = "、".join(member.name for member in members)
    return f"{month.year}年{month.month}月还没有走访记录的委员:{names}。方便时请记一笔,几分钟就写完。"


@studio_page
@require_safe
def visit(request: HttpRequest, studios: list[Studio], pk: int) -> HttpResponse:
    shown = get_object_or_404(VisitLog.objects.in_studios_run_by(request.user).with_details(), pk=pk)
    return render(request, "studios/my_studio_visit.html", {"visit": shown, "story": queries.story_of(shown)})
