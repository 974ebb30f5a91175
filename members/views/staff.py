"""Staff who keep contact themselves (每个政协工作者都开展三联): their own constituents, village and members."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of, needs
from common.requests import form_page
from members import queries, services
from members.forms import NewPersonForm, PersonForm, TieForm, initial_of_person
from members.models import ConsentNotice, Constituent, Tie
from members.requests import corrected, end_tie, tied, was_mine

KEEP = "members.keep_ties"


def _own(request: HttpRequest, pk: int) -> Constituent:
    """A constituent the user keeps contact with, or 404."""
    return get_object_or_404(queries.my_people(request.user).select_related("village__area", "notice"), pk=pk)


@needs(KEEP)
@form_page
def ties(request: HttpRequest) -> HttpResponse:
    """All of one's own; a form for a village or a member."""
    form = TieForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        source = queries.member_of(request.user) or request.user
        if tied(request, form, source, timezone.now()):
            return redirect("members:staff_ties")
    context = {"form": form, "people": queries.my_people(request.user), "ties": queries.own_ties(request.user)}
    return render(request, "members/staff_ties.html", context)


@needs(KEEP)
@form_page
def end(request: HttpRequest, tie: int) -> HttpResponse:
    """End one of one's own, after asking."""
    ties = Tie.objects.held_by(request.user).with_ends()
    held = get_object_or_404(ties if request.method == "POST" else ties.open(), pk=tie)
    if request.method == "POST":
        end_tie(request, held, "已结束这一项联系。")
        return redirect("members:staff_ties")
    return render(request, "members/staff_end.html", {"tie": held})


@needs(KEEP)
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Another constituent, told and agreed, as members do it."""
    now = timezone.now()
    form = NewPersonForm(
        request.POST if request.method == "POST" else None, initial={"consented_on": timezone.localdate(now)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_constituent(
                entry=form.entry(),
                member=queries.member_of(request.user) or request.user,
                kind=form.cleaned_data["kind"],
                by=request.user,
                now=now,
                address=address_of(request),
            )
        except services.PhoneKnown as error:
            form.add_error("phone", str(error))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"已登记{made.name}。")
            return redirect("members:staff_ties")
    notice = ConsentNotice.objects.in_force(timezone.localdate(now))
    return render(request, "members/staff_person_new.html", {"form": form, "notice": notice})


@needs(KEEP)
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, _own(request, pk))


def _shown(request: HttpRequest, shown: Constituent, **more: object) -> HttpResponse:
    return render(request, "members/staff_person.html", {"person": shown, **more})


@needs(KEEP)
@require_POST
def phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one full number, once, with a row in the trail."""
    shown = _own(request, pk)
    number = services.reveal_constituent_phone(
        constituent=shown, by=request.user, now=timezone.now(), address=address_of(request)
    )
    return _shown(request, shown, phone=number)


@needs(KEEP)
@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    if was_mine(request, pk):
        return redirect("members:staff_ties")
    try:
        seen = services.record_contact(constituent=_own(request, pk), by=request.user, now=timezone.now())
    except services.Nameless as error:
        messages.error(request, str(error))
        return redirect("members:staff_ties")
    messages.success(request, f"已记下今天联系过{seen.name}。")
    return redirect("members:staff_person", pk)


@needs(KEEP)
@form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    if was_mine(request, pk):
        return redirect("members:staff_ties")
    shown = _own(request, pk)
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        initial=initial_of_person(shown),
        known_phone=shown.phone,
    )
    if request.method == "POST" and form.is_valid() and corrected(request, form, shown):
        return redirect("members:staff_person", pk)
    context = {"form": form, "person": shown, "back": reverse("members:staff_person", args=[pk])}
    return render(request, "members/office_person_form.html", context)


@needs(KEEP)
@form_page
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget the constituent, who takes the consent back, after asking."""
    if was_mine(request, pk):
        return redirect("members:staff_ties")
    shown = _own(request, pk)
    if request.method == "POST":
        services.withdraw_consent(constituent=shown, by=request.user, now=timezone.now(), address=address_of(request))
        messages.success(request, "姓名和电话已经清除。")
        return redirect("members:staff_ties")
    context = {"person": shown, "back": reverse("members:staff_person", args=[pk])}
    return render(request, "members/office_person_withdraw.html", context)
