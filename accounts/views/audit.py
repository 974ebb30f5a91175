"""The auditor's pages: the trail, one event, the state of the chain, the export."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import queries
from accounts.forms import AuditExportForm, AuditFilters
from accounts.models import AuditEvent
from accounts.models.audit import AuditQuerySet
from accounts.requests import address_of, needs
from accounts.resources import MOST_ROWS, export_trail, trail_name
from accounts.rules import READ_AUDIT
from common.requests import download, form_page


@needs(READ_AUDIT)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    filters, chosen, found = _found(request)
    context = {
        "filters": filters,
        "filtered": any(chosen.values()),
        "page": queries.trail_page(
            found, older_than=_place(request, "older_than"), newer_than=_place(request, "newer_than")
        ),
        "state": queries.chain_state(timezone.now()),
    }
    return render(request, "accounts/audit_list.html", context)


@needs(READ_AUDIT)
@require_safe
def event(request: HttpRequest, pk: int) -> HttpResponse:
    shown = get_object_or_404(AuditEvent.objects.readable_by(request.user).select_related("seal"), pk=pk)
    context = {
        "event": shown,
        "seal": getattr(shown, "seal", None),
        "details": queries.detail_in_words(shown),
    }
    return render(request, "accounts/audit_event.html", context)


@needs(READ_AUDIT)
@require_safe
def chain(request: HttpRequest) -> HttpResponse:
    context = {"state": queries.chain_state(timezone.now()), "checkpoints": queries.checkpoints()}
    return render(request, "accounts/audit_chain.html", context)


@needs(READ_AUDIT, act="导出审计记录")
@form_page
def export(request: HttpRequest) -> HttpResponse:
    found = _found(request)[2]
    count = found[: MOST_ROWS + 1].count()
    form = AuditExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and 0 < count <= MOST_ROWS:
        now = timezone.now()
        reason = form.cleaned_data["reason"]
        return download(
            export_trail,
            trail_name(now),
            trail=found,
            reason=reason,
            by=request.user,
            now=now,
            address=address_of(request),
        )
    context = {"form": form, "count": count, "most": MOST_ROWS}
    return render(request, "accounts/audit_export.html", context)


def _found(request: HttpRequest) -> tuple[AuditFilters, dict[str, Any], AuditQuerySet]:
    """The filters of the address, what they say, and the rows they leave."""
    filters = AuditFilters(request.GET)
    chosen = filters.chosen()
    return filters, chosen, queries.audit_trail(request.user, chosen)


def _place(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
