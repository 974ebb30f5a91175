"""Django's sign-in signals become audit rows."""

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from accounts.models import AuditEvent
from accounts.requests import address_of
from accounts.services import audit


@receiver(user_logged_in)
def signed_in(request, user, **kwargs) -> None:
    audit(AuditEvent.Action.SIGNED_IN, by=user, now=timezone.now(), via=request.path, address=address_of(request))


@receiver(user_logged_out)
def signed_out(request, user, **kwargs) -> None:
    if user:
        audit(AuditEvent.Action.SIGNED_OUT, by=user, now=timezone.now(), via=request.path, address=address_of(request))


@receiver(user_login_failed)
def sign_in_failed(credentials, request=None, **kwargs) -> None:
    """What was typed is kept only as far as it can be no password: a known user's name, or nothing."""
    audit(
        AuditEvent.Action.SIGN_IN_FAILED,
        by=None,
        now=timezone.now(),
        subject=f"尝试用户名 {str(credentials.get('username') or '')[:3]}…",
        via=request.path if request else "",
        address=address_of(request) if request else "",
    )
