"""What people set for themselves: password, large type, the second step."""

import re
from base64 import b32encode

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST
from django_otp import login as otp_login

from accounts.forms import CodeForm, FirstCodeForm, FirstPasswordForm, LargeTextForm, PasswordForm
from accounts.queries import has_second_step, waiting_device
from accounts.requests import address_of, is_back, needs, office_of, safe_next
from accounts.roles import OFFICE_DOOR
from accounts.services import begin_enrolment, change_password, confirm_enrolment, set_large_text
from common import qr


def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; this browser stays signed in, every other is signed out.

    Who came in with a slip in this session knows no password, and is asked for none.
    """
    first = request.user.must_change_password and request.session.get("came_by_key", False)
    kind = FirstPasswordForm if first else PasswordForm
    form = kind(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        change_password(
            user=request.user,
            password=form.cleaned_data["new_password1"],
            now=timezone.now(),
            address=address_of(request),
        )
        request.session.pop("came_by_key", None)
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已设好。下次请用新密码登录。" if first else "密码已修改。下次请用新密码登录。")
        return redirect("/")
    return render(request, "accounts/password.html", {"form": form, "first": first})


@require_POST
def large_text(request: HttpRequest) -> HttpResponse:
    """Switch large type on or off and come back to the page it was pressed on."""
    form = LargeTextForm(request.POST)
    form.is_valid()
    set_large_text(user=request.user, on=form.cleaned_data["on"])
    return redirect(safe_next(request))


@needs(OFFICE_DOOR)
def second_step(request: HttpRequest) -> HttpResponse:
    """The code after the password; who has no phone bound yet binds one first."""
    if not office_of(request).require_second_factor:
        raise Http404
    onward = safe_next(request)
    if not has_second_step(request.user):
        return redirect(f"{reverse('accounts:second_step_enrol')}?{urlencode({'next': onward})}")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and is_back(request, form):
        return redirect(onward)
    return render(request, "accounts/second_step.html", {"form": form, "next": onward})


@needs(OFFICE_DOOR)
def second_step_enrol(request: HttpRequest) -> HttpResponse:
    """Bind a phone: begin, scan, confirm by the first code, keep the recovery codes.

    Not for who has one bound: another phone is bound after the administrator has taken the old one off.
    """
    if has_second_step(request.user) or not office_of(request).require_second_factor:
        raise Http404
    onward = safe_next(request)
    if request.method == "POST" and "code" not in request.POST:
        begin_enrolment(user=request.user)
        return redirect(f"{request.path}?{urlencode({'next': onward})}")
    form = FirstCodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        done = confirm_enrolment(
            user=request.user, code=form.cleaned_data["code"], now=timezone.now(), address=address_of(request)
        )
        if done:
            device, codes = done
            otp_login(request, device)
            return render(request, "accounts/recovery_codes.html", {"codes": codes, "next": onward})
        form.add_error("code", "动态码不对。请核对手机的时间是否准确,再输手机上新出来的6位数字。")
    return render(request, "accounts/second_step_enrol.html", {"form": form, "next": onward, **_secret(request)})


def _secret(request: HttpRequest) -> dict[str, object]:
    """The secret that waits, as a QR code and as letters to type, in fours; nothing before it was begun."""
    device = waiting_device(request.user)
    if device is None:
        return {}
    letters = b32encode(device.bin_key).decode()
    return {"qr": qr.svg(device.config_url), "typed": " ".join(re.findall(".{1,4}", letters))}
