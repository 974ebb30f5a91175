import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

_SALT = "accounts.one_time_key"


def keyed_hash(secret: str) -> str:
    """What is kept of a one-time secret.

    Not a slow hash of passwords: a token has 128 random bits and a one-time password 64, so nobody tries them all, and
    without SECRET_KEY nobody can try one. Two hundred slips are made in the time of one slow hash.
    """
    return salted_hmac(_SALT, secret, algorithm="sha256").hexdigest()


class OneTimeKeyQuerySet(models.QuerySet["OneTimeKey"]):
    def open(self) -> "OneTimeKeyQuerySet":
        """Neither used nor void; it may have expired."""
        return self.filter(used_at__isnull=True, void_at__isnull=True)

    def usable(self, now: dt.datetime) -> "OneTimeKeyQuerySet":
        """What opens the door now: open, not expired, of an account that is not closed."""
        return self.open().filter(expires_at__gt=now, user__is_active=True)

    def with_token(self, token: str) -> "OneTimeKeyQuerySet":
        """The key of this token, in whatever state; one or none."""
        return self.filter(token_hash=keyed_hash(token)).select_related("user")


class OneTimeKey(models.Model):
    """A sign-in slip: a QR code's token and a one-time password, of which either lets its owner in, once.

    Only hashes are kept. Used by compare-and-set; issuing another one makes the earlier void.
    """

    user = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="账号", related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    password_hash = models.CharField(max_length=64, editable=False)
    issued_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="发出人", related_name="+")
    issued_at = models.DateTimeField("发出时间")
    expires_at = models.DateTimeField("有效期至")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)
    void_at = models.DateTimeField("作废时间", null=True, blank=True)

    objects = OneTimeKeyQuerySet.as_manager()

    class Meta:
        verbose_name = "登录条"
        verbose_name_plural = "登录条"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at__isnull=True, void_at__isnull=True), name="one_time_key_one_open"
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="one_time_key_expires_later"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(void_at__isnull=True), name="one_time_key_used_or_void"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} 的登录条"
