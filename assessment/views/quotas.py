"""Quotas: read by all of the office, changed by who answers for them."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import address_of, needs, record_refusal
from assessment import queries
from assessment.forms import NewQuotaForm, QuotaForm, ReminderForm
from assessment.models import Quota
from assessment.progress import defined, in_words
from assessment.rules import CONFIRM_RULEBOOKS, SEE_MONTHS, can_confirm_rulebooks
from assessment.services import QuotaRefused, add_quota, change_quota, change_reminders
from common.forms import tell_stale
from common.requests import form_page
from common.seen import Stale


@needs(SEE_MONTHS)
@require_safe
def quotas(request: HttpRequest) -> HttpResponse:
    """All of them by scheme, in use or not, with what is to come."""
    today = timezone.localdate()
    rows = [
        {
            "quota": one,
            "words": in_words(one),
            "counted": defined(one),
            "begun": one.effective_from <= today,
            "coming": coming,
            "coming_words": in_words(coming) if coming else "",
        }
        for one, coming in queries.quotas_with_coming(today)
    ]
    days = queries.reminder_days()
    context = {
        "rows": rows,
        "reminders": [(period.label, days.get(period, 0)) for period in Quota.Period],
        "may_set": can_confirm_rulebooks(request.user),
    }
    return render(request, "assessment/office_quotas.html", context)


@needs(SEE_MONTHS)
@form_page
def quota(request: HttpRequest, code: str) -> HttpResponse:
    """One quota with what it was before; a form for who may change it."""
    now = timezone.now()
    rows, may_set = queries.quota_rows(code), can_confirm_rulebooks(request.user)
    if request.method == "POST" and not may_set:
        record_refusal(request, "修改定额")
        raise Http404
    if not rows:
        raise Http404
    today = timezone.localdate(now)
    newest = next(row for row in rows if row.effective_until is None)
    form = QuotaForm(request.POST if request.method == "POST" else None, quota=newest, today=today)
    if request.method == "POST" and form.is_valid():
        seen = next((row for row in rows if str(row.pk) == request.POST.get("seen")), newest)
        if _changed(request, form, seen, now):
            return redirect("assessment:quotas")
    context = {
        "quota": newest,
        "rows": [(row, in_words(row)) for row in rows],
        "counted": defined(newest),
        "form": form if may_set else None,
        "today": today,
    }
    return render(request, "assessment/office_quota.html", context)


def _changed(request: HttpRequest, form: QuotaForm, seen: Quota, now: dt.datetime) -> bool:
    day = form.cleaned_data["effective_from"]
    try:
        made = change_quota(
            seen=seen, values=form.values(), effective_from=day, by=request.user, now=now, address=address_of(request)
        )
    except QuotaRefused as why:
        form.add_error(None, str(why))
        return False
    when = f"{day.year}年{day.month}月{day.day}日起"
    messages.success(request, f"{made.name}:{when}{in_words(made) if made.in_use else '不用'}。")
    return True


@needs(SEE_MONTHS, CONFIRM_RULEBOOKS, act="新增定额")
@form_page
def quota_new(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    form = NewQuotaForm(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        try:
            made = add_quota(
                scheme=form.cleaned_data["scheme"],
                measure=form.cleaned_data["measure"],
                values=form.values(),
                effective_from=form.cleaned_data["effective_from"],
                by=request.user,
                now=now,
                address=address_of(request),
            )
        except QuotaRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"已新增定额{made.name}:{in_words(made)}。")
            return redirect("assessment:quotas")
    return render(request, "assessment/office_quota_new.html", {"form": form})


@needs(SEE_MONTHS, CONFIRM_RULEBOOKS, act="修改定额提醒")
@form_page
def reminders(request: HttpRequest) -> HttpResponse:
    """How many days before the end of a period people are told."""
    form = ReminderForm(request.POST if request.method == "POST" else None, reminders=queries.reminders())
    if request.method == "POST" and form.is_valid():
        days = {**form.cleaned_data}
        sent = {"seen": days.pop("seen"), "by": request.user, "now": timezone.now(), "address": address_of(request)}
        try:
            changes = change_reminders(days=days, **sent)
        except Stale as stale:
            tell_stale(form, stale)
        else:
            messages.success(request, f"已改:{'、'.join(changes)}。" if changes else "没有改动。")
            return redirect("assessment:quotas")
    return render(request, "assessment/office_reminders.html", {"form": form})
