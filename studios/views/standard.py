"""The standard: a studio's own people fill it in on their phones, the office sees one studio, and all at once."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of, file_answer, needs
from common.forms import has_seen
from common.requests import download
from studios import queries, rules
from studios.forms import EvidenceForm
from studios.models import StandardItem, Studio
from studios.requests import may_with_studios, studio_page
from studios.resources import export_standard, standard_name
from studios.services import EvidenceRefused, EvidenceStale, fill_evidence
from studios.views.book import EDIT, studio_of
from studios.views.office import SEE


@studio_page
@require_safe
def mine(request: HttpRequest, studios: list[Studio]) -> HttpResponse:
    return render(request, "studios/my_standard.html", {"standards": queries.standards_of(studios)})


@studio_page
def mine_fill(request: HttpRequest, studios: list[Studio], pk: int, item: int) -> HttpResponse:
    studio = next((one for one in studios if one.pk == pk), None)
    if studio is None:
        raise Http404
    return _fill(request, studio, item, page="studios/my_evidence.html", back="studios:my_standard")


@needs(SEE)
@require_safe
def matrix(request: HttpRequest) -> HttpResponse:
    """Every studio beside every line."""
    rooms = Studio.objects.visible_to(request.user).standing().order_by("number")
    standards = queries.standards_of(rooms)
    context = {
        "standards": standards,
        "labels": queries.labels_of(queries.asked_items()),
        "whole": sum(one.met == one.total for one in standards),
        "untouched": sum(one.blank == one.total for one in standards),
        **may_with_studios(request.user),
    }
    return render(request, "studios/office_standards.html", context)


@needs(SEE, "studios.export_studios", act="导出建设标准")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    return download(export_standard, standard_name(now), user=request.user, now=now, address=address_of(request))


@needs(SEE)
@require_safe
def studio(request: HttpRequest, pk: int) -> HttpResponse:
    shown = studio_of(request, pk)
    context = {
        "studio": shown,
        "standard": queries.standards_of([shown], files=True)[0],
        "may_edit": rules.can_edit_studios(request.user) and not shown.closed_on,
    }
    return render(request, "studios/office_standard.html", context)


@needs(SEE, EDIT, act="填写建设标准")
def fill(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    return _fill(
        request, studio_of(request, pk), item, page="studios/office_evidence.html", back="studios:office_standard"
    )


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """For the office, and for who runs the studio: a download, or with ``?inline`` a picture within a page."""
    found = queries.file_for(request.user, pk)
    if found is None:
        raise Http404
    return file_answer(found.file, inline="inline" in request.GET)


def _fill(request: HttpRequest, studio: Studio, item: int, *, page: str, back: str) -> HttpResponse:
    line = get_object_or_404(StandardItem.objects.asked(), pk=item)
    evidence = queries.evidence_of(studio, line)
    posted = request.POST if request.method == "POST" else None
    form = EvidenceForm(posted, request.FILES or None, evidence=evidence)
    stored = None
    if request.method == "POST" and form.is_valid():
        try:
            fill_evidence(studio=studio, item=line, **form.said(), by=request.user, now=timezone.now())
        except EvidenceRefused as error:
            form.add_error(None, str(error))
            if isinstance(error, EvidenceStale):
                stored = error.stored
                has_seen(form, revision=stored.revision)
        else:
            messages.success(request, f"已保存“{line.name}”。")
            return redirect(back, studio.pk) if back != "studios:my_standard" else redirect(back)
    context = {"form": form, "studio": studio, "item": line, "evidence": evidence, "stored": stored}
    return render(request, page, context)
