from django.db import models
from django.db.models import Q

from accounts.models import User


class ChannelSetting(models.Model):
    """Whether the office uses a channel, and whose notices a group chat hears too. Secrets are in the environment."""

    class Code(models.TextChoices):
        EMAIL = "email", "电子邮件"
        SMS = "sms", "短信"
        WECOM = "wecom", "企业微信群"
        DINGTALK = "dingtalk", "钉钉群"
        FEISHU = "feishu", "飞书群"

    code = models.CharField("渠道", max_length=10, choices=Code, unique=True)
    on = models.BooleanField("启用", default=False, help_text="还要在服务器的环境变量里填好地址,见运行与维护")
    roles = models.ManyToManyField(
        "auth.Group",
        verbose_name="转发哪些角色的通知",
        related_name="+",
        blank=True,
        help_text="只用于群:这些角色收到的通知,同一件事在群里发一次",
    )

    class Meta:
        verbose_name = "通知渠道"
        verbose_name_plural = "通知渠道"
        constraints = [
            models.CheckConstraint(
                condition=Q(code__in=["email", "sms", "wecom", "dingtalk", "feishu"]), name="channel_code_known"
            )
        ]

    def __str__(self) -> str:
        return self.get_code_display()


class ChoiceQuerySet(models.QuerySet["NoticeChoice"]):
    def visible_to(self, user: User) -> "ChoiceQuerySet":
        """One's own; one or none."""
        return self.filter(user=user)


class NoticeChoice(models.Model):
    """How a person wishes to be told, and their e-mail address. Without a row: at once, and no address."""

    class Way(models.TextChoices):
        AT_ONCE = "at_once", "有通知就告诉我"
        DIGEST = "digest", "每天汇总一次,寄到邮箱"
        INBOX = "inbox", "只放在收件箱"

    user = models.OneToOneField("accounts.User", models.PROTECT, verbose_name="账号", related_name="+")
    email = models.EmailField("电子邮箱", blank=True)
    way = models.CharField("通知方式", max_length=10, choices=Way, default=Way.AT_ONCE)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "通知方式"
        verbose_name_plural = "通知方式"
        constraints = [
            models.CheckConstraint(condition=Q(way__in=["at_once", "digest", "inbox"]), name="choice_way_known"),
            models.CheckConstraint(condition=~Q(way="digest") | ~Q(email=""), name="choice_digest_has_address"),
        ]

    def __str__(self) -> str:
        return self.get_way_display()
