"""登录条: what is shown and printed of one-time keys, in the one moment when their secrets are known.

Such a page is the answer to the press that issued the keys; it can be had again only by issuing new ones.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from accounts.requests import entry_address
from accounts.services import IssuedKey
from common import qr
from common.phones import mask


@dataclass(frozen=True)
class Slip:
    """A key with what is printed beside it; ``about`` is the person's studio, unit or sector."""

    key: IssuedKey
    about: str = ""


@dataclass(frozen=True)
class _Paper:
    """A slip as the templates read it. The phone is masked: its owner knows it, and paper gets lost."""

    user: User
    about: str
    sign_in: str
    by_phone: bool
    password: str
    address: str
    qr: SafeString
    expires_at: dt.datetime


def _paper(request: HttpRequest, slip: Slip) -> _Paper:
    user, address = slip.key.user, entry_address(request, slip.key.token)
    return _Paper(
        user=user,
        about=slip.about,
        sign_in=mask(user.phone) if user.phone else user.username,
        by_phone=bool(user.phone),
        password=slip.key.password,
        address=address,
        qr=qr.svg(address),
        expires_at=slip.key.expires_at,
    )


def slip_page(request: HttpRequest, key: IssuedKey, *, back: str, about: str = "") -> HttpResponse:
    """One key, large, to be scanned on the spot; ``back`` is the path to return to."""
    return render(request, "accounts/slip.html", {"paper": _paper(request, Slip(key, about)), "back": back})


def slips_page(
    request: HttpRequest, slips: Sequence[Slip], without: Sequence[tuple[str, str]], *, back: str, again: str
) -> HttpResponse:
    """Many keys on A4, those of one ``about`` together, in the order given.

    ``without`` are the names of who gets none, and why. ``again`` takes the accounts' keys as ``user`` and issues new
    slips, for when the printing went wrong.
    """
    groups = [(about, [_paper(request, slip) for slip in part]) for about, part in groupby(slips, lambda s: s.about)]
    context = {
        "groups": groups,
        "without": without,
        "count": len(slips),
        "back": back,
        "again": again,
        "site": request.build_absolute_uri(reverse("accounts:login")),
    }
    return render(request, "accounts/slips.html", context)
