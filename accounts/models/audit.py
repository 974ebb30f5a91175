from typing import NoReturn

from django.db import models


class AuditQuerySet(models.QuerySet["AuditEvent"]):
    def update(self, **kwargs: object) -> NoReturn:
        raise TypeError("审计记录只能追加,不能修改")

    def delete(self) -> NoReturn:
        raise TypeError("审计记录只能追加,不能删除")


class AuditEvent(models.Model):
    """Who did what to which object, when and from where. Append-only, no foreign keys: it outlives what it names.

    Features never read it. No text in it names a constituent.
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
        REFUSED = "refused", "被拒绝"

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
        indexes = [models.Index(fields=["-at"], name="audit_newest_first")]  # the auditor's list

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.subject}".strip()

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise TypeError("审计记录只能追加,不能修改")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("审计记录只能追加,不能删除")
