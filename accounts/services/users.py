import datetime as dt
import secrets

from django.db import transaction

from accounts.models import AuditEvent, User
from accounts.services.audit import audit


@transaction.atomic
def open_account(*, name: str, username: str, password: str, phone: str | None = None, now: dt.datetime) -> User:
    """Create a user who can sign in. Raises ValidationError when name, phone or password is not acceptable."""
    user = User(username=username, name=name, phone=phone or None, date_joined=now)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    return user


def one_time_password() -> str:
    """Twelve letters and digits that cannot be misread on paper."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))


def set_large_text(*, user: User, on: bool) -> None:
    """Keep the person's choice of large type."""
    User.objects.filter(pk=user.pk).update(large_text=on)


@transaction.atomic
def change_password(*, user: User, password: str, now: dt.datetime, address: str = "") -> None:
    """Set a checked new password and write it into the trail."""
    user.set_password(password)
    user.save(update_fields=["password"])
    audit(AuditEvent.Action.PASSWORD_CHANGED, by=user, now=now, subject=str(user), address=address)
