"""For who keeps accounts: the people of units, and the page of one account."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts import queries
from accounts.forms import UnitPeopleFilters, UnitPersonForm
from accounts.models import UnitPost, User
from accounts.requests import address_of, needs
from accounts.rules import KEEPS_ACCOUNTS, can_reset_second_step
from accounts.services import (
    KeyRefused,
    UnitClosed,
    end_post,
    issue_key,
    issue_keys,
    open_unit_account,
    reset_second_step,
)
from accounts.services.second_step import ResetRefused
from accounts.slips import Slip, slip_page, slips_page

PER_PAGE = 100


@needs(KEEPS_ACCOUNTS)
@require_safe
def unit_people(request: HttpRequest) -> HttpResponse:
    filters = UnitPeopleFilters(request.GET)
    posts = queries.unit_people(filters.chosen())
    context = {
        "filters": filters,
        "filtered": bool(request.GET.dict().keys() - {"page"}),
        "page": Paginator(posts, PER_PAGE).get_page(request.GET.get("page")),
        "without": queries.units_without_people(),
    }
    return render(request, "accounts/unit_people.html", context)


@needs(KEEPS_ACCOUNTS)
def unit_person_new(request: HttpRequest) -> HttpResponse:
    """One handler or head; the answer is their slip, or, for who has an account already, a word that says so."""
    form = UnitPersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            post, key = open_unit_account(
                **form.cleaned_data, by=request.user, now=timezone.now(), address=address_of(request)
            )
        except ValidationError as error:
            form.add_error("phone", error.messages[0])
        except UnitClosed as error:
            form.add_error("unit", str(error))
        else:
            if key:
                return slip_page(request, key, about=str(post.unit), back=reverse("accounts:unit_people"))
            messages.success(request, f"{post.user}已有账号,仍用原来的密码,现在起可以进承办单位端({post.unit})。")
            return redirect("accounts:unit_people")
    return render(request, "accounts/unit_person_new.html", {"form": form})


@needs(KEEPS_ACCOUNTS)
@require_POST
def unit_slips(request: HttpRequest) -> HttpResponse:
    """Slips for the people ticked, or for all that the filters show; their earlier ones become void."""
    posts = queries.unit_people(UnitPeopleFilters(request.GET).chosen())
    if request.POST.get("all") != "1":
        posts = posts.filter(user__in=[pk for pk in request.POST.getlist("user") if pk.isdecimal()])
    chosen = {post.user_id: post for post in posts}
    if not chosen:
        messages.warning(request, "还没有选人。请在表里打勾,或按“全部”。")
        return redirect("accounts:unit_people")
    users = [post.user for post in chosen.values()]
    issued = issue_keys(users=users, by=request.user, now=timezone.now(), address=address_of(request))
    keys = {key.user.pk: key for key in issued.keys}
    slips = [Slip(keys[pk], str(post.unit)) for pk, post in chosen.items() if pk in keys]
    without = [(str(chosen[pk].user), why) for pk, why in issued.refused.items()]
    return slips_page(
        request, slips, without, back=reverse("accounts:unit_people"), again=reverse("accounts:unit_slips")
    )


@needs(KEEPS_ACCOUNTS)
@require_POST
def unit_post_end(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(UnitPost.objects.with_people(), pk=pk)
    part = f"{post.unit}的{post.get_part_display()}"
    if end_post(post=post, by=request.user, now=timezone.now(), address=address_of(request)):
        messages.success(request, f"{post.user}不再是{part},其他身份不变。")
    else:
        messages.info(request, f"{post.user}已经不是{part},没有变动。")
    return redirect("accounts:unit_people")


def _account(request: HttpRequest, pk: int) -> User:
    return get_object_or_404(User.objects.kept_by(request.user), pk=pk)


@needs(KEEPS_ACCOUNTS)
@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _account(request, pk)
    context = {
        "account": shown,
        "roles": queries.roles_of(shown),
        "posts": queries.own_posts(shown),
        "key": queries.open_key_of(shown, timezone.now()),
        "second_step": queries.has_second_step(shown),
        "may_reset": can_reset_second_step(request.user, shown),
    }
    return render(request, "accounts/account.html", context)


@needs(KEEPS_ACCOUNTS)
@require_POST
def account_key(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _account(request, pk)
    try:
        key = issue_key(user=shown, by=request.user, now=timezone.now(), address=address_of(request))
    except KeyRefused as error:
        messages.error(request, str(error))
        return redirect("accounts:account", pk)
    return slip_page(request, key, back=reverse("accounts:account", args=[pk]))


@needs(KEEPS_ACCOUNTS)
@require_POST
def account_reset_second_step(request: HttpRequest, pk: int) -> HttpResponse:
    shown = _account(request, pk)
    try:
        reset_second_step(user=shown, by=request.user, now=timezone.now(), address=address_of(request))
    except ResetRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{shown}的动态码已重设,下次登录时请本人在新手机上重新绑定。")
    return redirect("accounts:account", pk)
