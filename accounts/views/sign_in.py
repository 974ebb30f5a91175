"""Coming in and going out: with a password, with a slip, and back at a desk after a while."""

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.signals import user_login_failed
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator

from accounts.forms import AgainForm, EnterForm, SignInForm
from accounts.models import OneTimeKey
from accounts.requests import address_of, is_back, office_of, safe_next
from accounts.services import KeyVoid, use_key

BACKEND = "accounts.backends.NameOrPhoneBackend"
A_CODE = {"username": ""}  # what the lock counts for a QR code: an address, no account


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:
        user = form.get_user()
        if user.came_by:
            try:
                return _enter(self.request, user.came_by, remember=form.cleaned_data["remember"])
            except KeyVoid as error:
                form.add_error(None, str(error))
                return self.form_invalid(form)
        login(self.request, user)
        _remember(self.request, on=form.cleaned_data["remember"])
        return HttpResponseRedirect(self.get_success_url())


sign_out = LogoutView.as_view()


@login_not_required
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a QR code: whose it is, masked, and a button; only the button burns the key.

    Nobody guesses 128 random bits; who tries all the same is locked out like one who guesses passwords.
    """
    if not AxesProxyHandler.is_allowed(request, A_CODE):
        return locked_out(request)
    key = OneTimeKey.objects.with_token(token).first()
    if key is None:
        user_login_failed.send(sender=__name__, credentials=A_CODE, request=request)
        return _no_entry(request)
    form = EnterForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _enter(request, key, remember=form.cleaned_data["remember"])
        except KeyVoid:
            return _no_entry(request)
    if not OneTimeKey.objects.usable(timezone.now()).filter(pk=key.pk).exists():
        return _no_entry(request)
    return render(request, "accounts/enter.html", {"form": form, "key": key})


def _no_entry(request: HttpRequest) -> HttpResponse:
    """One answer for a code that is unknown, used, void or expired, and for one of a closed account."""
    return render(request, "accounts/no_entry.html", status=404)


def _enter(request: HttpRequest, key: OneTimeKey, *, remember: bool) -> HttpResponse:
    """Burn the key and sign its owner in, who chooses a password next. Raises KeyVoid."""
    user = use_key(key=key, now=timezone.now(), address=address_of(request))
    login(request, user, backend=BACKEND)
    request.session["came_by_key"] = True
    _remember(request, on=remember)
    return redirect("accounts:password")


def _remember(request: HttpRequest, *, on: bool) -> None:
    if on:
        request.session.set_expiry(office_of(request).remember_days * 24 * 60 * 60)


def again(request: HttpRequest) -> HttpResponse:
    """For who comes back to a desk after a while: the password once more, then on to the page they wanted."""
    form = AgainForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and is_back(request, form):
        return redirect(safe_next(request))
    context = {"form": form, "held": [("next", safe_next(request))], "files": False}
    return render(request, "accounts/again.html", context)


def locked_out(request: HttpRequest, *args: object) -> HttpResponse:
    """The answer to who failed too often, right or wrong; the lock's library asks for it too."""
    return render(request, "accounts/locked.html", status=429)
