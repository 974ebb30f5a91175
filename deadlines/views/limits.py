"""Limits: read by all of the office, changed by who answers for them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import address_of, needs, record_refusal
from common.requests import form_page
from deadlines import queries, rules, services
from deadlines.forms import LimitForm
from deadlines.requests import attempt


@needs(rules.SEE)
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    context = {
        "limits": queries.limits_with_coming(timezone.localdate()),
        "may_set": rules.can_set_limits(request.user),
    }
    return render(request, "deadlines/office_limits.html", context)


@needs(rules.SEE)
@form_page
def limit(request: HttpRequest, code: str) -> HttpResponse:
    """One limit with what it was before; a form for who may change it."""
    now = timezone.now()
    today, rows, may_set = timezone.localdate(now), queries.limit_rows(code), rules.can_set_limits(request.user)
    if request.method == "POST" and not may_set:
        record_refusal(request, "修改时限")
        raise Http404
    if not rows:
        raise Http404
    newest = rows[0]
    form = LimitForm(request.POST if request.method == "POST" else None, limit=newest, today=today)
    if request.method == "POST" and form.is_valid():
        seen = next((row for row in rows if str(row.pk) == request.POST.get("seen")), newest)
        done = attempt(
            request,
            lambda: services.change_limit(
                seen=seen,
                values=form.values(),
                effective_from=form.cleaned_data["effective_from"],
                by=request.user,
                now=now,
                address=address_of(request),
            ),
            "已改。以前开办的仍按原来的时限。",
        )
        if done:
            return redirect("deadlines:limits")
    context = {"limit": newest, "rows": rows, "form": form if may_set else None, "today": today}
    return render(request, "deadlines/office_limit.html", context)
