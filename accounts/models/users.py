from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from accounts.rules import keeps_accounts
from common.phones import looks_like_phone
from common.text import squeeze


def not_a_phone(value: str) -> None:
    """A user name that looks like a phone could sign in as somebody else's number."""
    if looks_like_phone(value):
        raise ValidationError("用户名不能像手机号码。手机号码请填在“手机号码”一栏。")


class AccountQuerySet(models.QuerySet["User"]):
    def kept_by(self, user: "User") -> "AccountQuerySet":
        """The accounts that ``user`` may look after: all but superusers for who keeps accounts, nobody's for others."""
        return self.filter(is_superuser=False) if keeps_accounts(user) else self.none()

    def signing_in_as(self, typed: str) -> "AccountQuerySet":
        """The account of a user name or phone, however it was typed; one or none."""
        name = squeeze(typed)
        if looks_like_phone(name):
            return self.filter(phone=name.removeprefix("+86"))
        return self.filter(username=name)


_Manager = UserManager.from_queryset(AccountQuerySet)


class AccountManager(_Manager["User"]):
    use_in_migrations = False

    def _create_user_object(self, username: str, email: None, password: str | None, **fields: Any) -> "User":
        """Django's own gives every user an e-mail address, which nobody has here; ``createsuperuser`` comes by this."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.password = make_password(password)
        return user


class User(AbstractUser):
    """Anybody who signs in, by user name or phone. What they may do comes from other rows, never from here."""

    first_name = None
    last_name = None
    email = None
    username = models.CharField(
        "用户名",
        max_length=50,
        unique=True,
        validators=[RegexValidator(r"^[\w.@+-]+$", "用户名只能用汉字、字母、数字和 . @ + - _"), not_a_phone],
        error_messages={"unique": "这个用户名已经有人用了。"},
    )
    name = models.CharField("姓名", max_length=50)
    phone = models.CharField(
        "手机号码",
        max_length=11,
        null=True,
        blank=True,
        unique=True,
        validators=[RegexValidator(r"^1[3-9]\d{9}$", "请填11位手机号码。")],
        error_messages={"unique": "这个手机号码已经开过账号。"},
    )
    large_text = models.BooleanField("大字显示", default=False)
    must_change_password = models.BooleanField(
        "须先设新密码", default=False, help_text="凭登录条进来、还没有设自己的密码"
    )

    objects = AccountManager()
    REQUIRED_FIELDS = ["name"]
    EMAIL_FIELD = ""

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(phone__isnull=True) | models.Q(phone__regex=r"^1[3-9][0-9]{9}$"),
                name="user_phone_null_or_mobile",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def clean(self) -> None:
        super(AbstractUser, self).clean()
        self.username = self.normalize_username(self.username)
        self.phone = self.phone or None

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
