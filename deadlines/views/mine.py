"""What one is to see to: a member on a phone, who handles for a unit at a desk."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from common.requests import form_page
from deadlines import queries, services
from deadlines.forms import ExtensionForm
from deadlines.models import Deadline, Extension
from deadlines.requests import Door, attempt, own_page, take_note
from deadlines.services.deadlines import GENERAL

PER_PAGE = 20


@own_page
@require_safe
def deadlines(request: HttpRequest, door: Door) -> HttpResponse:
    """Open ones first, the soonest on top; then what was closed."""
    today, calendar = timezone.localdate(), queries.the_calendar()
    mine = Deadline.objects.to_do_by(request.user)
    closed = request.GET.get("show") == "closed"
    found = mine.closed().order_by("-closed_at", "-pk") if closed else mine.open().soonest_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "door": door,
        "closed": closed,
        "page": page,
        "rows": list(queries.as_rows(page, calendar, today)),
        "counts": queries.counts_for(mine, today),
    }
    return render(request, "deadlines/own_list.html", context)


@own_page
@require_safe
def deadline(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """For everybody with a part in it; buttons for who is to see to it."""
    today, calendar = timezone.localdate(), queries.the_calendar()
    mine = Deadline.objects.of_user(request.user).select_related("limit__granted_by").with_parties()
    shown = get_object_or_404(mine, pk=pk)
    story = queries.story_of(shown)
    context = {
        "door": door,
        "deadline": shown,
        "row": next(queries.as_rows([shown], calendar, today)),
        "why": queries.why_of(shown, calendar, story),
        "story": story,
        "latest": queries.latest_firing(shown),
        "waiting": Extension.objects.waiting().filter(deadline=shown).first(),
        "to_do": Deadline.objects.to_do_by(request.user).open().filter(pk=pk).exists(),
        "by_hand": shown.kind == GENERAL,
    }
    return render(request, "deadlines/own_deadline.html", context)


def _to_do(request: HttpRequest, pk: int) -> Deadline:
    """A deadline that the user is to see to, running unless they pressed after it was closed: the service says so."""
    mine = Deadline.objects.to_do_by(request.user).select_related("limit__granted_by")
    return get_object_or_404(mine if request.method == "POST" else mine.open(), pk=pk)


@own_page
@require_POST
def seen(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    found = _to_do(request, pk)
    firing = queries.latest_firing(found)
    if firing is None:
        raise Http404
    take_note(request, firing)
    return redirect(door.deadline, pk)


@own_page
@require_POST
def met(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """A general deadline is done when who is responsible says so; others are met by what they are about."""
    found = _to_do(request, pk)
    if found.kind != GENERAL:
        raise Http404
    attempt(request, lambda: services.meet(deadline=found, by=request.user, now=timezone.now()), "已办结,不再提醒。")
    return redirect(door.deadline, pk)


@own_page
@form_page
def extend(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    found = _to_do(request, pk)
    form = ExtensionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        done = attempt(
            request,
            lambda: services.ask_extension(deadline=found, by=request.user, now=timezone.now(), **asked),
            "已提出延期申请,有答复会通知您。",
        )
        if done:
            return redirect(door.deadline, pk)
    return render(request, "deadlines/own_extend.html", {"door": door, "deadline": found, "form": form})
