"""One's own inbox, the same behind every door."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.queries import the_office
from accounts.requests import address_of
from common.requests import form_page
from notices import services, texts
from notices.forms import ChoiceForm
from notices.models import Notice, NoticeChoice
from notices.queries import outlets
from notices.requests import Door, door_page, site_of

PER_PAGE = 20


@door_page
@require_safe
def inbox(request: HttpRequest, door: Door) -> HttpResponse:
    own = Notice.objects.visible_to(request.user).arrived(timezone.now())
    only_unread = request.GET.get("show") == "unread"
    page = Paginator((own.unread() if only_unread else own).unread_first(), PER_PAGE).get_page(request.GET.get("page"))
    words = {"office": the_office().short_name, "site": site_of(request)}
    context: dict[str, Any] = {
        "door": door,
        "page": page,
        "only_unread": only_unread,
        "unread": own.unread().count(),
        "notices": [(notice, texts.short(notice, **words)) for notice in page],
        "all_text": texts.short_list(list(page), **words),
    }
    return render(request, "notices/inbox.html", context)


@door_page
@require_POST
def read(request: HttpRequest, door: Door, pk: object) -> HttpResponse:
    """Mark one read; with ``go`` in the form, on to what it is about."""
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    services.mark_read(notice=notice, now=timezone.now())
    return redirect(notice.link if "go" in request.POST and notice.link else _back(request, door))


@door_page
@require_POST
def read_all(request: HttpRequest, door: Door) -> HttpResponse:
    count = services.mark_all_read(by=request.user, now=timezone.now())
    messages.success(request, f"{count}条通知已标为已读。" if count else "没有未读的通知。")
    return redirect(_back(request, door))


@door_page
@form_page
def choice(request: HttpRequest, door: Door) -> HttpResponse:
    held = NoticeChoice.objects.visible_to(request.user).first() or NoticeChoice(user=request.user)
    form = ChoiceForm(request.POST or None, initial={"way": held.way, "email": held.email})
    if request.method == "POST" and form.is_valid():
        services.choose(by=request.user, **form.cleaned_data, now=timezone.now(), address=address_of(request))
        messages.success(request, "通知方式已保存。")
        return redirect(door.inbox)
    return render(request, "notices/choice.html", {"door": door, "form": form, "outlets": outlets()})


def _back(request: HttpRequest, door: Door) -> str:
    """The list as it was filtered when the button was pressed."""
    asked = request.GET.urlencode()
    return reverse(door.inbox) + (f"?{asked}" if asked else "")
