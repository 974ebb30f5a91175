"""The working calendar: a year, the pasted notice, single days."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of, needs
from common.requests import form_page
from deadlines import queries, rules, services
from deadlines.announcement import Announcement, read_announcement
from deadlines.forms import PLAIN, WORKS, DayForm, NoticeForm
from deadlines.requests import REFUSALS, moved_in_words


@needs(rules.SEE)
@require_safe
def this_year(request: HttpRequest) -> HttpResponse:
    return redirect("deadlines:calendar_year", timezone.localdate().year)


@needs(rules.SEE)
@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    return _year(request, min(max(year, 2004), 2200))


def _year(request: HttpRequest, year: int, form: DayForm | None = None) -> HttpResponse:
    today, calendar = timezone.localdate(), queries.the_calendar()
    context = {
        "year": year,
        "festivals": queries.festivals(year),
        "known": year in calendar.years,
        "assumed": queries.assumed_days(calendar, year),
        "working": queries.working_days_in(calendar, year),
        "years": sorted({*calendar.years, today.year, today.year + 1, year}, reverse=True),
        "reach": queries.reach(today),
        "form": (form or DayForm()) if rules.can_set_calendar(request.user) else None,
    }
    return render(request, "deadlines/office_calendar.html", context)


@needs(rules.SEE, rules.SET_CALENDAR, act="修改工作日历")
@form_page
def notice(request: HttpRequest) -> HttpResponse:
    """Paste, see what it would change, confirm: nothing is saved before."""
    form = NoticeForm(request.POST if request.method == "POST" else None)
    found: Announcement | None = None
    if request.method == "POST" and form.is_valid():
        found = read_announcement(form.cleaned_data["text"], year=form.cleaned_data["year"])
        if not found.faults and "confirm" in request.POST:
            return _enter(request, found, form.cleaned_data["source"])
    rows = queries.compare(found) if found and not found.faults else []
    return render(request, "deadlines/office_notice.html", {"form": form, "found": found, "rows": rows})


def _enter(request: HttpRequest, found: Announcement, source: str) -> HttpResponse:
    try:
        moved = services.enter_notice(
            notice=found, source=source, by=request.user, now=timezone.now(), address=address_of(request)
        )
    except REFUSALS as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"已录入{found.year}年放假安排。{moved_in_words(moved)}")
    return redirect("deadlines:calendar_year", found.year)


@needs(rules.SEE, rules.SET_CALENDAR, act="修改工作日历")
@require_POST
def day(request: HttpRequest) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        return _year(request, timezone.localdate().year, form)
    data, said = form.cleaned_data, {"by": request.user, "now": timezone.now(), "address": address_of(request)}
    which, name, works = data["day"], data["name"], data["counts"] == WORKS
    was = queries.the_calendar().name_of(which)
    try:
        if data["counts"] == PLAIN:
            moved = services.clear_day(day=which, **said)
        else:
            moved = services.set_day(day=which, works=works, name=name, **said)
    except REFUSALS as why:
        messages.error(request, str(why))
    else:
        before = f",原来是“{was}”" if was and was != name else ""
        messages.success(request, f"已改{before}。{moved_in_words(moved)}")
    return redirect("deadlines:calendar_year", which.year)
