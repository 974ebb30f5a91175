import datetime as dt
import uuid

from django.db import models
from django.db.models import Case, Q, When

from accounts.models import User
from common.encryption import EncryptedTextField, LookupField

LINK = r"^/go/[a-z]+\.[a-z_]+/[0-9]+/$"
TO_USER = Q(user__isnull=False, phone__isnull=True, email__isnull=True)
TO_PHONE = Q(user__isnull=True, phone__isnull=False, email__isnull=True)
TO_EMAIL = Q(user__isnull=True, phone__isnull=True, email__isnull=False)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User) -> "NoticeQuerySet":
        """One's own and nobody else's."""
        return self.filter(user=user)

    def arrived(self, now: dt.datetime) -> "NoticeQuerySet":
        """What is not kept back for later."""
        return self.filter(not_before__lte=now)

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)

    def unread_first(self) -> "NoticeQuerySet":
        """As an inbox shows them: unread before read, the newest first."""
        read = Case(When(read_at__isnull=True, then=0), default=1)
        return self.order_by(read, "-not_before", "-pk")


class Notice(models.Model):
    """A message to one person: a user, or the phone or e-mail of somebody without an account. Never changed but read.

    The key says what it is about; nobody is told of one key twice. It is made before the row is written, so that a
    bulk insert that skips what was told already can be asked which rows are its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(  # three indexes below begin with it
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="收件人",
        related_name="+",
        db_index=False,
    )
    phone = EncryptedTextField("手机号码", null=True, blank=True)
    phone_hmac = LookupField(of="phone")
    email = models.EmailField("电子邮箱", null=True, blank=True)
    key = models.CharField("事由", max_length=120)
    subject = models.CharField("标题", max_length=120)
    body = models.TextField("内容", blank=True)
    link = models.CharField("链接", max_length=80, blank=True)
    made_at = models.DateTimeField("生成时间")
    not_before = models.DateTimeField("通知时间", help_text="早于这个时间不通知")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        permissions = [("see_deliveries", "查看和处理没送到的通知")]
        constraints = [
            models.CheckConstraint(condition=TO_USER | TO_PHONE | TO_EMAIL, name="notice_to_exactly_one"),
            models.CheckConstraint(
                condition=Q(phone__isnull=True, phone_hmac="") | Q(phone__isnull=False) & ~Q(phone_hmac=""),
                name="notice_phone_findable",
            ),
            models.CheckConstraint(condition=~Q(key=""), name="notice_has_key"),
            models.CheckConstraint(condition=~Q(subject=""), name="notice_has_subject"),
            models.CheckConstraint(condition=Q(link="") | Q(link__regex=LINK), name="notice_link_goes_through_go"),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(user__isnull=False), name="notice_read_by_users_only"
            ),
            # nulls differ from one another on both engines: each row is held by the one that is not null
            models.UniqueConstraint(fields=["user", "key"], name="notice_once_per_user"),
            models.UniqueConstraint(
                fields=["phone_hmac", "key"], condition=~Q(phone_hmac=""), name="notice_once_per_phone"
            ),
            models.UniqueConstraint(fields=["email", "key"], name="notice_once_per_email"),
        ]
        indexes = [
            models.Index(fields=["user", "-not_before"], name="notice_inbox"),  # the inbox
            models.Index(
                fields=["user", "not_before"], condition=Q(read_at__isnull=True), name="notice_unread"
            ),  # the figure in the menu, on every page
        ]

    def __str__(self) -> str:
        return self.subject
