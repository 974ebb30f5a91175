"""The pages of the side that hands out: the office's list, one's own, and one referral behind either door."""

from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of, needs
from common.requests import download
from deadlines.queries import the_calendar
from referrals import queries, rules
from referrals.forms import OfficeFilters
from referrals.models import Referral
from referrals.models.referrals import ReferralQuerySet
from referrals.requests import Door, behind_door, load, page_of
from referrals.resources import export_referrals, list_name

PER_PAGE = 50
MY_PAGE = 20


@needs(rules.SEE)
@require_safe
def referrals(request: HttpRequest) -> HttpResponse:
    """Every referral, the newest first; those that run by the day due."""
    today = timezone.localdate()
    filters, chosen, found = _found(request)
    page = Paginator(found.with_details(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "filtered": any(chosen.values()),
        "page": page,
        "rows": queries.as_rows(page, the_calendar(), today),
        "counts": queries.counts_for(Referral.objects.visible_to(request.user), today),
        "may_export": rules.can_export_referrals(request.user),
        "may_set": rules.can_set_referrals(request.user),
    }
    return render(request, "referrals/office_list.html", context)


@needs(rules.SEE, rules.EXPORT, act="导出交办台账")
@require_POST
def export(request: HttpRequest) -> FileResponse:
    """The filtered list as a workbook, with a row in the trail."""
    now = timezone.now()
    found = _found(request)[2]
    return download(
        export_referrals, list_name(now), referrals=found, by=request.user, now=now, address=address_of(request)
    )


def _found(request: HttpRequest) -> tuple[OfficeFilters, dict[str, Any], ReferralQuerySet]:
    """The filters of the address, what they say, and the referrals they leave."""
    seen = Referral.objects.visible_to(request.user)
    filters = OfficeFilters(request.GET, months=queries.months_with_referrals(seen))
    chosen = filters.chosen()
    by_due = chosen.pop("order") == "due"  # leaves nothing out
    found = queries.matching(seen, chosen, timezone.localdate())
    running = chosen["state"] in ("open", "waiting", "hand", "soon", "late", "signed", "rejected", "for_head")
    return filters, chosen, found.soonest_first() if running or by_due else found.newest_first()


@behind_door
@require_safe
def mine(request: HttpRequest, door: Door) -> HttpResponse:
    """What one handed out oneself: what waits for oneself on top, then what runs, then what is over."""
    today = timezone.localdate()
    over = request.GET.get("show") == "over"
    sent = Referral.objects.sent_by(request.user)
    found = sent.over().newest_first() if over else sent.live().asking_first()
    page = Paginator(found.with_details(), MY_PAGE).get_page(request.GET.get("page"))
    live, asks = queries.waiting_for_sender(request.user)
    context = {
        "over": over,
        "page": page,
        "rows": queries.as_rows(page, the_calendar(), today),
        "live": live,
        "asks": asks,
    }
    return render(request, "referrals/my_list.html", context)


@behind_door
@require_safe
def referral(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    context = page_of(request, door, load(request, door, pk), timezone.now())
    return render(request, "referrals/ours_referral.html", context)
