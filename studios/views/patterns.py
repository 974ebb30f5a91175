"""值班安排: the rules by which shifts are made ahead."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.requests import form_page
from deadlines.queries import the_calendar
from studios import services
from studios.forms import PatternEndForm, PatternForm, initial_of_pattern
from studios.models import DutyPattern
from studios.models.studios import StudioQuerySet
from studios.queries import duty as queries
from studios.requests import Door, attempt, desk_page
from studios.rhythm import Planned, in_words, planned, rules_in_words

SHOWN = 12  # dates of a preview
AHEAD = dt.timedelta(days=400)


@desk_page()
@require_safe
def patterns(request: HttpRequest, door: Door, studios: StudioQuerySet) -> HttpResponse:
    today = timezone.localdate()
    found = queries.patterns_of(studios, today)
    context = {
        "door": door,
        "patterns": [(one, in_words(one), rules_in_words(one)) for one in found],
        "shares": [(studio, queries.shares(studio, today)) for studio in studios] if door.name == "my" else [],
    }
    return render(request, "studios/patterns.html", context)


@desk_page()
@form_page
def new(request: HttpRequest, door: Door, studios: StudioQuerySet) -> HttpResponse:
    now = timezone.now()
    initial = {"since": timezone.localdate(now) + dt.timedelta(days=1)}
    form = PatternForm(request.POST or None, studios=studios, initial=initial)

    def save() -> services.Made:
        data = form.cleaned_data
        sent = {"studio": data["studio"], "values": form.values(), "since": data["since"]}
        return services.open_pattern(**sent, by=request.user, now=now)[1]

    return _written(request, form, door, save)


@desk_page()
@form_page
def change(request: HttpRequest, door: Door, studios: StudioQuerySet, pk: int) -> HttpResponse:
    """One ends, the next opens: what was published stands, what was not is made anew."""
    now = timezone.now()
    held = _one(studios, pk)
    if _has_ended(request, held, now):
        return redirect(door.patterns)
    tomorrow = timezone.localdate(now) + dt.timedelta(days=1)
    form = PatternForm(
        request.POST or None,
        studios=studios.filter(pk=held.studio_id),
        initial=initial_of_pattern(held, max(tomorrow, held.since)),
    )

    def save() -> services.Made:
        data = form.cleaned_data
        sent = {"values": form.values(), "since": data["since"], "seen_until": data["seen"]}
        return services.change_pattern(pattern=held, **sent, by=request.user, now=now)[1]

    return _written(request, form, door, save, held)


@desk_page()
@form_page
def end(request: HttpRequest, door: Door, studios: StudioQuerySet, pk: int) -> HttpResponse:
    now = timezone.now()
    held = _one(studios, pk)
    if _has_ended(request, held, now):
        return redirect(door.patterns)
    form = PatternEndForm(request.POST or None, initial={"until": timezone.localdate(now), "seen": held.until})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        sent = {"pattern": held, "until": data["until"], "seen_until": data["seen"], "by": request.user, "now": now}
        if attempt(request, lambda: services.end_pattern(**sent), "已停用。还没有发布的班也撤掉了,已经发布的不变。"):
            return redirect(door.patterns)
    context = {"door": door, "pattern": held, "words": in_words(held), "form": form}
    return render(request, "studios/pattern_end.html", context)


def _one(studios: StudioQuerySet, pk: int) -> DutyPattern:
    return get_object_or_404(DutyPattern.objects.in_studios(studios).select_related("studio"), pk=pk)


def _has_ended(request: HttpRequest, pattern: DutyPattern, now: dt.datetime) -> bool:
    """Whether a form over it would be in vain; what was typed already is refused by the service, and kept."""
    ended = pattern.dropped or (pattern.until is not None and pattern.until < timezone.localdate(now))
    if ended and request.method != "POST":
        messages.error(request, "这一条值班安排已经停用或改过。下面是现在的安排。")
        return True
    return False


def _written(
    request: HttpRequest, form: PatternForm, door: Door, save: Any, held: DutyPattern | None = None
) -> HttpResponse:
    """The form's page, with the dates it would give when it was looked at; or the pattern as written."""
    context: dict[str, Any] = {"door": door, "form": form, "pattern": held}
    if request.method == "POST" and form.is_valid():
        drawn = form.values().pattern(form.cleaned_data["studio"], form.cleaned_data["since"])
        if request.POST.get("act") == "save":
            try:
                made = save()
            except services.DutyRefused as why:
                form.add_error(None, str(why))
            else:
                messages.success(request, f"已保存,排了{made.made}班,都还没有发布。核对谁值班以后再发布。")
                return redirect(_roster_of(door, drawn))
        context |= {"words": in_words(drawn), "rules": rules_in_words(drawn), "preview": _preview(drawn)}
    return render(request, "studios/pattern_form.html", context)


def _roster_of(door: Door, pattern: DutyPattern) -> str:
    """The roster of its studio in the month of its first shift: there they are looked at and published."""
    first = next((one.day for one in _preview(pattern) if one.day), pattern.since)
    return f"{reverse(door.roster)}?studio={pattern.studio_id}&month={first:%Y-%m}"


def _preview(pattern: DutyPattern) -> list[Planned]:
    return planned(pattern, pattern.since, pattern.since + AHEAD, the_calendar())[:SHOWN]
