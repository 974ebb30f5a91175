"""Matters read: the member's own, those of a studio, all of them; one with all that hangs on it, and its sheet."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import needs
from common.dates import month_start
from deadlines.queries import as_rows, the_calendar
from members.queries import member_of
from studios import queries, rules
from studios.forms import MyMatterFilters, OfficeMatterFilters, StudioMatterFilters
from studios.models import Matter, Studio
from studios.models.matters import MatterQuerySet
from studios.requests import MatterDoor, matter_page, studio_page
from studios.views.matter_acts import act_links

PER_PAGE = 30
SEE = "studios.see_all_visits"


def _page(request: HttpRequest, found: MatterQuerySet, today: dt.date, per_page: int = PER_PAGE) -> dict[str, Any]:
    page = Paginator(found, per_page).get_page(request.GET.get("page"))
    return {"page": page, "rows": queries.matter_rows(page, the_calendar(), today)}


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """我反映的事: every matter that one carried, the newest first; for members, and for staff who log visits."""
    if not (member_of(request.user) or queries.logs_as_staff(request.user) or has_carried(request.user)):
        raise Http404
    today = timezone.localdate()
    carried = Matter.objects.carried_by(request.user)
    filters = MyMatterFilters(request.GET, months=queries.months_with_matters(carried, and_also=month_start(today)))
    chosen = filters.chosen()
    found = queries.matching_matters(carried, chosen, today)
    context = {
        "door": MatterDoor("my"),
        "filters": filters,
        "filtered": any(chosen.values()),
        **_page(request, found.with_details().newest_first(), today),
    }
    return render(request, "studios/my_matters.html", context)


def has_carried(user: User) -> bool:
    return Matter.objects.carried_by(user).exists()


@studio_page
@require_safe
def of_studio(request: HttpRequest, studios: list[Studio]) -> HttpResponse:
    """What who runs a studio has to see to, by limit."""
    today = timezone.localdate()
    seen = Matter.objects.in_studios_run_by(request.user)
    filters = StudioMatterFilters(request.GET, villages=queries.villages_in(seen))
    chosen = filters.chosen()
    asked = chosen | {"needs": {"": "live", "any": ""}.get(chosen["needs"] or "", chosen["needs"])}
    found = queries.matching_matters(seen, asked, today)
    context = {
        "door": MatterDoor("studio"),
        "studios": studios,
        "filters": filters,
        "filtered": any(chosen.values()),
        "to_do": queries.to_do_count(request.user),
        **_page(request, found.with_details().with_clock().soonest_first(), today),
    }
    return render(request, "studios/studio_matters.html", context)


@needs(SEE)
@require_safe
def of_office(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    filters, chosen, found = office_found(request, today)
    context = {
        "door": MatterDoor("office"),
        "filters": filters,
        "filtered": any(chosen.values()),
        "may_export": rules.can_export_matters(request.user),
        **_page(request, found.with_details().newest_first(), today, per_page=50),
    }
    return render(request, "studios/office_matters.html", context)


@needs(SEE)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """By category, outcome and result, with what each rate is of."""
    filters, chosen, found = office_found(request, timezone.localdate())
    context = {
        "filters": filters,
        "filtered": any(chosen.values()),
        "sums": queries.sums_of(found),
        "content": queries.content_of(found),
        "outcomes": Matter.Outcome.labels,
        "results": Matter.Result.labels,
    }
    return render(request, "studios/office_matter_figures.html", context)


def office_found(request: HttpRequest, today: dt.date) -> tuple[OfficeMatterFilters, dict[str, Any], MatterQuerySet]:
    """The filters of the address, what they say, and the matters they leave."""
    seen = Matter.objects.visible_to(request.user)
    filters = OfficeMatterFilters(
        request.GET,
        months=queries.months_with_matters(seen, and_also=month_start(today)),
        villages=queries.villages_in(seen),
    )
    chosen = filters.chosen()
    return filters, chosen, queries.matching_matters(seen, chosen, today)


@matter_page
@require_safe
def matter(request: HttpRequest, door: MatterDoor, matter: Matter) -> HttpResponse:
    """One matter: what it needs, by whom and until when; its facts, what hangs on it, its story."""
    today, setting, whole = timezone.localdate(), queries.the_matter_setting(), queries.whole(matter)
    place = rules.place_of(request.user, matter, queries.runs_of(request.user))
    may = rules.acts_open_to(place, matter, whole.situation(setting))
    people, hidden = queries.raised_by(request.user, matter, place)
    repeats = queries.repeats_of(matter, setting)
    context = {
        "door": door,
        "matter": matter,
        "whole": whole,
        "acts": act_links(door, matter, may),
        "decides": door.name != "my" and place.handles,
        "deadlines": list(as_rows(whole.deadlines, the_calendar(), today)),
        "repeats": repeats,
        "readable": queries.readable_among(request.user, repeats),
        "people": people,
        "hidden": hidden,
        "sees_referrals": request.user.has_perm("referrals.see_referrals"),
    }
    return render(request, "studios/matter.html", context)


@matter_page
@require_safe
def sheet(request: HttpRequest, door: MatterDoor, matter: Matter) -> HttpResponse:
    """诉求办理单, to print. Names nobody who raised it."""
    context = {"door": door, "matter": matter, "whole": queries.whole(matter)}
    return render(request, "studios/matter_sheet.html", context)
