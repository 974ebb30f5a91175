"""The office's pages of every deadline."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import roles
from accounts.requests import address_of, needs
from common.requests import download, form_page
from deadlines import queries, rules, services
from deadlines.forms import DeadlineFilters, DecisionForm, GeneralForm
from deadlines.models import Deadline, Extension, Firing, Limit, Part
from deadlines.models.deadlines import DeadlineQuerySet
from deadlines.requests import REFUSALS
from deadlines.resources import export_deadlines, list_name
from deadlines.services.deadlines import GENERAL

PER_PAGE = 50


@needs(rules.SEE)
@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    today, table = timezone.localdate(now), queries.timetable()
    filters, filtered, found = _found(request, today)
    page = Paginator(found.with_parties(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "filtered": filtered,
        "page": page,
        "rows": list(queries.as_rows(page, table.calendar, today)),
        "stuck": queries.stuck(table, now),
        "counts": queries.counts_for(Deadline.objects.visible_to(request.user), today),
        "waiting": Extension.objects.to_decide_by(request.user).select_related("deadline", "asked_by"),
        "undelivered": queries.with_undelivered(Deadline.objects.visible_to(request.user)).count(),
        "faulty": Deadline.objects.visible_to(request.user).faulty(),
        "reach": queries.reach(today),
        "may_manage": rules.can_manage_deadlines(request.user),
    }
    return render(request, "deadlines/office_list.html", context)


def _found(request: HttpRequest, today: dt.date) -> tuple[DeadlineFilters, bool, DeadlineQuerySet]:
    """The filters of the address, whether any is set, and the deadlines they leave."""
    filters = DeadlineFilters(request.GET, kinds=queries.kinds(today))
    chosen = filters.chosen()
    return filters, any(chosen.values()), queries.matching(request.user, chosen, today)


@needs(rules.SEE, rules.MANAGE, act="导出期限")
@require_POST
def export(request: HttpRequest) -> FileResponse:
    """The filtered list as a workbook, with a row in the trail."""
    now = timezone.now()
    found = _found(request, timezone.localdate(now))[2]
    return download(
        export_deadlines, list_name(now), deadlines=found, by=request.user, now=now, address=address_of(request)
    )


@needs(rules.SEE)
@require_safe
def deadline(request: HttpRequest, pk: int) -> HttpResponse:
    today = timezone.localdate()
    shown = get_object_or_404(_whole(request), pk=pk)
    calendar, story = queries.the_calendar(), queries.story_of(shown)
    waiting = Extension.objects.waiting().filter(deadline=shown).select_related("asked_by").first()
    decides = waiting and Extension.objects.to_decide_by(request.user).filter(pk=waiting.pk).exists()
    context = {
        "deadline": shown,
        "row": next(queries.as_rows([shown], calendar, today)),
        "why": queries.why_of(shown, calendar, story),
        "story": story,
        "latest": queries.latest_firing(shown),
        "has_part": Deadline.objects.of_user(request.user).filter(pk=pk).exists(),
        "waiting": waiting,
        "decision": DecisionForm() if decides else None,
        "may_manage": rules.can_manage_deadlines(request.user),
        "by_hand": shown.kind == GENERAL,
        "papers": Firing.objects.papers().filter(deadline=shown),
        "reach": queries.reach(today),
    }
    return render(request, "deadlines/office_deadline.html", context)


def _whole(request: HttpRequest):
    return Deadline.objects.visible_to(request.user).select_related("limit__granted_by", "opened_by").with_parties()


@needs(rules.SEE, rules.MANAGE)
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Open a general deadline."""
    now = timezone.now()
    today = timezone.localdate(now)
    limit = Limit.objects.in_force(today).get(GENERAL)
    form = GeneralForm(request.POST if request.method == "POST" else None, today=today, limit=limit)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = services.open_general(
                label=data["label"],
                started_on=data["started_on"],
                due_on=data["due_on"],
                parties=_parties(data),
                by=request.user,
                now=now,
            )
        except REFUSALS as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "已开办,到时候会提醒承办人。")
            return redirect("deadlines:deadline", made.pk)
    return render(request, "deadlines/office_new.html", {"form": form})


def _parties(data: dict) -> dict[Part, list]:
    """Who was chosen; the office and the secretary-general by their roles."""
    return {
        Part.RESPONSIBLE: [data["responsible"]],
        Part.HEAD: [data["head"]] if data["head"] else [],
        Part.OFFICE: queries.holders_of(roles.GENERAL_OFFICE),
        Part.LEADER: queries.holders_of(roles.SECRETARY),
    }


@needs(rules.SEE)
@require_safe
def undelivered(request: HttpRequest) -> HttpResponse:
    """Rungs that told nobody, for there was nobody to tell."""
    found = queries.with_undelivered(Deadline.objects.visible_to(request.user))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_manage": rules.can_manage_deadlines(request.user)}
    return render(request, "deadlines/office_undelivered.html", context)


@needs(rules.SEE, rules.MANAGE)
@require_POST
def settled(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Deadline.objects.visible_to(request.user), pk=pk)
    if services.settle(deadline=found, by=request.user, now=timezone.now()):
        messages.success(request, "已记下:另行告知。")
    else:
        messages.info(request, "已经有人记过,没有变动。")
    return redirect("deadlines:undelivered")
