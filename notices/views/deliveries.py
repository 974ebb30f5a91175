"""The office's page of what went out, and of what did not get through."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.queries import the_office
from accounts.requests import address_of, needs
from notices import services, states, texts
from notices.forms import DeliveryFilters
from notices.models import Delivery
from notices.queries import office_deliveries

PER_PAGE = 30
SEE = "notices.see_deliveries"


@needs(SEE)
@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    return _list(request)


def _list(request: HttpRequest, **shown: Any) -> HttpResponse:
    filters = DeliveryFilters(request.GET)
    chosen = filters.chosen()
    found = office_deliveries(request.user, chosen)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "filtered": any(chosen.values()),
        "failing": not chosen["state"],
        "page": page,
        "stuck": Delivery.objects.visible_to(request.user).stuck(timezone.now()).count(),
        "calls": texts.short_calls([one.notice for one in page], office=the_office().short_name),
        **shown,
    }
    return render(request, "notices/office_deliveries.html", context)


@needs(SEE)
@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    failed = Delivery.objects.visible_to(request.user).failed()
    count = services.retry(deliveries=failed, by=request.user, now=timezone.now())
    messages.success(request, f"{count}条通知将重新发送。" if count else "没有要重发的通知。")
    return redirect("notices:deliveries")


@needs(SEE)
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = _one(request, pk)
    if services.retry(deliveries=[delivery], by=request.user, now=timezone.now()):
        messages.success(request, f"“{delivery.notice.subject}”将重新发送。")
    else:
        messages.error(request, _why_not(delivery))
    return _back(request)


@needs(SEE)
@require_POST
def told(request: HttpRequest, pk: int) -> HttpResponse:
    delivery = _one(request, pk)
    if services.told_by_phone(delivery=delivery, by=request.user, now=timezone.now()):
        messages.success(request, f"已记下:“{delivery.notice.subject}”已电话通知。")
    else:
        messages.error(request, _why_not(delivery))
    return _back(request)


@needs(SEE, act="查看收件人完整号码")
@require_POST
def phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one whole number, once, with a row in the trail."""
    delivery = _one(request, pk)
    number = services.reveal_phone(delivery=delivery, by=request.user, now=timezone.now(), address=address_of(request))
    return _list(request, revealed=delivery.pk, phone=number)


def _one(request: HttpRequest, pk: int) -> Delivery:
    return get_object_or_404(Delivery.objects.visible_to(request.user).with_notice(), pk=pk)


def _back(request: HttpRequest) -> HttpResponse:
    asked = request.GET.urlencode()
    return redirect(reverse("notices:deliveries") + (f"?{asked}" if asked else ""))


def _why_not(delivery: Delivery) -> str:
    return f"“{delivery.notice.subject}”现在是“{states.STATES[delivery.state]}”,不用再处理。"
