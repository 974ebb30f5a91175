"""What views of members share."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from accounts.requests import address_of
from common.forms import tell_stale
from common.seen import Stale
from members.forms import PersonForm, TieForm
from members.models import Constituent, Member, Tie
from members.queries import member_of
from members.services import Nameless, PhoneKnown, TieRefused, correct_constituent, tie, untie

View = Callable[..., HttpResponse]


def member_page(view: View) -> View:
    """Show the page to who is a member, whom the view gets as ``member``; to others it does not exist (404)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = member_of(request.user)
        if member is None:
            raise Http404
        return view(request, *args, member=member, **kwargs)

    return guarded


def corrected(request: HttpRequest, form: PersonForm, person: Constituent) -> bool:
    """Whether what a valid form says was saved; if not, the form tells why."""
    try:
        changed = correct_constituent(
            constituent=person,
            **form.cleaned_data,
            by=request.user,
            now=timezone.now(),
            address=address_of(request),
        )
    except Stale as stale:
        tell_stale(form, stale)
    except PhoneKnown as error:
        form.add_error("phone", str(error))
    except Nameless as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.add_error(None, error)
    else:
        messages.success(request, f"已保存:{'、'.join(changed)}。" if changed else "没有改动。")
        return True
    return False


def tied(request: HttpRequest, form: TieForm, source: Member | User, now: dt.datetime, whose: str = "") -> bool:
    """Begin to keep contact as the form says; what is refused is an error of the form. ``whose``: not one's own."""
    data = form.cleaned_data
    try:
        tie(
            source=source, target=form.target(), kind=data["kind"], since=data["since"],
            by=request.user, now=now, address=address_of(request),
        )  # fmt: skip
    except TieRefused as why:
        form.add_error(None, str(why))
        return False
    messages.success(request, f"已登记{whose}联系{form.target()}。")
    return True


def end_tie(request: HttpRequest, held: Tie, said: str) -> None:
    """End a tie; who presses when it is over already is told since when."""
    if held.until:
        messages.info(request, f"这一项联系已于{held.until:%Y-%m-%d}结束,没有变动。")
    else:
        untie(tie=held, by=request.user, now=timezone.now(), address=address_of(request))
        messages.success(request, said)


def was_mine(request: HttpRequest, pk: int) -> bool:
    """Whether this is a second press about a constituent with whom the user keeps contact no more; then it is told."""
    ties = Tie.objects.held_by(request.user).filter(constituent=pk)
    if request.method != "POST" or not ties.exists() or ties.open().exists():
        return False
    messages.info(request, "这一位已经不再由您联系,没有变动。")
    return True
