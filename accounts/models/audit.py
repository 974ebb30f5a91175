import datetime as dt
from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import F, Q

from accounts.rules import can_read_audit

FEWEST_MONTHS = 6  # 网络安全法: logs are kept for six months at least
GENESIS = "0" * 64  # what the first seal follows


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: object) -> NoReturn:
        raise TypeError("审计记录只能追加,不能修改")

    def delete(self) -> NoReturn:
        raise TypeError("审计记录只能追加,不能删除")


class AppendOnly(models.Model):
    """A row that is written once. Only ``services.retention`` takes such rows away, past this guard."""

    class Meta:
        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise TypeError("审计记录只能追加,不能修改")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("审计记录只能追加,不能删除")


class AuditQuerySet(AppendOnlyQuerySet):
    def readable_by(self, user: Any) -> Self:
        """All rows for who may read the trail, none for anybody else."""
        return self.all() if can_read_audit(user) else self.none()

    def unsealed(self) -> Self:
        return self.filter(~models.Exists(AuditSeal.objects.filter(event=models.OuterRef("pk"))))

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def older_than(self, at: dt.datetime, pk: int) -> Self:
        """What comes after this place in ``newest_first``; written so that the index is entered at the place."""
        return self.filter(at__lte=at).exclude(at=at, pk__gte=pk)

    def newer_than(self, at: dt.datetime, pk: int) -> Self:
        return self.filter(at__gte=at).exclude(at=at, pk__lte=pk)


class AuditEvent(AppendOnly):
    """Who did what to which object, when and from where. No foreign keys: it outlives what it names.

    Features never read it. No text in it names a constituent. A new field joins ``chain.seals.FORMS``.
    """

    class Action(models.TextChoices):
        SIGNED_IN = "signed_in", "登录"
        SIGN_IN_FAILED = "sign_in_failed", "登录失败"
        SIGNED_OUT = "signed_out", "退出"
        PASSWORD_CHANGED = "password_changed", "修改密码"
        ACCOUNT_OPENED = "account_opened", "开通账号"
        KEY_ISSUED = "key_issued", "发登录条"
        KEY_USED = "key_used", "用登录条登录"
        REVEALED = "revealed", "查看完整号码"
        EXPORTED = "exported", "导出"
        IMPORTED = "imported", "导入"
        CHANGED = "changed", "修改"
        RIGHTS_CHANGED = "rights_changed", "权限变更"
        REFUSED = "refused", "被拒绝"
        VERIFIED = "verified", "核验审计"
        PURGED = "purged", "清除审计"

    at = models.DateTimeField("时间")
    actor_id = models.BigIntegerField("账号编号", null=True, blank=True)
    actor = models.CharField("操作人", max_length=60, blank=True)
    action = models.CharField("操作", max_length=20, choices=Action)
    subject = models.CharField("对象", max_length=120, blank=True)
    reason = models.CharField("事由", max_length=200, blank=True)
    detail = models.JSONField("明细", default=dict, blank=True)
    via = models.CharField("途径", max_length=60, blank=True)
    address = models.CharField("来自", max_length=45, blank=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = "审计记录"
        verbose_name_plural = "审计记录"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest_first"),  # the auditor's list, its dates and pages
            models.Index(fields=["action", "-at", "-id"], name="audit_of_action"),  # the list of one kind of act
            models.Index(fields=["actor_id", "-at", "-id"], name="audit_of_actor"),  # the list of one person
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.subject}".strip()


class AuditSeal(AppendOnly):
    """An event's place in the chain: its number, the hash before it and its own, by ``chain.seals``.

    ``previous`` is unique: two seals cannot follow the same one, so the chain cannot fork.
    """

    number = models.BigIntegerField("编号", primary_key=True)
    event = models.OneToOneField(AuditEvent, models.PROTECT, verbose_name="审计记录", related_name="seal")
    previous = models.CharField("上一号的哈希", max_length=64, unique=True)
    hash = models.CharField("哈希", max_length=64)
    form = models.PositiveSmallIntegerField("格式")
    key = models.CharField("密钥标记", max_length=8)
    sealed_at = models.DateTimeField("封存时间")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "审计封存"
        verbose_name_plural = "审计封存"
        indexes = [models.Index(fields=["sealed_at"], name="audit_seal_age")]  # where the sealer begins to look
        constraints = [models.CheckConstraint(condition=Q(number__gte=1), name="audit_seal_numbered_from_one")]

    def __str__(self) -> str:
        return f"第{self.number}号"


class AuditHead(models.Model):
    """The one row that knows where the chain ends; sealers lock it. Also the last verification and what it found."""

    number = models.BigIntegerField("末号", default=0)
    hash = models.CharField("末号的哈希", max_length=64, default=GENESIS)
    verified_at = models.DateTimeField("上次核验", null=True, blank=True)
    verified_to = models.BigIntegerField("核验到", default=0)
    findings = models.JSONField("核验发现", default=list, blank=True)

    class Meta:
        verbose_name = "审计链头"
        verbose_name_plural = "审计链头"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="audit_head_one_row")]

    def __str__(self) -> str:
        return f"第{self.number}号"


class AuditCheckpoint(AppendOnly):
    """What a purge removed: the rows ``first`` to ``number``, all older than ``until``; verification goes on from here.

    ``mac`` is keyed over every other field.
    """

    number = models.BigIntegerField("清除到", primary_key=True)
    first = models.BigIntegerField("清除从")
    hash = models.CharField("该号的哈希", max_length=64)
    count = models.BigIntegerField("清除条数")
    until = models.DateTimeField("清除早于")
    at = models.DateTimeField("清除时间")
    actor_id = models.BigIntegerField("账号编号", null=True, blank=True)
    actor = models.CharField("清除人", max_length=60)
    reason = models.CharField("事由", max_length=200, blank=True)
    key = models.CharField("密钥标记", max_length=8)
    mac = models.CharField("校验", max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "审计清除记录"
        verbose_name_plural = "审计清除记录"
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=1, count__gte=1, number__gte=F("first") + F("count") - 1),
                name="audit_checkpoint_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"清除到第{self.number}号"
