"""What the doors share of checking and returning visits."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.requests import safe_next
from common.forms import has_seen
from studios import services, states
from studios.forms import CheckForm, ReturnForm
from studios.models import VisitLog
from studios.models.visits import VisitQuerySet


def checked(request: HttpRequest, among: VisitQuerySet, *, default: str) -> HttpResponse:
    """Check what was ticked ``among`` the visits this user reads; told is how many, and which not and why."""
    seen = CheckForm(request.POST).seen
    if not seen:
        messages.error(request, "还没有选中记录。请先勾选要核实的,再按“核实选中的”。")
        return redirect(safe_next(request, default=default))
    visits = list(among.filter(pk__in=seen))
    result = services.check(visits=visits, seen=seen, by=request.user, now=timezone.now())
    if result.done:
        messages.success(request, f"已核实 {result.done} 条,计入履职记录。")
    if result.refused:
        messages.warning(request, f"有 {len(result.refused)} 条没有核实。{';'.join(result.refused)}。")
    return redirect(safe_next(request, default=default))


def returned(
    request: HttpRequest, visit: VisitLog, template: str, *, page: str, may: bool, **more: Any
) -> HttpResponse:
    """Ask why, then return the visit. ``page``: the record's address, where it leads after; ``may``: by the rules."""
    form = ReturnForm(request.POST or None, initial={"revision": visit.revision})
    if request.method == "POST" and form.is_valid():
        try:
            services.send_back(visit=visit, **form.cleaned_data, by=request.user, now=timezone.now())
        except (services.VisitRefused, states.NotAllowed) as why:
            form.add_error(None, str(why))
            if isinstance(why, services.Stale) and why.stored:
                has_seen(form, revision=why.stored.revision)
        else:
            messages.success(request, f"已退回,{visit.author.name}会看到原因,改好后再提交。")
            return redirect(page)
    elif request.method != "POST" and not may:
        messages.error(request, _why_not(visit))
        return redirect(page)
    return render(request, template, {"visit": visit, "form": form, "page": page, **more})


def _why_not(visit: VisitLog) -> str:
    if visit.state in states.STANDING:
        return "这条记录不能退回:是您自己的,或者所在月份已经结账。有疑问请告诉政协办公室。"
    return f"这条记录{visit.get_state_display()},不用退回。"
