"""Sign-in by user name or phone number."""

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.models import User
from common.phones import looks_like_phone
from common.text import squeeze


class NameOrPhoneBackend(ModelBackend):
    """One field takes either; a user name cannot look like a phone, so the two never meet."""

    def authenticate(self, request: HttpRequest | None, username=None, password=None, **kwargs) -> User | None:
        if username is None or password is None:
            return None
        typed = squeeze(username)
        field = "phone" if looks_like_phone(typed) else "username"
        user = User.objects.filter(**{field: typed.removeprefix("+86")}).first()
        if user is None:
            User().set_password(password)  # the same time for an unknown name as for a wrong password
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None
