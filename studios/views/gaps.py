"""The office's pages of what is still empty: the month of every studio, the list behind a number, the numbers of when.

Who hears last, leaders, sees here what the convener has been told, studio by studio and gap by gap.
"""

import datetime as dt
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of, needs
from common.dates import month_start
from common.requests import download, form_page
from deadlines.queries import the_calendar
from studios import queries, rules, services
from studios.forms.gaps import NONE, GapFilters, GapListFilters, GapSettingForm, initial_of_gap_setting
from studios.queries.gap_lists import Found
from studios.requests import attempt
from studios.resources import export_gaps, gaps_name
from studios.rules.gaps import EXPORT, SEE, SET, convener_day, leader_day, office_day
from studios.states.gaps import GAPS, SILENT

PER_PAGE = 50
PAGES = {
    "studio": "studios:office_studio",
    "member": "members:detail",
    "visit": "studios:office_visit",
    "shift": "studios:office_shift",
    "matter": "studios:office_matter",
}


@needs(SEE)
@require_safe
def gaps(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    filters = GapFilters(request.GET, today=today)
    chosen = filters.chosen()
    context = {
        "filters": filters,
        "filtered": any(chosen[name] for name in ("area", "kind", "show")),
        "board": _board(request, filters, today),
        "kinds": list(GAPS.values()),
        "setting": queries.gap_setting(today),
        "first": rules.sees_gaps_first(request.user),
        "may_export": rules.can_export_gaps(request.user),
        "may_set": rules.can_set_gaps(request.user),
    }
    return render(request, "studios/office_gaps.html", context)


def _board(request: HttpRequest, filters: GapFilters, today: dt.date) -> queries.Board:
    return queries.gap_board(request.user, filters.month_chosen(), today, filters.chosen())


@needs(SEE, EXPORT, act="导出还空着的")
@require_POST
def export(request: HttpRequest) -> FileResponse:
    """The table as its filters show it, with a row in the trail."""
    now = timezone.now()
    today = timezone.localdate(now)
    board = _board(request, GapFilters(request.GET, today=today), today)
    return download(
        export_gaps, gaps_name(board.at.month, now), board=board, by=request.user, now=now, address=address_of(request)
    )


@needs(SEE)
@require_safe
def gap(request: HttpRequest, code: str) -> HttpResponse:
    """The rows behind a number."""
    if code not in GAPS:
        raise Http404
    today, first = timezone.localdate(), rules.sees_gaps_first(request.user)
    filters = GapListFilters(request.GET, today=today, outside=first)
    chosen, month = filters.chosen(), filters.month_chosen()
    in_none = chosen["studio"] == NONE
    scope = queries.office_scope(
        request.user, month, {"area": chosen["area"], "pk": None if in_none else chosen["studio"]}
    )
    at = queries.month_now(month, today)
    page = Paginator(queries.gap_rows(code, scope, at, in_none=in_none), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "gap": GAPS[code],
        "at": at,
        "first": first,
        "filters": filters,
        "filtered": chosen["studio"] or chosen["area"],
        "page": page,
        "rows": [(one, _page_of(one)) for one in queries.as_found(page)],
        "elsewhere": code == SILENT and scope.whole and not scope.told and not in_none,
        "back": _table(month, today),
    }
    return render(request, "studios/office_gap.html", context)


def _page_of(found: Found) -> str:
    return reverse(PAGES[found.noun], args=[found.pk])


def _table(month: dt.date, today: dt.date) -> str:
    url = reverse("studios:office_gaps")
    return url if month == month_start(today) else f"{url}?month={month:%Y-%m}"


@needs(SEE, SET, act="修改还空着的提醒日子")
@form_page
def setting(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    kept = queries.gap_setting(timezone.localdate(now))
    form = GapSettingForm(request.POST if request.method == "POST" else None, initial=initial_of_gap_setting(kept))
    if request.method == "POST" and form.is_valid():
        sent = {"values": form.values(), "seen": form.cleaned_data["seen"], "address": address_of(request)}
        act = partial(services.change_gap_setting, **sent, by=request.user, now=now)
        if attempt(request, act, "已保存,下次提醒照新的日子。", form):
            return redirect("studios:office_gaps")
    context = {"form": form, "days": _days(kept, timezone.localdate(now))}
    return render(request, "studios/office_gap_setting.html", context)


def _days(setting: Any, today: dt.date) -> list[tuple[str, dt.date]]:
    """When this month is told to whom, as the numbers are kept."""
    calendar = the_calendar()
    conveners = convener_day(month_start(today), setting, calendar)
    office = office_day(conveners, setting, calendar)
    return [
        ("召集人、联络员", conveners),
        ("办公室", office),
        ("主席会议成员", leader_day(office, setting, calendar)),
    ]
