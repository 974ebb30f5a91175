"""What lets a visit be written without a connection: the service worker, and the pages it shows instead of others."""

import hashlib
import json
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from studios.models.visits import Author
from studios.requests import log_page

FILES = (
    "css/tokens.css",
    "css/base.css",
    "css/my.css",
    "css/print.css",
    "js/liaison.js",
    "js/outbox.js",
    "js/visits.js",
    "img/icon.svg",
)


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the member's door. Its scope is its own folder; it changes when a file it keeps does."""
    code = Path(finders.find("js/sw.js")).read_text(encoding="utf-8")
    files = [static(file) for file in FILES]
    version = hashlib.sha256("\n".join([*files, code]).encode()).hexdigest()[:12]
    said = f"var VERSION = {json.dumps(version)};\nvar FILES = {json.dumps([*files, reverse('studios:offline')])};\n"
    return HttpResponse(
        said + code, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """Holds nobody's data: it is kept on the phone."""
    return render(request, "studios/offline.html")


@log_page
@require_safe
def outbox(request: HttpRequest, author: Author) -> HttpResponse:
    """What is kept on the phone and what was sent from it, which only the phone knows; and a token for sending it."""
    return render(request, "studios/outbox.html", {"kept": "kept" in request.GET})
