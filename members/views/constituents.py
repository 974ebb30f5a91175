"""The office's pages of constituents."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of, needs
from common.requests import download, form_page
from members import queries, rules, services
from members.forms import FindForm, KeeperForm, PeopleFilters, PersonForm, ReasonForm, initial_of_person
from members.models import Constituent, Tie
from members.models.constituents import ConstituentQuerySet
from members.requests import corrected, end_tie
from members.resources import write_people

PER_PAGE = 50
SEE, EDIT, REVEAL = "members.see_people", "members.edit_people", "members.reveal_people"
FIND, EXPORT = "members.find_people", "members.export_people"


def _one(request: HttpRequest, pk: int) -> Constituent:
    seen = Constituent.objects.visible_to(request.user).select_related("village__area", "notice", "made_by")
    return get_object_or_404(seen, pk=pk)


def _found(request: HttpRequest) -> tuple[PeopleFilters, ConstituentQuerySet]:
    filters = PeopleFilters(request.GET)
    return filters, queries.people(request.user, filters.chosen(), timezone.localdate())


@needs(SEE)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    filters, found = _found(request)
    context = {
        "filters": filters,
        "filtered": bool(request.GET.dict().keys() - {"page"}),
        "page": Paginator(queries.with_keepers(found), PER_PAGE).get_page(request.GET.get("page")),
        "due": queries.due_people(request.user, timezone.localdate()).count(),
        "may_find": rules.can_find_people(request.user),
        "may_export": rules.can_export_people(request.user),
    }
    return render(request, "members/office_people.html", context)


@needs(SEE)
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, _one(request, pk))


def _shown(request: HttpRequest, shown: Constituent, **more: object) -> HttpResponse:
    may_edit = rules.can_edit_people(request.user) and not shown.anonymised_at
    context = {
        "person": shown,
        "ties": shown.ties.select_related("member", "user").order_by("-since", "-pk"),
        "representations": shown.representations.select_related("village__area").order_by("-since", "-pk"),
        "in_pool": shown.representations.open().exists(),
        "story": queries.story_of_constituent(shown),
        "may_edit": may_edit,
        "may_reveal": rules.can_reveal_people(request.user),
        "keeper": KeeperForm() if may_edit else None,
        **more,
    }
    return render(request, "members/office_person.html", context)


@needs(SEE, REVEAL)
@require_POST
def phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one full number, once, with a row in the trail."""
    shown = _one(request, pk)
    number = services.reveal_constituent_phone(
        constituent=shown, by=request.user, now=timezone.now(), address=address_of(request)
    )
    return _shown(request, shown, phone=number)


@needs(SEE, FIND)
@form_page
def find(request: HttpRequest) -> HttpResponse:
    """By a whole number, which stands in no address."""
    form = FindForm(request.POST if request.method == "POST" else None)
    missed = False
    if request.method == "POST" and form.is_valid():
        found = services.find_by_phone(
            number=form.cleaned_data["number"], by=request.user, now=timezone.now(), address=address_of(request)
        )
        if found:
            return redirect("members:person", found.pk)
        missed = True
    return render(request, "members/office_people_find.html", {"form": form, "missed": missed})


@needs(SEE, EXPORT)
@form_page
def export(request: HttpRequest) -> HttpResponse:
    """The filtered list as a workbook, numbers masked, with a reason."""
    found = _found(request)[1]
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        services.record_people_export(
            count=found.count(),
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=now,
            address=address_of(request),
        )
        stamp = f"{timezone.localtime(now):%Y%m%d%H%M}"
        return download(write_people, f"联系群众名单_{stamp}.xlsx", found=found, made_by=request.user.name, now=now)
    return render(request, "members/office_people_export.html", {"form": form, "count": found.count()})


@needs(SEE, EDIT)
@form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _one(request, pk)
    if shown.anonymised_at and request.method != "POST":
        raise Http404
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        initial=initial_of_person(shown),
        known_phone=shown.phone,
    )
    if request.method == "POST" and form.is_valid() and corrected(request, form, shown):
        return redirect("members:person", pk)
    context = {"form": form, "person": shown, "back": reverse("members:person", args=[pk])}
    return render(request, "members/office_person_form.html", context)


@needs(SEE, EDIT)
@form_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _one(request, pk)
    if request.method == "POST":
        services.withdraw_consent(constituent=shown, by=request.user, now=timezone.now(), address=address_of(request))
        messages.success(request, "姓名和电话已经清除。")
        return redirect("members:person", pk)
    context = {"person": shown, "back": reverse("members:person", args=[pk])}
    return render(request, "members/office_person_withdraw.html", context)


@needs(SEE, EDIT)
@require_POST
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Another member keeps contact from today."""
    shown = _one(request, pk)
    form = KeeperForm(request.POST)
    if form.is_valid():
        member = form.cleaned_data["member"]
        try:
            services.tie(
                source=member, target=shown, kind=form.cleaned_data["kind"],
                by=request.user, now=timezone.now(), address=address_of(request),
            )  # fmt: skip
        except services.TieRefused as error:
            form.add_error("member", str(error))
        else:
            messages.success(request, f"已登记由{member}联系。")
            return redirect("members:person", pk)
    return _shown(request, shown, keeper=form)


@needs(SEE, EDIT)
@require_POST
def untie(request: HttpRequest, pk: int, tie: int) -> HttpResponse:
    held = get_object_or_404(Tie.objects.with_ends().filter(constituent=_one(request, pk)), pk=tie)
    end_tie(request, held, f"已结束{held.member or held.user}的联系。")
    return redirect("members:person", pk)
