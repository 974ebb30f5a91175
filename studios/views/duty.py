"""The roster as who arranges it sees it: a month, its printed sheet and its workbook."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of, record_refusal, safe_next
from common.dates import month_start, parse_month
from common.requests import download
from deadlines.queries import the_calendar
from studios import rules, services
from studios.forms import DutyFilters
from studios.models import DutyShift, Swap
from studios.models.studios import StudioQuerySet
from studios.queries import duty as queries
from studios.requests import Door, desk_page
from studios.resources import export_duty, roster_name


@desk_page()
@require_safe
def roster(request: HttpRequest, door: Door, studios: StudioQuerySet) -> HttpResponse:
    now = timezone.now()
    filters, chosen, found = _found(request, studios)
    shifts = list(queries.with_people(found))
    calendar = the_calendar()
    month = chosen["month"]
    months = [parse_month(value) for value, _ in filters.fields["month"].choices]
    context = {
        "door": door,
        "studios": studios,
        "filters": filters,
        "month": month,
        "before": max((one for one in months if one < month), default=None),
        "after": min((one for one in months if one > month), default=None),
        "today": timezone.localdate(now),
        "rows": [(shift, calendar.holiday(shift.day)) for shift in shifts],
        "waiting": [shift for shift in shifts if shift.state == "planned"],
        "unsettled": queries.unsettled(studios, timezone.localdate(now), calendar),
        "swaps": Swap.objects.running().in_studios(studios).with_people().order_by("turn__shift__day", "pk"),
        "gaps": queries.with_people(DutyShift.objects.in_studios(studios).without_outcome(timezone.localdate(now))),
        "patterns": queries.patterns_of(studios, timezone.localdate(now)),
    }
    return render(request, "studios/duty_roster.html", context)


@desk_page(reads=True)
@require_safe
def printed(request: HttpRequest, door: Door, studios: StudioQuerySet) -> HttpResponse:
    """值班表 on A4: what is or will be held, with what the public is told of the people."""
    _, chosen, found = _found(request, studios)
    shifts = list(queries.with_sectors(found.standing()))
    people = {shift.pk: queries.standing_turns(shift) for shift in shifts}
    seats = queries.seats_of(turn.member for turns in people.values() for turn in turns if turn.member)
    shown = {shift.studio_id: shift.studio for shift in shifts}
    runners = queries.runners_of(shown.values())
    context = {
        "door": door,
        "month": chosen["month"],
        "studio": chosen["studio"],
        "rows": [(one, [(turn, seats.get(turn.member_id)) for turn in people[one.pk]]) for one in shifts],
        "themes": any(one.theme or one.guests for one in shifts),
        "contacts": [(studio, runners.get(pk, [])) for pk, studio in shown.items()],
        "today": timezone.localdate(),
    }
    return render(request, "studios/duty_print.html", context)


@desk_page(reads=True)
@require_POST
def export(request: HttpRequest, door: Door, studios: StudioQuerySet) -> HttpResponse:
    if door.name == "office" and not rules.can_export_duty(request.user):
        record_refusal(request, "导出值班表")
        raise Http404
    now = timezone.now()
    _, chosen, found = _found(request, studios)
    return download(
        export_duty,
        roster_name(chosen["month"], now),
        shifts=found,
        month=chosen["month"],
        by=request.user,
        now=now,
        address=address_of(request),
    )


@desk_page()
@require_POST
def publish(request: HttpRequest, door: Door, studios: StudioQuerySet) -> HttpResponse:
    """The shifts of the page that are still unpublished, or the one that was named."""
    shifts = DutyShift.objects.in_studios(studios).planned().filter(pk__in=_keys(request))
    done = services.publish_shifts(shifts=shifts, by=request.user, now=timezone.now())
    if done.count:
        messages.success(request, f"已发布{done.count}班,值班的人都会收到通知。")
    if done.without_people:
        days = "、".join(f"{shift.day.month}月{shift.day.day}日" for shift in done.without_people)
        messages.warning(request, f"{days}还没有排人,没有发布。请先打开那一班,按“修改”选好谁值班。")
    if not done.count and not done.without_people:
        messages.info(request, "没有要发布的了,这些班已经发布过。")
    return redirect(safe_next(request, default=reverse(door.roster)))


def _keys(request: HttpRequest) -> list[int]:
    return [int(key) for key in request.POST.getlist("shift") if key.isdecimal() and len(key) < 12]


def _found(request: HttpRequest, studios: StudioQuerySet) -> tuple[DutyFilters, dict[str, Any], Any]:
    """The filters of the address, what they say, and the shifts they leave, of the month at least."""
    today = timezone.localdate()
    seen = DutyShift.objects.in_studios(studios)
    this_month = month_start(today)
    months = queries.months_with_shifts(seen, and_also=this_month)
    filters = DutyFilters({"month": f"{this_month:%Y-%m}", **request.GET.dict()}, months=months, studios=studios)
    chosen = filters.chosen()
    chosen["month"] = chosen["month"] or this_month
    return filters, chosen, queries.roster(seen, chosen, today)
