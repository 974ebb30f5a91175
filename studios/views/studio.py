"""The pages of conveners and liaison officers: what was filed in the studios they run, and who can sign in there."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of
from accounts.services import KeyRefused
from accounts.slips import slip_page
from common.dates import month_start
from common.requests import form_page
from deadlines.models import Period
from members.models import Member
from studios import queries, rules, states
from studios.forms import StudioFilters
from studios.models import Residency, Studio, VisitLog
from studios.requests import repeats_in, studio_page
from studios.services import let_in
from studios.views.checking import checked, returned

PER_PAGE = 30


@studio_page
@require_safe
def visits(request: HttpRequest, studios: list[Studio]) -> HttpResponse:
    """What waits to be checked first. Asked for that alone, the months are not told apart."""
    this_month = month_start(timezone.localdate())
    submitted = VisitLog.objects.in_studios_run_by(request.user)
    people = queries.people_of(studios)
    filters = StudioFilters(
        request.GET,
        months=queries.months_with_visits(submitted, and_also=this_month),
        members=queries.members_among(people),
    )
    chosen = filters.chosen()
    month = chosen["month"] or (None if chosen["state"] == states.FILED else this_month)
    in_month = submitted.in_month(month) if month else submitted
    if chosen["member"]:
        in_month = in_month.filter(member=chosen["member"])
    without = queries.without_visit(people, month or this_month)
    found = queries.unchecked_first(queries.narrowed(in_month, chosen)).with_details()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    waiting = queries.to_check_by(request.user).count()
    context = {
        "studios": studios,
        "month": month,
        "filters": filters,
        "filtered": any(value for name, value in chosen.items() if name != "month"),
        "counts": queries.counts_of(in_month),
        "without": without,
        "reminder": _reminder(without, month or this_month),
        "page": page,
        "waiting": waiting,
        "to_check": [one for one in page if rules.can_check(request.user, one, {studio.pk for studio in studios})],
    }
    return render(request, "studios/my_studio.html", context)


def _reminder(members: list[Member], month: dt.date) -> str:
    """For the studio's WeChat group."""
    names = "、".join(member.name for member in members)
    return f"{month.year}年{month.month}月还没有走访记录的委员:{names}。方便时请记一笔,几分钟就写完。"


@studio_page
@require_safe
def people(request: HttpRequest, studios: list[Studio]) -> HttpResponse:
    """The constituents of the studios' members, numbers masked: the full ones are their members' own."""
    page = Paginator(queries.constituents_of(studios), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "studios/my_studio_people.html", {"studios": studios, "page": page})


@require_safe
def facts(request: HttpRequest) -> HttpResponse:
    """The studios one is in, in any part: where, when, who. No phone of anybody."""
    rooms = list(queries.records(Studio.objects.of_user(request.user)).prefetch_related("honours"))
    if not rooms:
        raise Http404
    people = queries.people_by_studio(rooms)
    standards = {one.studio.pk: one for one in queries.standards_of(rooms)}
    runs = {one.pk for one in queries.studios_run_by(request.user)}
    shown = [(one, people[one.pk], standards[one.pk], one.pk in runs) for one in rooms]
    return render(request, "studios/my_studio_facts.html", {"shown": shown, "runs": runs})


@studio_page
@require_safe
def visit(request: HttpRequest, studios: list[Studio], pk: int) -> HttpResponse:
    shown = _read(request, pk)
    runs, closed = queries.running_keys(request.user), Period.objects.closed(shown.occurred_on)
    context = {
        "visit": shown,
        "people_shown": True,
        "story": queries.story_of(shown),
        "own": rules.is_author(request.user, shown),
        "may_check": rules.can_check(request.user, shown, runs),
        "may_return": rules.can_return(request.user, shown, runs, closed=closed),
        "may_mend": rules.can_mend_for(request.user, shown, runs, closed=closed),
        **repeats_in(request, shown),
    }
    return render(request, "studios/my_studio_visit.html", context)


@studio_page
@require_POST
def check(request: HttpRequest, studios: list[Studio]) -> HttpResponse:
    return checked(request, VisitLog.objects.in_studios_run_by(request.user), default=reverse("studios:my_studio"))


@studio_page
@form_page
def send_back(request: HttpRequest, studios: list[Studio], pk: int) -> HttpResponse:
    shown = _read(request, pk)
    runs, closed = queries.running_keys(request.user), Period.objects.closed(shown.occurred_on)
    may = rules.can_return(request.user, shown, runs, closed=closed)
    page = reverse("studios:my_studio_visit", args=[pk])
    return returned(request, shown, "studios/my_return.html", page=page, may=may, people_shown=True)


def _read(request: HttpRequest, pk: int) -> VisitLog:
    seen = VisitLog.objects.in_studios_run_by(request.user).with_details().with_people()
    return get_object_or_404(seen, pk=pk)


@studio_page
@require_safe
def accounts(request: HttpRequest, studios: list[Studio]) -> HttpResponse:
    """Who of the studios can sign in, and a way back in for who can not."""
    context = {"studios": studios, "people": queries.accounts_in(studios)}
    return render(request, "studios/my_studio_accounts.html", context)


@studio_page
@require_POST
def person_key(request: HttpRequest, studios: list[Studio], pk: int) -> HttpResponse:
    """A slip, large, for somebody who has forgotten their password and stands here."""
    people = Residency.objects.in_studios(studios).select_related("studio", "user", "member__user")
    residency = get_object_or_404(people, pk=pk)
    try:
        key = let_in(residency=residency, by=request.user, now=timezone.now(), address=address_of(request))
    except KeyRefused as error:
        messages.error(request, str(error))
        return redirect("studios:my_studio_accounts")
    return slip_page(request, key, about=str(residency.studio), back=reverse("studios:my_studio_accounts"))
