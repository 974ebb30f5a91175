"""One shift, for who arranges it: made, changed, cancelled, left where it is, recorded."""

import datetime as dt
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from common.forms import has_seen
from common.requests import form_page
from deadlines.queries import the_calendar
from studios import rules, services, states
from studios.forms import RecordForm, ShiftForm, WhyForm, initial_of_shift
from studios.models import DutyShift
from studios.models.duty import ShiftQuerySet
from studios.models.studios import StudioQuerySet
from studios.queries import duty as queries
from studios.requests import Door, View, attempt, desk_page

REMOVED = "这一班已经因值班安排变化撤掉了。请看下面最新的安排"


def of_shift(view: View) -> View:
    """The view gets ``held``, a shift of the desk's studios; another's does not exist (404).

    From a page of one that a changed pattern has removed meanwhile the way leads back to the roster.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *, door: Door, studios: StudioQuerySet, pk: int) -> HttpResponse:
        if held := _shifts(studios).filter(pk=pk).first():
            return view(request, door=door, studios=studios, held=held)
        if not queries.is_removed(pk):
            raise Http404
        unsaved = ";刚才填的没有保存" if request.method == "POST" else ""
        messages.error(request, f"{REMOVED}{unsaved}。")
        return redirect(door.roster)

    return guarded


@desk_page(reads=True)
@require_safe
@of_shift
def shift(request: HttpRequest, door: Door, studios: StudioQuerySet, held: DutyShift) -> HttpResponse:
    now = timezone.now()
    runs = door.name == "my" or rules.can_edit_duty(request.user)
    calendar = the_calendar()
    says = queries.expected(held, calendar) if held.pattern and held.state in ("planned", "published") else None
    context = {
        "door": door,
        "shift": held,
        "turns": queries.standing_turns(held),
        "gone": [turn for turn in held.turns.all() if turn.state in states.shifts.GONE],
        "swaps": queries.swaps_of_shift(held),
        "entries": queries.entries_of(held),
        "outcome": queries.has_outcome(held),
        "story": queries.story_of_shift(held),
        "day_off": calendar.holiday(held.day),
        "says": says if says and says.day not in (held.expected_on, held.day) else None,
        "begun": rules.has_begun(held, now),
        "runs": runs,
        "may_change": rules.can_change(held, runs=runs, now=now),
        "may_publish": rules.can_publish(held, runs=runs),
        "may_cancel": rules.can_cancel(held, runs=runs),
        "may_record": rules.can_record(held, runs=runs, now=now),
        "may_swap": runs and held.state == states.shifts.PUBLISHED and not rules.has_begun(held, now),
    }
    return render(request, "studios/shift.html", context)


@desk_page()
@form_page
def new(request: HttpRequest, door: Door, studios: StudioQuerySet) -> HttpResponse:
    """An extra shift of the studio in the address, or of the only one."""
    now = timezone.now()
    studio = studios.filter(
        pk=request.GET.get("studio", "0") if request.GET.get("studio", "").isdecimal() else 0
    ).first()
    if studio is None:
        if len(studios) > 1:
            return render(request, "studios/shift_studio.html", {"door": door, "studios": studios})
        studio = studios[0]
    form = ShiftForm(request.POST or None, people=queries.members_on_duty(studio))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_shift(studio=studio, values=form.values(), by=request.user, now=now)
        except services.DutyRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "已加一班,还没有发布。")
            return redirect(door.shift, made.pk)
    return render(request, "studios/shift_form.html", {"door": door, "form": form, "studio": studio})


@desk_page()
@form_page
@of_shift
def edit(request: HttpRequest, door: Door, studios: StudioQuerySet, held: DutyShift) -> HttpResponse:
    now = timezone.now()
    if request.method != "POST" and not rules.can_change(held, runs=True, now=now):
        messages.error(request, "这一班已经开始、完成或取消,安排不能再改。")
        return redirect(door.shift, held.pk)
    initial = initial_of_shift(held) | ({"day": day} if (day := _day_asked(request)) else {})
    form = ShiftForm(request.POST or None, people=queries.members_on_duty(held.studio), initial=initial)
    context: dict[str, Any] = {"door": door, "form": form, "shift": held, "studio": held.studio}
    context["shares"] = queries.shares(held.studio, timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"] or 0
        try:
            services.change_shift(shift=held, values=form.values(), revision=revision, by=request.user, now=now)
        except services.ShiftStale as stale:
            form.add_error(None, str(stale))
            has_seen(form, revision=stale.stored.revision)
            context["stored"] = _shifts(studios).get(pk=held.pk)
        except (services.DutyRefused, states.NotAllowed) as why:
            form.add_error(None, str(why))
        else:
            told = "有关的人会收到通知。" if held.state == states.shifts.PUBLISHED else "还没有发布。"
            messages.success(request, f"已保存,{told}")
            return redirect(door.shift, held.pk)
    return render(request, "studios/shift_form.html", context)


@desk_page()
@form_page
@of_shift
def cancel(request: HttpRequest, door: Door, studios: StudioQuerySet, held: DutyShift) -> HttpResponse:
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = {"shift": held, "why": form.cleaned_data["why"], "by": request.user, "now": timezone.now()}
        if attempt(request, lambda: services.cancel_shift(**sent), "这一班已取消。", form):
            return redirect(door.shift, held.pk)
    elif not rules.can_cancel(held, runs=True):
        messages.error(request, f"这一班{held.get_state_display()},不能取消。")
        return redirect(door.shift, held.pk)
    return render(request, "studios/shift_cancel.html", {"door": door, "shift": held, "form": form})


@desk_page()
@require_POST
@of_shift
def keep(request: HttpRequest, door: Door, studios: StudioQuerySet, held: DutyShift) -> HttpResponse:
    act = lambda: services.keep_day(shift=held, by=request.user, now=timezone.now())  # noqa: E731
    attempt(request, act, "照原定日期,不再提醒。")
    return redirect(door.shift, held.pk)


@desk_page()
@form_page
@of_shift
def record(request: HttpRequest, door: Door, studios: StudioQuerySet, held: DutyShift) -> HttpResponse:
    """Who came from when to when, and the outcome."""
    now = timezone.now()
    if request.method != "POST" and not rules.can_record(held, runs=True, now=now):
        messages.error(
            request, "这一班还没有开始,到时候再登记。" if held.state == "published" else "这一班不用登记到岗。"
        )
        return redirect(door.shift, held.pk)
    form = RecordForm(
        request.POST or None, shift=held, turns=queries.standing_turns(held), over=rules.is_over(held, now)
    )
    entries = queries.entries_of(held)
    context: dict[str, Any] = {"door": door, "form": form, "shift": held, "entries": entries}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        said = {name: data[name].strip() for name in ("instead", "why")}
        sent = {"marks": form.marks(), "no_visitors": data["no_visitors"], "revision": data["revision"], **said}
        try:
            saved = services.record_shift(shift=held, **sent, by=request.user, now=now)
        except services.ShiftStale as stale:
            form.add_error(None, str(stale))
            has_seen(form, revision=stale.stored.revision)
            context["stored"] = _shifts(studios).get(pk=held.pk)
        except (services.DutyRefused, states.NotAllowed) as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _said(saved, corrected=bool(said["why"])))
            return redirect(door.shift, held.pk)
    return render(request, "studios/shift_record.html", context)


def _shifts(studios: StudioQuerySet) -> ShiftQuerySet:
    return queries.with_sectors(DutyShift.objects.in_studios(studios)).select_related("pattern")


def _day_asked(request: HttpRequest) -> dt.date | None:
    """A day proposed in the address: where the calendar would put the shift now."""
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None


def _said(shift: DutyShift, *, corrected: bool) -> str:
    """What was done, and what is missing. A reason is given for what is put right only."""
    if shift.state != states.shifts.HELD:
        done = "已更正" if corrected else "已登记"
        return f"{done}。还差成果或者有人没有登记到岗,补上以后这一班才算完成。"
    return "已更正。" if corrected else "已登记,这一班已完成。"
