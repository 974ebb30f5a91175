"""The constituents whom a member keeps contact with, on the phone."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of
from common.requests import form_page
from members import queries, services
from members.forms import NewPersonForm, PersonForm, initial_of_person
from members.models import ConsentNotice, Constituent, Member, Tie
from members.requests import corrected, end_tie, member_page, was_mine

PER_PAGE = 50


def _own(request: HttpRequest, pk: int) -> Constituent:
    """A constituent the user keeps contact with, or 404."""
    return get_object_or_404(queries.my_people(request.user).select_related("village__area", "notice"), pk=pk)


def _own_tie(request: HttpRequest, person: Constituent) -> Tie:
    tie = Tie.objects.open().held_by(request.user).filter(constituent=person).order_by("pk").first()
    if tie is None:
        raise Http404
    return tie


@member_page
@require_safe
def people(request: HttpRequest, member: Member) -> HttpResponse:
    page = Paginator(queries.my_people(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/my_people.html", {"page": page})


@member_page
@require_safe
def person(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    return _shown(request, _own(request, pk))


def _shown(request: HttpRequest, shown: Constituent, **more: str) -> HttpResponse:
    context = {"person": shown, "tie": _own_tie(request, shown), **more}
    return render(request, "members/my_person.html", context)


@member_page
@require_POST
def phone(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Show one full number, once, with a row in the trail."""
    shown = _own(request, pk)
    number = services.reveal_constituent_phone(
        constituent=shown, by=request.user, now=timezone.now(), address=address_of(request)
    )
    return _shown(request, shown, phone=number)


@member_page
@require_POST
def contact(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    if was_mine(request, pk):
        return redirect("members:my_people")
    try:
        seen = services.record_contact(constituent=_own(request, pk), by=request.user, now=timezone.now())
    except services.Nameless as error:
        messages.error(request, str(error))
        return redirect("members:my_people")
    messages.success(request, f"已记下今天联系过{seen.name}。谈到的问题请用“记一笔”写下来。")
    return redirect("members:my_person", pk)


@member_page
@form_page
def new(request: HttpRequest, member: Member) -> HttpResponse:
    area = queries.area_of(member)
    notice = ConsentNotice.objects.in_force(timezone.localdate())
    start = {"consented_on": timezone.localdate()}
    if request.GET.get("kind") in Tie.Kind.values:
        start["kind"] = request.GET["kind"]
    form = NewPersonForm(request.POST if request.method == "POST" else None, initial=start, area=area)
    known = None
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_constituent(
                entry=form.entry(),
                member=member,
                kind=form.cleaned_data["kind"],
                by=request.user,
                now=timezone.now(),
                address=address_of(request),
            )
        except services.PhoneKnown as error:
            known = error.known
            form.add_error("phone", str(error))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"已登记{made.name}。")
            return redirect("members:my_person", made.pk)
    return render(request, "members/my_person_form.html", {"form": form, "notice": notice, "known": known})


@member_page
@form_page
def edit(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    if was_mine(request, pk):
        return redirect("members:my_people")
    shown = _own(request, pk)
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        initial=initial_of_person(shown),
        known_phone=shown.phone,
        area=queries.area_of(member),
    )
    if request.method == "POST" and form.is_valid() and corrected(request, form, shown):
        return redirect("members:my_person", pk)
    return render(request, "members/my_person_form.html", {"form": form, "person": shown})


@member_page
@form_page
def end(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Stop keeping contact, after asking."""
    if was_mine(request, pk):
        return redirect("members:my_people")
    shown = _own(request, pk)
    if request.method == "POST":
        end_tie(request, _own_tie(request, shown), f"已结束与{shown.name}的联系。")
        return redirect("members:my_people")
    return render(request, "members/my_person_end.html", {"person": shown})


@member_page
@form_page
def withdraw(request: HttpRequest, member: Member, pk: int) -> HttpResponse:
    """Forget the constituent, who takes the consent back, after asking."""
    if was_mine(request, pk):
        return redirect("members:my_people")
    shown = _own(request, pk)
    if request.method == "POST":
        services.withdraw_consent(constituent=shown, by=request.user, now=timezone.now(), address=address_of(request))
        messages.success(request, "姓名和电话已经清除。")
        return redirect("members:my_people")
    return render(request, "members/my_person_withdraw.html", {"person": shown})
