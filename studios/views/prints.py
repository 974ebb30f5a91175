"""Paper: the blank page of the log, the blank register of visitors, and a month of the log as filled in."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import needs
from members.models import Member
from members.rules import can_see_people
from studios import queries
from studios.models import Matter, Studio, VisitLog
from studios.models.visits import Author, VisitQuerySet
from studios.requests import log_page, month_asked, studio_page

SEE = "studios.see_all_visits"


@log_page
@require_safe
def my_blank_log(request: HttpRequest, author: Author) -> HttpResponse:
    return _log(request, reverse("studios:visits"))


@log_page
@require_safe
def my_blank_register(request: HttpRequest, author: Author) -> HttpResponse:
    return _register(request, reverse("studios:visits"))


@needs(SEE)
@require_safe
def office_blank_log(request: HttpRequest) -> HttpResponse:
    return _log(request, reverse("studios:office_visits"))


@needs(SEE)
@require_safe
def office_blank_register(request: HttpRequest) -> HttpResponse:
    return _register(request, reverse("studios:office_visits"))


def _log(request: HttpRequest, back: str) -> HttpResponse:
    context = {
        "back": back,
        "ways": VisitLog.Way.labels,
        "purposes": queries.purposes(),
        "outcomes": Matter.Outcome.labels,
    }
    return render(request, "studios/print_log.html", context)


def _register(request: HttpRequest, back: str) -> HttpResponse:
    return render(request, "studios/print_register.html", {"back": back, "broad": True, "rows": range(8)})


@log_page
@require_safe
def my_month(request: HttpRequest, author: Author) -> HttpResponse:
    own = VisitLog.objects.of_user(request.user)
    return _month(request, own, reverse("studios:visits"), who=author.name, people_shown=True)


@studio_page
@require_safe
def studio_month(request: HttpRequest, studios: list[Studio]) -> HttpResponse:
    """The studios one runs, or one of their members there."""
    visits = VisitLog.objects.in_studios_run_by(request.user)
    who, back = "、".join(map(str, studios)), reverse("studios:my_studio")
    people = queries.members_among(queries.people_of(studios))
    named = [one for one in people if str(one.pk) == request.GET.get("member")]
    if named:
        visits, who = visits.filter(member=named[0]), f"{who} {named[0].name}"
    return _month(request, visits, back, who=who, people_shown=True, people=people, member=named[0] if named else None)


@needs(SEE)
@require_safe
def office_studio_month(request: HttpRequest, pk: int) -> HttpResponse:
    studio = get_object_or_404(Studio.objects.visible_to(request.user), pk=pk)
    visits = VisitLog.objects.visible_to(request.user).filter(studio=studio)
    back = reverse("studios:office_studio", args=[pk])
    return _month(request, visits, back, who=studio.name, people_shown=can_see_people(request.user))


@needs(SEE)
@require_safe
def office_member_month(request: HttpRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(Member.objects.visible_to(request.user), pk=pk)
    visits = VisitLog.objects.visible_to(request.user).filter(member=member)
    back = f"{reverse('studios:office_visits')}?state=all"
    return _month(request, visits, back, who=member.name, people_shown=can_see_people(request.user))


def _month(request: HttpRequest, visits: VisitQuerySet, back: str, *, who: str, **more: Any) -> HttpResponse:
    """What stands of a month."""
    today = timezone.localdate()
    month = month_asked(request, today)
    found = visits.filed()
    context = {
        "who": who,
        "month": month,
        "months": queries.months_with_visits(found, and_also=month),
        "visits": queries.on_paper(found, month),
        "counts": queries.counts_of(found.in_month(month)),
        "printed": today,
        "back": back,
        **more,
    }
    return render(request, "studios/print_month.html", context)
