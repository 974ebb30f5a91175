"""Sign-in and the few things people set for themselves."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.forms import LargeTextForm, PasswordForm, SignInForm
from accounts.requests import address_of
from accounts.services import change_password, set_large_text


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


sign_out = LogoutView.as_view()


def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; this browser stays signed in, every other is signed out."""
    form = PasswordForm(request.user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        change_password(
            user=request.user,
            password=form.cleaned_data["new_password1"],
            now=timezone.now(),
            address=address_of(request),
        )
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已修改。下次请用新密码登录。")
        return redirect("/")
    return render(request, "accounts/password.html", {"form": form})


@require_POST
def large_text(request: HttpRequest) -> HttpResponse:
    """Switch large type on or off and come back to the page it was pressed on."""
    form = LargeTextForm(request.POST)
    form.is_valid()
    set_large_text(user=request.user, on=form.cleaned_data["on"])
    back = form.cleaned_data["next"]
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe else "/")
