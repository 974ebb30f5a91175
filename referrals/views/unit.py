"""What a unit has to do, and how it kept its time."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.queries import own_posts
from deadlines.queries import the_calendar
from referrals import queries
from referrals.forms import OwnFilters
from referrals.models import Referral
from referrals.requests import Door, behind_door, load, page_of

PER_PAGE = 50
YEARS = 5


@behind_door
@require_safe
def referrals(request: HttpRequest, door: Door) -> HttpResponse:
    """Sorted by the day due; the tabs are the state of the filters."""
    today = timezone.localdate()
    units = [post.unit for post in own_posts(request.user)]
    filters = OwnFilters(request.GET, units=units)
    chosen, mine = filters.chosen(), Referral.objects.of_units_of(request.user)
    found = queries.matching(mine, chosen, today).soonest_first().with_details()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "filtered": any(value for name, value in chosen.items() if name != "state"),
        "state": chosen["state"] or "",
        "page": page,
        "rows": queries.as_rows(page, the_calendar(), today),
        "counts": queries.counts_for(mine, today),
        "units": units,
        "heads": queries.units_headed_by(request.user),
    }
    return render(request, "referrals/unit_list.html", context)


@behind_door
@require_safe
def referral(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    return render(
        request, "referrals/unit_referral.html", page_of(request, door, load(request, door, pk), timezone.now())
    )


@behind_door
@require_safe
def statistics(request: HttpRequest, door: Door) -> HttpResponse:
    """Month by month, for the head of the unit."""
    today = timezone.localdate()
    units = queries.units_headed_by(request.user)
    if not units:
        raise Http404
    years = list(range(today.year, today.year - YEARS, -1))
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else today.year
    months = queries.months_of(Referral.objects.headed_by(request.user), year, today)
    context = {"units": units, "year": year, "years": years, "months": months, "total": queries.totals_of(months)}
    return render(request, "referrals/unit_statistics.html", context)
