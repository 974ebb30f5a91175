"""Django's sign-in signals become audit rows."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import AuditEvent
from accounts.requests import address_of, path_of
from accounts.services import audit


@receiver(user_logged_in)
def signed_in(request, user, **kwargs) -> None:
    now = timezone.now()
    request.session["desk_seen"] = now.timestamp()
    audit(AuditEvent.Action.SIGNED_IN, by=user, now=now, via=path_of(request), address=address_of(request))


@receiver(user_logged_out)
def signed_out(request, user, **kwargs) -> None:
    if user:
        audit(
            AuditEvent.Action.SIGNED_OUT, by=user, now=timezone.now(), via=path_of(request), address=address_of(request)
        )


@receiver(user_login_failed)
def sign_in_failed(credentials, request=None, **kwargs) -> None:
    """What was typed is kept only as far as it can be no password: a known user's name, or nothing."""
    typed = str(credentials.get("username") or "")
    audit(
        AuditEvent.Action.SIGN_IN_FAILED,
        by=None,
        now=timezone.now(),
        subject=f"尝试用户名 {typed[:3]}…" if typed else "不认识的登录码",
        reason="输错次数太多,已暂停登录" if getattr(request, "axes_locked_out", False) else "",
        via=path_of(request) if request else "",
        address=address_of(request) if request else "",
    )
