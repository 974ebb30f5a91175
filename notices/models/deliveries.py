import datetime as dt

from django.db import models
from django.db.models import Q

from accounts.models import User
from notices import rules, states
from notices.hours import in_hours
from notices.models.notices import Notice

LATE = dt.timedelta(minutes=30)  # with the lease before it, what hangs shows within the hour


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, user: User) -> "DeliveryQuerySet":
        """All, for who takes care of what did not get through; nobody else sees any."""
        return self if rules.can_see_deliveries(user) else self.none()

    def due(self, now: dt.datetime) -> "DeliveryQuerySet":
        """What a worker may take now: what waits for its time, and what a killed worker held past its lease."""
        due = self.filter(state__in=[states.WAITING, states.SENDING], next_try_at__lte=now)
        return due if in_hours(now) else due.filter(any_hour=True)

    def failed(self) -> "DeliveryQuerySet":
        """What was given up, and nobody has taken care of yet."""
        return self.filter(state=states.FAILED)

    def with_notice(self) -> "DeliveryQuerySet":
        """With the notice and its reader, in the same query."""
        return self.select_related("notice__user")

    def newest_first(self) -> "DeliveryQuerySet":
        return self.order_by("-next_try_at", "-pk")

    def stuck(self, now: dt.datetime) -> "DeliveryQuerySet":
        """What should have gone out half an hour ago: the worker stands still, or cannot keep up."""
        return self.due(now).due(now - LATE)


class Delivery(models.Model):
    """A notice on its way through one channel. ``notices.services.sending`` writes ``state``, and nobody else.

    ``next_try_at``: when a worker looks at it next; while it is being sent, when its lease ends. ``tries`` counts the
    takings and fences off a worker that comes back after its lease. ``once``: what a group chat hears one time,
    whoever of the group was told.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", "电子邮件"
        DIGEST = "digest", "每日汇总邮件"
        SMS = "sms", "短信"
        WECOM = "wecom", "企业微信群"
        DINGTALK = "dingtalk", "钉钉群"
        FEISHU = "feishu", "飞书群"

    notice = models.ForeignKey(  # the unique pair with the channel is index enough
        Notice, models.CASCADE, verbose_name="通知", related_name="deliveries", db_index=False
    )
    channel = models.CharField("渠道", max_length=10, choices=Channel)
    once = models.CharField(max_length=140, null=True, blank=True, unique=True, editable=False)
    state = models.CharField("状态", max_length=10, choices=list(states.STATES.items()), default=states.WAITING)
    any_hour = models.BooleanField("任何时候都发", default=False)
    next_try_at = models.DateTimeField("下次发送")
    tries = models.PositiveSmallIntegerField("发送次数", default=0)
    error = models.CharField("没送到的原因", max_length=200, blank=True)
    sent_at = models.DateTimeField("送出时间", null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "发送"
        verbose_name_plural = "发送"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(states.STATES)), name="delivery_state_known"),
            models.CheckConstraint(
                condition=Q(channel__in=["email", "digest", "sms", "wecom", "dingtalk", "feishu"]),
                name="delivery_channel_known",
            ),
            models.CheckConstraint(
                condition=Q(state=states.SENT, sent_at__isnull=False)
                | (~Q(state=states.SENT) & Q(sent_at__isnull=True)),
                name="delivery_sent_at_when_sent",
            ),
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel"),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at", "id"],  # the id too: a sweep makes thousands that are due at one moment
                condition=Q(state__in=[states.WAITING, states.SENDING]),
                name="delivery_due",
            ),  # the worker, every few seconds
            models.Index(fields=["state", "-next_try_at"], name="delivery_by_state"),  # the office's page
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.get_state_display()}"


class DeliveryEvent(models.Model):
    """One step of a delivery; never changed. ``by`` is null for the worker.

    A taking leaves none: ``tries`` counts it.
    """

    delivery = models.ForeignKey(Delivery, models.CASCADE, verbose_name="发送", related_name="events")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="操作人", related_name="+"
    )
    via = models.CharField("途径", max_length=10, choices=[("page", "页面"), ("job", "定时任务")])
    action = models.CharField("操作", max_length=10, choices=list(states.ACTIONS.items()))
    from_state = models.CharField("原状态", max_length=10)
    to_state = models.CharField("新状态", max_length=10)
    why = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "发送经过"
        verbose_name_plural = "发送经过"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at}"
