"""代录: a visit written down for somebody else, from the paper log or by word of mouth."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.requests import needs
from common.requests import form_page
from deadlines.models import Period
from studios import queries, rules, states
from studios.forms import VisitPaper, initial_of_new
from studios.models import Studio, VisitLog
from studios.models.visits import Author
from studios.requests import form_name, studio_page
from studios.views.writing import Desk, form_shown, written

STUDIO = {
    "page": "studios:my_studio_visit", "new": "studios:my_studio_record", "edit": "studios:my_studio_edit",
    "template": "studios/my_form.html",
}  # fmt: skip
OFFICE = {
    "page": "studios:office_visit", "new": "studios:office_record", "edit": "studios:office_edit",
    "template": "studios/office_form.html",
}  # fmt: skip


@studio_page
@form_page
def studio_new(request: HttpRequest, studios: list[Studio]) -> HttpResponse:
    """For the people of the studios one runs: whose first, then the form."""
    people = queries.people_to_record_for(studios)
    if not request.GET.get("for"):
        return render(request, "studios/my_record.html", {"people": people, "studios": studios})
    author = queries.author_among(people, request.GET["for"])
    return _new(request, author, STUDIO, studios)


@needs("studios.see_all_visits", "studios.record_visits", act="代录民情日志")
@form_page
def office_new(request: HttpRequest) -> HttpResponse:
    """For anybody: a member found by name, or staff of a studio."""
    if not request.GET.get("for"):
        q = request.GET.get("q", "").strip()[:30]
        members, staff = queries.anybody_to_record_for(request.user, q)
        return render(request, "studios/office_record.html", {"q": q, "members": members, "staff": staff})
    return _new(request, queries.author_of(request.user, request.GET["for"]), OFFICE, None)


def _new(
    request: HttpRequest, author: Author | None, addresses: dict[str, str], within: list[Studio] | None
) -> HttpResponse:
    """The form, named in its address as one's own is."""
    if author is None:
        raise Http404
    if request.user in (author, getattr(author, "user", None)):
        return redirect("studios:visit_new")
    now = timezone.now()
    today, code = timezone.localdate(now), request.GET["for"]
    desk = Desk(author=author, proxy=True, whose=code, **addresses)
    usual: dict[str, Any] = {"author": author, "today": today, "proxy": True, "within": within}
    if request.method == "POST":
        return written(request, desk, VisitPaper(request.POST, request.FILES, **usual), now)
    name = form_name(request)
    if name is None:
        return redirect(f"{request.path}?for={code}&form={uuid.uuid4()}")
    if sent := queries.sent_as(author, name):
        return redirect(desk.page, sent.pk)
    start = initial_of_new(author, today, within=within) | {"client_id": name}
    return form_shown(request, desk, VisitPaper(**usual, initial=start))


@studio_page
@form_page
def studio_edit(request: HttpRequest, studios: list[Studio], pk: int) -> HttpResponse:
    held = get_object_or_404(VisitLog.objects.in_studios_run_by(request.user).with_details(), pk=pk)
    return _edit(request, held, STUDIO, studios)


@needs("studios.see_all_visits", "studios.record_visits", act="更正代录的民情日志")
@form_page
def office_edit(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(VisitLog.objects.visible_to(request.user).submitted().with_details(), pk=pk)
    return _edit(request, held, OFFICE, None)


def _edit(request: HttpRequest, held: VisitLog, addresses: dict[str, str], within: list[Studio] | None) -> HttpResponse:
    """What one wrote down for somebody else, put right. Nobody else's: that is returned to its author instead."""
    now = timezone.now()
    closed = Period.objects.closed(held.occurred_on)
    if not rules.can_mend_for(request.user, held, queries.running_keys(request.user), closed=closed):
        messages.error(request, _why_not(held))
        return redirect(reverse(addresses["page"], args=[held.pk]))
    desk = Desk(author=held.author, proxy=True, held=held, **addresses)
    data = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    paper = VisitPaper(*data, author=held.author, held=held, proxy=True, today=timezone.localdate(now), within=within)
    return written(request, desk, paper, now)


def _why_not(visit: VisitLog) -> str:
    if visit.state in states.STANDING and visit.proxy:
        return "这条记录不由您更正,或者所在月份已经结账。有出入的,请退回本人或告诉办公室。"
    return "这里只能更正自己代录的记录。有出入的,请退回本人。"
