"""The office's pages of members."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.requests import address_of, needs, record_refusal
from accounts.services import KeyRefused
from accounts.slips import slip_page
from common.forms import has_seen, tell_stale
from common.requests import download
from common.seen import Stale
from members import rules
from members.forms import ExportForm, MemberForm, RosterFilters, SeatChangeForm, SeatEndForm, initial_of
from members.models import Seat, Term
from members.queries import roster
from members.resources import write_roster
from members.services import (
    add_member,
    change_seat,
    correct_member,
    end_seat,
    let_in,
    record_contact_export,
    reveal_phone,
)
from members.services.people import SeatConflict

PER_PAGE = 50


def _seat(request: HttpRequest, pk: int) -> Seat:
    """The newest seat of a member the user may see, or 404."""
    seats = Seat.objects.of_members_visible_to(request.user).filter(member=pk)
    seat = seats.select_related("member__user", "term", "sector", "area").order_by("-term__number", "-pk").first()
    if seat is None:
        raise Http404
    return seat


@needs("members.see_all_members")
@require_safe
def member_list(request: HttpRequest) -> HttpResponse:
    term = Term.objects.current()
    filters = RosterFilters(request.GET)
    seats = roster(request.user, term, filters.chosen())
    page = Paginator(seats, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "members/office_list.html",
        {
            "term": term,
            "filters": filters,
            "page": page,
            "filtered": bool(request.GET.dict().keys() - {"page", "order"}),
            "may_edit": rules.can_edit_members(request.user),
            "may_import": rules.can_import_members(request.user),
        },
    )


@needs("members.see_all_members")
@require_safe
def member_detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, _seat(request, pk))


def _detail(request: HttpRequest, seat: Seat, **shown: str) -> HttpResponse:
    seats = seat.member.seats.select_related("term", "sector", "area").order_by("-term__number", "-pk")
    return render(
        request,
        "members/office_detail.html",
        {
            "seat": seat,
            "member": seat.member,
            "seats": seats,
            "memberships": seat.member.memberships.select_related("group").order_by("until", "group__name"),
            "may_edit": rules.can_edit_members(request.user),
            "may_reveal": rules.can_reveal_phones(request.user),
            **shown,
        },
    )


@needs("members.see_all_members", "members.reveal_phones", act="查看委员完整号码")
@require_POST
def member_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one full number, once, with a row in the trail."""
    seat = _seat(request, pk)
    phone = reveal_phone(member=seat.member, by=request.user, now=timezone.now(), address=address_of(request))
    return _detail(request, seat, phone=phone)


@needs("members.edit_members", act="开通委员账号")
@require_POST
def member_account(request: HttpRequest, pk: int) -> HttpResponse:
    """A slip for the member, shown once; their account is opened where there is none."""
    seat = _seat(request, pk)
    try:
        key = let_in(member=seat.member, by=request.user, now=timezone.now(), address=address_of(request))
    except (KeyRefused, ValidationError) as error:
        messages.error(request, error.messages[0] if isinstance(error, ValidationError) else str(error))
        return redirect("members:detail", pk)
    return slip_page(request, key, about=str(seat.sector), back=reverse("members:detail", args=[pk]))


@needs("members.edit_members")
def member_new(request: HttpRequest) -> HttpResponse:
    term = Term.objects.current()
    if term is None:
        messages.warning(request, "还没有“届”。请先导入名册,或在基础数据里添加届。")
        return redirect("members:list")
    form = MemberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            seat = add_member(term=term, person=form.person(), seat=form.seat(), by=request.user, now=timezone.now())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"已登记委员{seat.member.name}。")
            return redirect("members:detail", seat.member_id)
    return render(request, "members/office_form.html", {"form": form, "term": term})


@needs("members.edit_members")
def member_edit(request: HttpRequest, pk: int) -> HttpResponse:
    seat = _seat(request, pk)
    data = request.POST if request.method == "POST" else None
    form = MemberForm(data, initial=initial_of(seat), known_phone=seat.member.phone)
    if request.method == "POST" and form.is_valid():
        try:
            changes = correct_member(
                seat=seat,
                person=form.person(),
                seat_fields=form.seat(),
                by=request.user,
                now=timezone.now(),
                seen=form.cleaned_data["seen"],
            )
        except Stale as stale:
            tell_stale(form, stale)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"已保存:{'、'.join(changes)}。" if changes else "没有改动。")
            return redirect("members:detail", pk)
    return render(request, "members/office_form.html", {"form": form, "member": seat.member, "term": seat.term})


@needs("members.edit_members")
def seat_change(request: HttpRequest, pk: int) -> HttpResponse:
    seat = _seat(request, pk)
    start = {"sector": seat.sector, "post": seat.post, "area": seat.area, "on": _today(), "seen": seat.pk}
    form = SeatChangeForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid() and _seat_moved(form, seat, change_seat, request.user):
        messages.success(request, f"{seat.member.name}的任职已调整,原任职保留在任职记录里。")
        return redirect("members:detail", pk)
    return render(request, "members/office_seat.html", {"form": form, "seat": seat, "ending": False})


@needs("members.edit_members")
def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    seat = _seat(request, pk)
    start = {"on": _today(), "seen": seat.pk}
    form = SeatEndForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST" and form.is_valid() and _seat_moved(form, seat, end_seat, request.user):
        messages.success(request, f"已登记{seat.member.name}离任,其履职记录都保留。")
        return redirect("members:detail", pk)
    return render(request, "members/office_seat.html", {"form": form, "seat": seat, "ending": True})


def _seat_moved(form: Form, newest: Seat, move: Callable[..., Seat], by: User) -> bool:
    """Whether the seat that the form showed was moved; another than the newest is over, and the form says so."""
    values = {**form.cleaned_data}
    seen = values.pop("seen")
    shown = newest.member.seats.filter(pk=seen).first() if seen.isdecimal() else None
    try:
        move(seat=shown or newest, **values, by=by, now=timezone.now())
    except SeatConflict as why:
        form.add_error(None, str(why))
        has_seen(form, seen=newest.pk)
    except ValidationError as error:
        form.add_error(None, error)
    else:
        return True
    return False


@needs("members.see_all_members", act="导出委员名册")
def member_export(request: HttpRequest) -> HttpResponse:
    """The filtered list as a workbook; full numbers only with the right and a reason."""
    may_full = rules.can_export_contacts(request.user)
    filters = RosterFilters(request.GET)
    term = Term.objects.current()
    seats = roster(request.user, term, filters.chosen())
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data["full_numbers"]
        if asked and not may_full:
            record_refusal(request, "导出委员名册(完整号码)")
        full = may_full and asked
        now = timezone.now()
        count = seats.count()
        record_contact_export(
            count=count,
            full_numbers=full,
            reason=form.cleaned_data["reason"],
            by=request.user,
            now=now,
            address=address_of(request),
        )
        name = f"委员名册_{timezone.localtime(now):%Y%m%d%H%M}.xlsx"
        return download(write_roster, name, seats=seats, full_numbers=full, made_by=request.user.name, now=now)
    context = {"form": form, "count": seats.count(), "may_full": may_full}
    return render(request, "members/office_export.html", context)


def _today() -> dt.date:
    return timezone.localdate()
