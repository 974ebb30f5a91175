"""Ladders of reminder and the hours in which people are reminded."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of, needs
from common.requests import form_page
from common.seen import mark_of
from deadlines import queries, rules, services
from deadlines.forms import AFTER, BEFORE, HoursForm, RungForms
from deadlines.models import Ladder
from deadlines.requests import attempt

FOR_ALL = "通用"


@needs(rules.SEE)
@require_safe
def ladders(request: HttpRequest) -> HttpResponse:
    return _ladders(request)


def _ladders(request: HttpRequest, form: HoursForm | None = None) -> HttpResponse:
    found, kinds, hours = queries.ladders_in_words(), queries.kinds(timezone.localdate()), queries.the_hours()
    own = {ladder.kind for ladder in found}
    may_set = rules.can_set_limits(request.user)
    shown = {"opens": hours.opens, "closes": hours.closes, "seen": mark_of([str(hours)])}
    context = {
        "ladders": [(ladder, kinds.get(ladder.kind, ladder.kind) if ladder.kind else FOR_ALL) for ladder in found],
        "others": [(code, name) for code, name in kinds.items() if code not in own],
        "hours": hours,
        "form": (form or HoursForm(initial=shown)) if may_set else None,
        "may_set": may_set,
    }
    return render(request, "deadlines/office_ladders.html", context)


@needs(rules.SEE, rules.SET_LIMITS, act="修改催办阶梯")
@require_POST
def hours(request: HttpRequest) -> HttpResponse:
    form = HoursForm(request.POST)
    if not form.is_valid():
        return _ladders(request, form)
    sent = {**form.cleaned_data, "by": request.user, "now": timezone.now(), "address": address_of(request)}
    if attempt(request, lambda: services.set_hours(**sent), "提醒时间已改。", form):
        return redirect("deadlines:ladders")
    return _ladders(request, form)


@needs(rules.SEE, rules.SET_LIMITS, act="修改催办阶梯")
@form_page
def ladder(request: HttpRequest, kind: str) -> HttpResponse:
    """The rungs of one kind; a kind without its own begins with those for all."""
    kinds = queries.kinds(timezone.localdate())
    found = {one.kind: one for one in queries.ladders_in_words()}
    if kind and kind not in kinds and kind not in found:
        raise Http404
    shown = found.get(kind) or found.get("")
    forms = RungForms(request.POST if request.method == "POST" else None, initial=_initial(shown))
    if request.method == "POST" and forms.is_valid():
        rungs = [values for form in forms if (values := form.values())]
        kept = shown.any_day_at if shown and shown.kind == kind else None
        done = attempt(
            request,
            lambda: services.change_ladder(
                kind=kind,
                rungs=rungs,
                any_day_at=kept,
                by=request.user,
                now=timezone.now(),
                seen=request.POST.get("seen", ""),
                address=address_of(request),
            ),
            "催办阶梯已改,办理中的从下一级起照新的办。",
        )
        if done:
            return redirect("deadlines:ladders")
    own = found.get(kind)
    context = {
        "name": kinds.get(kind, kind) if kind else FOR_ALL,
        "forms": forms,
        "own": own,
        "kind": kind,
        "seen": mark_of(services.said_of(own)),
    }
    return render(request, "deadlines/office_ladder.html", context)


@needs(rules.SEE, rules.SET_LIMITS, act="修改催办阶梯")
@require_POST
def drop(request: HttpRequest, kind: str) -> HttpResponse:
    found = next((one for one in queries.ladders_in_words() if one.kind == kind), None)
    if found is None and kind not in queries.kinds(timezone.localdate()):
        raise Http404
    sent = {"by": request.user, "now": timezone.now(), "seen": request.POST.get("seen", "")}
    if found is None:  # pressed again, or by two
        messages.info(request, "这一种已经照通用的阶梯,没有变动。")
    else:
        act = partial(services.drop_ladder, ladder=found, **sent, address=address_of(request))
        attempt(request, act, "已改用通用的阶梯。")
    return redirect("deadlines:ladders")


def _initial(ladder: Ladder | None) -> list[dict[str, Any]]:
    return [
        {
            "side": BEFORE if rung.offset < 0 else AFTER,
            "days": abs(rung.offset),
            "level": rung.level,
            "parts": rung.parts(),
        }
        for rung in (ladder.rungs.all() if ladder else [])
    ]
