"""The office's pages of the pool of representatives (群众代表库)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import address_of, needs
from common.forms import has_seen
from common.requests import download, form_page
from members import queries, rules, services
from members.forms import EndForm, PoolFilters, ReasonForm, RepresentativeForm
from members.models import Constituent, Representative
from members.models.representatives import RepresentativeQuerySet
from members.resources import write_representatives

PER_PAGE = 50
SEE, EDIT, EXPORT = "members.see_people", "members.edit_people", "members.export_people"


def _found(request: HttpRequest) -> tuple[PoolFilters, RepresentativeQuerySet]:
    filters = PoolFilters(request.GET)
    return filters, queries.representatives(request.user, filters.chosen())


def _one(request: HttpRequest, pk: int) -> Representative:
    seen = Representative.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("constituent__village__area", "village__area", "made_by"), pk=pk)


@needs(SEE)
@require_safe
def pool(request: HttpRequest) -> HttpResponse:
    filters, found = _found(request)
    context = {
        "filters": filters,
        "filtered": bool(request.GET.dict().keys() - {"page"}),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "may_edit": rules.can_edit_people(request.user),
        "may_export": rules.can_export_people(request.user),
    }
    return render(request, "members/office_pool.html", context)


@needs(SEE, EDIT)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Somebody written down already, by a part of the name, to come into the pool."""
    name = request.GET.get("q", "").strip()
    found = queries.candidates(request.user, name) if name else None
    return render(request, "members/office_pool_find.html", {"q": name, "found": found})


@needs(SEE, EDIT)
@form_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A constituent comes into the pool."""
    known = Constituent.objects.visible_to(request.user).known().select_related("village__area")
    person = get_object_or_404(known, pk=pk)
    form = RepresentativeForm(request.POST if request.method == "POST" else None, village=person.village)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_representative(
                constituent=person,
                entry=form.entry(),
                since=form.cleaned_data["since"],
                by=request.user,
                now=timezone.now(),
            )
        except services.RepresentativeRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"{person.name}已列入群众代表库。")
            return redirect("members:pool")
    return render(request, "members/office_pool_form.html", {"form": form, "person": person})


@needs(SEE)
@form_page
def representative(request: HttpRequest, pk: int) -> HttpResponse:
    """One of the pool; a form to put it right for who may."""
    shown = _one(request, pk)
    may_edit = rules.can_edit_people(request.user) and not shown.until
    if request.method == "POST" and not may_edit:
        raise Http404
    form = RepresentativeForm(request.POST if request.method == "POST" else None, known=shown)
    if request.method == "POST" and form.is_valid():
        try:
            changed = services.correct_representative(
                representative=shown,
                entry=form.entry(),
                since=form.cleaned_data["since"],
                revision=form.cleaned_data["revision"] or 0,
                by=request.user,
                now=timezone.now(),
                address=address_of(request),
            )
        except services.RepresentativeRefused as why:
            form.add_error(None, str(why))
            has_seen(form, revision=shown.revision)
        else:
            messages.success(request, f"已保存:{'、'.join(changed)}。" if changed else "没有改动。")
            return redirect("members:representative", pk)
    context = {"shown": shown, "person": shown.constituent, "form": form if may_edit else None}
    return render(request, "members/office_representative.html", context)


@needs(SEE, EDIT)
@form_page
def end(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _one(request, pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_representative(
                representative=shown,
                why=form.cleaned_data["why"],
                by=request.user,
                now=timezone.now(),
                address=address_of(request),
            )
        except services.RepresentativeRefused as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, "已登记出库,原来的记录还在“已出库”里。")
            return redirect("members:pool")
    context = {"shown": shown, "person": shown.constituent, "form": form}
    return render(request, "members/office_representative_end.html", context)


@needs(SEE, EXPORT)
@form_page
def export(request: HttpRequest) -> HttpResponse:
    """The filtered pool as a workbook, numbers masked, with a reason."""
    found = _found(request)[1]
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        services.record_representatives_export(
            count=found.count(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=now,
            address=address_of(request),
        )
        stamp = f"{timezone.localtime(now):%Y%m%d%H%M}"
        return download(
            write_representatives, f"群众代表名单_{stamp}.xlsx", found=found, made_by=request.user.name, now=now
        )
    return render(request, "members/office_pool_export.html", {"form": form, "count": found.count()})
