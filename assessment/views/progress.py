"""How far people are with the quotas: the office's table, the convener's list, a member's own page. No ranking."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of, needs
from assessment import queries
from assessment.forms import ProgressFilterForm
from assessment.models import Quota
from assessment.progress import defined, in_words
from assessment.resources import write_progress
from assessment.rules import SEE_MONTHS
from assessment.services import record_progress_export
from common.requests import download
from members.models import Member
from members.requests import member_page
from studios.models import Studio
from studios.requests import studio_page

PER_PAGE = 200  # a county's members on one page


def _filtered(request: HttpRequest) -> tuple[ProgressFilterForm, list[Quota], list[queries.ProgressRow]]:
    today = timezone.localdate()
    asked = [one for one in queries.quotas_in_force(today) if one.who != Quota.Who.STAFF]
    form = ProgressFilterForm(request.GET, quotas=asked)
    return form, *queries.members_progress(request.user, today, form.filters(), asked)


@needs(SEE_MONTHS)
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """Members by quotas, then staff where quotas ask something of them."""
    form, quotas, rows = _filtered(request)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    staff_quotas, staff = queries.staff_progress(timezone.localdate())
    context = {
        "filters": form,
        "filtered": form.filters() != queries.ProgressFilters(),
        "today": timezone.localdate(),
        "heads": [(one, in_words(one), defined(one)) for one in quotas],
        "page": page,
        "rows": [(row, row.cells(quotas)) for row in page],
        "behind": sum(1 for row in rows if row.behind_with(quotas)),
        "staff_heads": [(one, in_words(one), defined(one)) for one in staff_quotas],
        "own": next((row for row in staff if row.user == request.user), None),
        "staff": [(row, row.cells(staff_quotas)) for row in staff],
    }
    return render(request, "assessment/office_progress.html", context)


@needs(SEE_MONTHS, act="导出定额进度表")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The filtered table as a workbook; a row in the trail."""
    now = timezone.now()
    _, quotas, rows = _filtered(request)
    staff_quotas, staff = queries.staff_progress(timezone.localdate(now))
    record_progress_export(
        count=len(rows) + len(staff), by=request.user, now=now, address=address_of(request)
    )  # fmt: skip
    stamp = f"{timezone.localtime(now):%Y%m%d%H%M}"
    return download(
        write_progress,
        f"联系定额进度表_{stamp}.xlsx",
        members=(quotas, rows),
        staff=(staff_quotas, staff),
        made_by=request.user.name,
        now=now,
    )


@studio_page
@require_safe
def studio(request: HttpRequest, studios: list[Studio]) -> HttpResponse:
    """Who of one's studios is behind, for a kind word."""
    rows = queries.studio_progress(studios, timezone.localdate())
    behind = [row for row in rows if row.behind]
    names = ";".join(f"{row.name}:{row.missing}" for row in behind)
    context = {
        "studios": studios,
        "members": len(rows),
        "behind": behind,
        "reminder": f"本室还差一点的:{names}。方便时补上,写进“记一笔”就算上了。",
    }
    return render(request, "assessment/my_studio_quotas.html", context)


@member_page
@require_safe
def mine(request: HttpRequest, member: Member) -> HttpResponse:
    """One's own quotas, in words."""
    items = queries.progress_of_member(member, timezone.localdate())
    context = {"items": [(one, in_words(one.quota)) for one in items], "left": [one for one in items if one.left]}
    return render(request, "assessment/my_quotas.html", context)
