"""The month's workbook: asked for, watched while it is made, downloaded."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of, file_answer, needs
from assessment.models import MonthlySheet
from assessment.queries import last_sheets
from assessment.rules import SEE_MONTHS
from assessment.services import ask_sheet, record_download
from assessment.states import OPEN, READY
from assessment.views.telling import around, month_or_404

PATIENCE = dt.timedelta(minutes=2)  # a request that waits longer: nobody seems to run the jobs


@needs(SEE_MONTHS)
@require_POST
def ask(request: HttpRequest, month: str) -> HttpResponse:
    """Ask for the workbook and go to the page that shows it being made."""
    now = timezone.now()
    asked = ask_sheet(month=month_or_404(month, timezone.localdate(now)), by=request.user, now=now)
    return redirect("assessment:sheet", month, asked.pk)


@needs(SEE_MONTHS)
@require_safe
def sheet(request: HttpRequest, month: str, pk: int) -> HttpResponse:
    now = timezone.now()
    first = month_or_404(month, timezone.localdate(now))
    shown = _sheet(request, first, pk)
    context = {
        "sheet": shown,
        "under_way": shown.state in OPEN,
        "forgotten": shown.state in OPEN and not shown.total and shown.asked_at < now - PATIENCE,
        "others": last_sheets(request.user, first, but=shown),
        **around(first, timezone.localdate(now)),
    }
    return render(request, "assessment/office_sheet.html", context)


@needs(SEE_MONTHS, act="下载月度汇总表")
@require_POST
def download(request: HttpRequest, month: str, pk: int) -> HttpResponse:
    """The made workbook; each time leaves a row in the trail."""
    now = timezone.now()
    first = month_or_404(month, timezone.localdate(now))
    ready = _sheet(request, first, pk)
    if ready.state != READY:
        return redirect("assessment:sheet", month, pk)
    record_download(sheet=ready, by=request.user, now=now, address=address_of(request))
    return file_answer(ready.file)


def _sheet(request: HttpRequest, month: dt.date, pk: int) -> MonthlySheet:
    sheets = MonthlySheet.objects.visible_to(request.user).of_month(month).select_related("file", "asked_by")
    return get_object_or_404(sheets, pk=pk)
