"""开通账号: members who cannot sign in yet, one by one or all at once, and their slips by studio."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import address_of, needs
from accounts.rules import keeps_accounts
from accounts.slips import Slip, slips_page
from members import rules
from members.models import Member
from members.services import HandedOut, hand_out_keys
from portal.forms import AccountFilters
from portal.queries import members_for_accounts, studios_of

MOST_SLIPS = 500  # in one press: they are made while the clerk waits
PER_PAGE = 200  # a whole committee on one page, so that "all of them" can be seen before it is pressed


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """Members by whether they can sign in; who keeps accounts and knows no members is sent to the units' people."""
    if not rules.can_edit_members(request.user):
        if keeps_accounts(request.user):
            return redirect("accounts:unit_people")
        raise Http404
    filters = AccountFilters(request.GET)
    found = members_for_accounts(request.user, filters.chosen())
    context = {
        "filters": filters,
        "filtered": bool(request.GET.dict().keys() - {"page"}),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "most": MOST_SLIPS,
        "have": filters.chosen()["account"],
    }
    return render(request, "portal/office_accounts.html", context)


@needs("members.edit_members")
@require_POST
def slips(request: HttpRequest) -> HttpResponse:
    """Slips for the members ticked, for all that the filters show, or once more for those of the last printing.

    Accounts are opened where there are none. The answer is the paper: it cannot be had a second time.
    """
    chosen = _chosen(request)
    if not chosen:
        messages.warning(request, "还没有选人。请在表里打勾,或按“全部开通”。")
        return redirect("portal:accounts")
    if len(chosen) > MOST_SLIPS:
        messages.warning(request, f"一次最多打印 {MOST_SLIPS} 张,请先按工作室、界别或片区筛选。")
        return redirect("portal:accounts")
    try:
        done = hand_out_keys(members=chosen, by=request.user, now=timezone.now(), address=address_of(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("portal:accounts")
    return _paper(request, done)


def _chosen(request: HttpRequest) -> list[Member]:
    if request.POST.get("all") == "1":
        found = members_for_accounts(request.user, AccountFilters(request.GET).chosen())
        return [seat.member for seat in found[: MOST_SLIPS + 1]]
    picked, users = (_numbers(request, name) for name in ("member", "user"))
    return list(Member.objects.visible_to(request.user).picked(picked, users).by_strokes())


def _numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(text) for text in request.POST.getlist(name) if text.isdecimal() and len(text) < 12]


def _paper(request: HttpRequest, done: HandedOut) -> HttpResponse:
    """By studio, each by strokes; those in no studio at the end."""
    studios = studios_of([member for member, _ in done.slips])
    nowhere = (9999, "未入工作室的委员")
    placed = [(studios.get(member.pk, nowhere), member.stroke_key, key) for member, key in done.slips]
    paper = [Slip(key, name) for (_, name), _, key in sorted(placed, key=lambda one: one[:2])]
    without = [(member.name, why) for member, why in done.without]
    return slips_page(request, paper, without, back=reverse("portal:accounts"), again=reverse("portal:slips"))
