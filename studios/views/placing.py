"""Who is in which studio: many members placed at once, an officer placed, a part changed, somebody's time ended."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.requests import needs
from members.models import Member, Term
from studios import queries
from studios.forms import EndForm, OfficerForm, PartForm, PlaceForm, PlacingFilters
from studios.models import Residency, Studio
from studios.requests import may_with_studios
from studios.services import Placed, PlacingRefused, change_part, end_residency, place, place_officer
from studios.views.book import EDIT, studio_of
from studios.views.office import SEE

PER_PAGE = 100  # a county has some two hundred members: few pages, and all boxes of one are sent together


@needs(SEE, EDIT, "members.see_all_members", act="编入委员")
def placing(request: HttpRequest) -> HttpResponse:
    """On the left who is to be placed, on the right the studios as they are; chosen, they go with one press."""
    now = timezone.now()
    filters = PlacingFilters(request.GET)
    chosen = filters.chosen()
    members = Member.objects.visible_to(request.user).in_term(Term.objects.current())
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        members=members,
        initial={"studio": chosen["studio"], "since": timezone.localdate(now)},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            done = place(
                members=list(data["members"]),
                studio=data["studio"],
                part=data["part"],
                since=data["since"],
                only_unplaced=chosen["who"] != "all",
                by=request.user,
                now=now,
            )
        except PlacingRefused as error:
            form.add_error(None, str(error))
        else:
            _tell(request, done, data["studio"])
            return redirect(request.get_full_path())
    rooms = list(queries.rooms_to_fill())
    found = queries.candidates(queries.seats_to_place(request.user, chosen), rooms, chosen["studio"])
    context = {
        "filters": filters,
        "filtered": any(value for name, value in chosen.items() if name != "studio"),
        "chosen": chosen["studio"],
        "everybody": chosen["who"] == "all",
        "form": form,
        "ticked": form.chosen(),
        "rooms": rooms,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        **may_with_studios(request.user),
    }
    return render(request, "studios/office_placing.html", context)


def _tell(request: HttpRequest, done: Placed, studio: Studio) -> None:
    """What became of them, in words; nothing is passed over in silence."""
    if done.new:
        names = "、".join(str(one.member) for one in done.new[:12])
        more = "等" if len(done.new) > 12 else ""
        messages.success(
            request, f"已把{names}{more}{len(done.new)}人编入{studio}。编错了的,在{studio}的人员名单里结束。"
        )
    for member, elsewhere in done.elsewhere:
        messages.warning(request, f"{member}刚由别人编入{elsewhere},没有再编。要编入两个室的,范围选“全部委员”。")
    if done.already:
        messages.info(request, f"{'、'.join(map(str, done.already))}已经在{studio},没有变动。")


@needs(SEE, EDIT, act="编入联络员")
def officer(request: HttpRequest, pk: int) -> HttpResponse:
    studio, now = studio_of(request, pk), timezone.now()
    form = OfficerForm(request.POST if request.method == "POST" else None, initial={"since": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = place_officer(
                user=data["who"], studio=studio, part=data["part"], since=data["since"], by=request.user, now=now
            )
        except PlacingRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"已把{made.user}编为{studio}的{made.get_part_display()}。")
            return redirect("studios:office_studio", pk)
    return render(request, "studios/office_residency.html", {"form": form, "studio": studio, "act": "officer"})


@needs(SEE, EDIT, act="调整驻室身份")
def part(request: HttpRequest, pk: int) -> HttpResponse:
    held, now = _residency(request, pk), timezone.now()
    form = PartForm(
        request.POST if request.method == "POST" else None,
        residency=held,
        initial={"on": timezone.localdate(now)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = change_part(residency=held, **form.cleaned_data, by=request.user, now=now)
        except PlacingRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{made.member or made.user}现在是{made.get_part_display()}。")
            return redirect("studios:office_studio", held.studio_id)
    context = {"form": form, "studio": held.studio, "held": held, "act": "part"}
    return render(request, "studios/office_residency.html", context)


@needs(SEE, EDIT, act="结束驻室")
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: the undoing of a placing, and what is done when somebody leaves."""
    held, now = _residency(request, pk), timezone.now()
    form = EndForm(request.POST if request.method == "POST" else None, initial={"on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        try:
            end_residency(residency=held, **form.cleaned_data, by=request.user, now=now)
        except PlacingRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{held.member or held.user}不再是{held.studio}的{held.get_part_display()}。")
            return redirect("studios:office_studio", held.studio_id)
    context = {"form": form, "studio": held.studio, "held": held, "act": "end"}
    return render(request, "studios/office_residency.html", context)


def _residency(request: HttpRequest, pk: int) -> Residency:
    """Of a studio that the user may read, ended or not: who pressed second is told so by the service."""
    seen = Residency.objects.of_studios_visible_to(request.user)
    return get_object_or_404(seen.select_related("studio", "member", "user"), pk=pk)
