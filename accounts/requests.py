"""What views of every app ask of a request."""

import ipaddress
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import authenticate
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import login as otp_login

from accounts import files
from accounts.models import Office, StoredFile
from accounts.queries import the_office
from accounts.services import audit_refusal, verify_second_step
from common.uploads import Kind

logger = logging.getLogger(__name__)


def address_of(request: HttpRequest) -> str:
    """The caller's address, as the server in front saw it; empty when there is none.

    Behind a proxy it is the last one in X-Forwarded-For, which our own proxy added: what stands before it anybody may
    have written.
    """
    address = request.META.get("REMOTE_ADDR") or ""
    if settings.BEHIND_PROXY:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        address = forwarded if _is_address(forwarded) else address
    return address if _is_address(address) else ""


def who(request: HttpRequest) -> dict[str, Any]:
    """Who presses, when, from where: what a service of the admin site asks."""
    return {"by": request.user, "now": timezone.now(), "address": address_of(request)}


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def path_of(request: HttpRequest) -> str:
    """The path for the audit trail, without the token of a one-time key."""
    match = request.resolver_match
    token = match.kwargs.get("token") if match else None
    return request.path.replace(str(token), "…") if token else request.path


def office_of(request: HttpRequest) -> Office:
    """The settings row, asked for once in a request."""
    if not hasattr(request, "_office"):
        request._office = the_office()  # type: ignore[attr-defined]
    return cast(Office, request._office)  # type: ignore[attr-defined]


def safe_next(request: HttpRequest, *, default: str = "/") -> str:
    """Where the request asks to go on to, if that is a page of ours."""
    back = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return back if safe else default


def entry_address(request: HttpRequest, token: str) -> str:
    """The whole address that a QR code leads to."""
    return request.build_absolute_uri(reverse("accounts:enter", args=[token]))


def is_back(request: HttpRequest, form: Form) -> bool:
    """Whether a sent CodeForm or AgainForm is right: then the session notes it. Wrong answers stand in the form.

    A right code is used up, a wrong password counts as a failed sign-in.
    """
    if not form.is_valid():
        return False
    user, now = request.user, timezone.now()
    if "password" in form.fields:
        found = authenticate(request, username=user.username, password=form.cleaned_data["password"])
        if found is None or found.came_by:  # a slip is for coming in, not for coming back
            form.add_error("password", "密码不对,请重新输入。")
            return False
    if "code" in form.fields:
        device = verify_second_step(user=user, code=form.cleaned_data["code"], now=now, address=address_of(request))
        if device is None:
            form.add_error("code", "动态码不对,或已经用过。请等手机上换了新的再输;连着输错,要多等一会儿。")
            return False
        otp_login(request, device)
    request.session["desk_seen"] = now.timestamp()
    return True


def record_refusal(request: HttpRequest, act: str) -> None:
    """Write into the trail that somebody tried what they have no right to. Not within a transaction."""
    audit_refusal(
        by=request.user,
        now=timezone.now(),
        subject=act,
        reason="没有权限",
        via=path_of(request),
        address=address_of(request),
    )


def needs(*permissions: str, act: str = "") -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Show the page only to who holds every right named; to anybody else signed in it does not exist (404).

    Where ``act`` names what the page does, posting to it without the right is written into the trail.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.has_perms(permissions):
                if act and request.method == "POST":
                    record_refusal(request, act)
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def file_answer(file: StoredFile, *, inline: bool = False) -> FileResponse:
    """A stored file as a download, or a picture in the page (``inline``); nothing else is ever shown in place.

    Only for a view that has loaded through a scoped reader whatever links the file. 404 when it is gone from the disk.
    """
    kind = Kind(file.kind)
    try:
        content = (files.folder() / file.path).open("rb")
    except FileNotFoundError:
        logger.error("文件 %s(编号 %s)在磁盘上找不到", file.path, file.pk)
        raise Http404
    shown = inline and kind == Kind.PICTURE
    answer = FileResponse(content, as_attachment=not shown, filename=file.name, content_type=kind.mime)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
