"""A member's own visits, on the phone."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from common.dates import month_start
from deadlines.models import Period
from members.models import Member
from members.requests import member_page
from studios import queries, rules, services, states
from studios.forms import VisitForm, WithdrawForm, initial_of, initial_of_new, matter_forms
from studios.models import VisitLog
from studios.requests import form_name, month_asked, repeats_in

form_page = require_http_methods(["GET", "HEAD", "POST"])


@member_page
@require_safe
def visits(request: HttpRequest, member: Member) -> HttpResponse:
    own = VisitLog.objects.of_user(request.user)
    today = timezone.localdate()
    month = month_asked(request, today)
    submitted = own.submitted().in_month(month)
    context = {
        "month": month,
        "months": queries.months_with_visits(own.submitted(), and_also=month_start(today)),
        "drafts": own.drafts().with_details().newest_first(),
        "visits": submitted.with_details().newest_first(),
        "counts": queries.counts_of(submitted),
        "ever": own.submitted().exists(),
    }
    return render(request, "studios/my_visits.html", context)


@member_page
@require_safe
def visit(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    shown = _own(request, pk)
    closed = Period.objects.closed(shown.occurred_on)
    context = {
        "visit": shown,
        "story": queries.story_of(shown),
        "closed": closed,
        "may_edit": rules.can_edit(request.user, shown, closed=closed),
        "may_withdraw": rules.can_withdraw(request.user, shown, closed=closed),
        "may_discard": rules.can_discard(request.user, shown),
        **repeats_in(request, shown),
    }
    return render(request, "studios/my_visit.html", context)


@member_page
@form_page
def new(request: HttpRequest, member: Member) -> HttpResponse:
    """An empty form, named in its address: gone back to after it was sent, it is the same form and not another one."""
    now = timezone.now()
    today = timezone.localdate(now)
    if request.method == "POST":
        form = VisitForm(request.POST, member=member, today=today)
        return _written(request, form, matter_forms(request.POST, []), None, member, now)
    name = form_name(request)
    if name is None:
        return redirect(f"{request.path}?form={uuid.uuid4()}")
    sent = queries.sent_as(member, name)
    if sent is None:
        form = VisitForm(member=member, today=today, initial=initial_of_new(member, today) | {"client_id": name})
        return render(request, "studios/my_form.html", {"form": form, "matters": matter_forms(None, [])})
    if sent.state != states.FILED:
        return redirect("studios:visit_edit" if sent.state == states.DRAFT else "studios:visit", sent.pk)
    again = initial_of(sent) | {"client_id": name}
    form = VisitForm(member=member, today=today, now_in=sent.studio_id, initial=again)
    matters = matter_forms(None, list(sent.matters.all()))
    return render(request, "studios/my_form.html", {"form": form, "matters": matters, "sent": sent})


@member_page
@form_page
def edit(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    now = timezone.now()
    held = _own(request, pk)
    if request.method != "POST" and not rules.can_edit(
        request.user, held, closed=Period.objects.closed(held.occurred_on)
    ):
        messages.error(request, _why_not(held))
        return redirect("studios:visit", pk)
    form = VisitForm(
        request.POST or None,
        member=member,
        today=timezone.localdate(now),
        now_in=held.studio_id,
        initial=initial_of(held),
    )
    return _written(request, form, matter_forms(request.POST or None, list(held.matters.all())), held, member, now)


@member_page
@form_page
def withdraw(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    held = _own(request, pk)
    form = WithdrawForm(request.POST or None)
    if not rules.can_withdraw(request.user, held, closed=Period.objects.closed(held.occurred_on)):
        messages.error(request, _why_not(held))
        return redirect("studios:visit", pk)
    if request.method == "POST" and form.is_valid():
        try:
            services.withdraw(visit=held, why=form.cleaned_data["why"], by=request.user, now=timezone.now())
            messages.success(request, "已撤回,不再计入次数和人次。记录还在这里可以查看。")
        except (services.VisitRefused, states.NotAllowed) as why:
            messages.error(request, str(why))
        return redirect("studios:visit", pk)
    return render(request, "studios/my_withdraw.html", {"visit": held, "form": form})


@member_page
@form_page
def discard(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    held = _own(request, pk)
    if not rules.can_discard(request.user, held):
        messages.error(request, _why_not(held))
        return redirect("studios:visit", pk)
    if request.method == "POST":
        try:
            services.discard(visit=held)
            messages.success(request, "草稿已删除。")
        except states.NotAllowed as why:
            messages.error(request, str(why))
        return redirect("studios:visits")
    return render(request, "studios/my_discard.html", {"visit": held})


def _own(request: HttpRequest, pk: int) -> VisitLog:
    return get_object_or_404(VisitLog.objects.of_user(request.user).with_details(), pk=pk)


def _why_not(visit: VisitLog) -> str:
    if visit.state == states.FILED:
        return f"{visit.occurred_on.month}月已经结账,这条记录不能再更正或撤回。有出入请告诉办公室。"
    return f"这条记录{visit.get_state_display()},不能这样做。"


def _written(
    request: HttpRequest, form: VisitForm, matters: Any, held: VisitLog | None, member: Member, now: dt.datetime
) -> HttpResponse:
    """The form's page; or, when it was sent and is in order, the visit as written."""
    context: dict[str, Any] = {"form": form, "matters": matters, "visit": held}
    if request.method == "POST" and form.is_valid() & matters.is_valid():
        try:
            saved = _save(request, form, matters, held, member, now)
        except services.Stale as stale:
            form.add_error(None, str(stale))
            context |= {"stored": stale.stored, "visit": stale.stored}
            if stale.stored:  # pressed again, the form has seen what is stored now
                form.data = form.data.copy()
                form.data["revision"] = stale.stored.revision
        except (services.MonthClosed, services.WrongDay) as why:
            form.add_error("occurred_on", str(why))
        except (services.VisitRefused, states.NotAllowed) as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _what_happened(saved, corrected=bool(held) and held.state == states.FILED))
            return redirect("studios:visit", saved.pk)
    return render(request, "studios/my_form.html", context)


def _save(
    request: HttpRequest, form: VisitForm, matters: Any, held: VisitLog | None, member: Member, now: dt.datetime
) -> VisitLog:
    entry = form.entry(matters.entries())
    sent = {"entry": entry, "by": request.user, "now": now}
    if held is None:
        sent |= {"member": member, "client_id": form.cleaned_data["client_id"]}
    else:
        sent |= {"visit": held, "revision": form.cleaned_data["revision"]}
    if held is not None and held.state != states.DRAFT:
        return services.correct(**sent)
    if request.POST.get("act") == "draft":
        return services.save_draft(**sent)
    return services.file(**sent)


def _what_happened(visit: VisitLog, *, corrected: bool) -> str:
    month = f"{visit.occurred_on.month}月"
    if visit.state == states.DRAFT:
        return "已存为草稿,只有您自己看得到。写完请按“提交”。"
    if corrected:
        return f"已更正。{month}结账前都可以再改。"
    return f"已提交。{month}结账前都可以更正。"
