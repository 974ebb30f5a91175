"""月度梳理: a month's matters of the studios one runs, by village and category; several of them dealt with as one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.dates import month_start
from common.requests import form_page
from studios import queries, rules
from studios.forms.matter_acts import BundleForm
from studios.models import Matter, Studio
from studios.requests import MatterDoor, month_asked, studio_page
from studios.services import matters as services
from studios.views.matter_acts import REFUSALS, refused

MOST = 30  # matters in one bundle: more are no longer read before they are bundled


@studio_page
@require_safe
def month(request: HttpRequest, studios: list[Studio]) -> HttpResponse:
    """The month's matters by village and category; those that may be bundled can be ticked."""
    today = timezone.localdate()
    chosen = month_asked(request, today)
    seen = Matter.objects.in_studios_run_by(request.user).standing()
    matters = list(seen.in_month(chosen).with_details().newest_first())
    place = rules.Place(runs=True)
    hang = queries.situations_of(matters)
    free = {one.pk for one in matters if rules.can_bundle(place, one, hang[one.pk])}
    context = {
        "studios": studios,
        "month": chosen,
        "months": queries.months_with_matters(seen, and_also=month_start(today)),
        "places": queries.sorted_by_place(matters),
        "categories": queries.counted_by_category(matters),
        "total": len(matters),
        "free": free if len(free) >= services.FEWEST else set(),
    }
    return render(request, "studios/studio_matters_month.html", context)


@studio_page
@form_page
def bundle(request: HttpRequest, studios: list[Studio]) -> HttpResponse:
    """Which of the ticked ones leads, and how they are dealt with. ``m``: their keys, in the address or as sent."""
    keys = {int(key) for key in (request.POST or request.GET).getlist("m") if key.isdecimal() and len(key) < 19}
    seen = Matter.objects.in_studios_run_by(request.user).filter(pk__in=keys)
    matters = list(seen.with_details().newest_first())
    if not services.FEWEST <= len(matters) <= MOST:
        messages.error(request, f"请勾选{services.FEWEST}至{MOST}件诉求,再按“合并办理”。")
        return redirect("studios:studio_matters_month")
    form = BundleForm(request.POST if request.method == "POST" else None, matters=matters, initial=_start(matters))
    if form.is_bound and form.is_valid():
        try:
            lead = services.bundle(matters=[one.pk for one in matters], **form.cleaned_data, by=request.user,
                                   now=timezone.now())  # fmt: skip
        except REFUSALS as why:
            refused(form, why, 0)
        else:
            messages.success(request, f"已把{len(matters)}件合并,由{lead.number}办理。办完后,每位反映人都要告知。")
            return redirect("studios:studio_matter", lead.pk)
    context = {"form": form, "matters": matters, "door": MatterDoor("studio"), "back": _back(matters)}
    return render(request, "studios/matter_bundle.html", context)


def _start(matters: list[Matter]) -> dict[str, object]:
    """The first that was raised leads, if nobody says otherwise."""
    first = min(matters, key=lambda one: (one.visit.occurred_on, one.pk))
    place, category = first.village or "", first.category or ""
    return {"lead": first.pk, "title": first.title or f"{place}{category}"}


def _back(matters: list[Matter]) -> str:
    return f"{reverse('studios:studio_matters_month')}?month={matters[0].visit.occurred_on:%Y-%m}"
