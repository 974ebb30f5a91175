"""The probes, and the page on which the office sees its jobs."""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import needs
from liaison.health import faults_of_process, faults_of_service
from liaison.queries import failed_since, history, job_board
from liaison.rules import SEE_JOBS

A_PAGE = 30
A_DAY = dt.timedelta(days=1)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Does the process answer, and the database."""
    return _told(faults_of_process())


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Can the work be done: database, migrations, engine."""
    return _told(faults_of_service(timezone.now()))


def _told(faults: list[str]) -> HttpResponse:
    text = "\n".join(faults or ["正常"]) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=503 if faults else 200)


@needs(SEE_JOBS)
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "board": job_board(now),
        "failed": failed_since(now - A_DAY)[:A_PAGE],
        "page": Paginator(history(), A_PAGE).get_page(request.GET.get("page")),
        "now": now,
    }
    return render(request, "liaison/office_jobs.html", context)
