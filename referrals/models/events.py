import datetime as dt

from django.db import models
from django.db.models import Q

from accounts.models import User
from referrals import states
from referrals.models.referrals import Referral


class ReferralEvent(models.Model):
    """One step of a referral; never changed. ``by`` is null for the clock.

    ``said`` is the unit's whole answer as it stood then: one that was rejected stays readable here. ``on`` is the day
    on the paper where the step was taken on paper.
    """

    VIA = [("page", "页面"), ("paper", "纸质回执"), ("code", "程序"), ("import", "导入"), ("job", "定时任务")]

    referral = models.ForeignKey(Referral, models.CASCADE, verbose_name="交办件", related_name="events")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="操作人", related_name="+"
    )
    via = models.CharField("途径", max_length=10, choices=VIA)
    action = models.CharField("操作", max_length=20, choices=list((states.ACTIONS | states.HAPPENINGS).items()))
    from_state = models.CharField("原状态", max_length=10, blank=True)
    to_state = models.CharField("新状态", max_length=10)
    why = models.CharField("说明", max_length=500, blank=True)
    said = models.TextField("答复内容", blank=True)
    suggested_unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, null=True, blank=True, verbose_name="建议改办单位", related_name="+"
    )
    on: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("纸面日期", null=True, blank=True)

    class Meta:
        verbose_name = "交办经过"
        verbose_name_plural = "交办经过"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(action="ask_back") | ~Q(why=""), name="referral_return_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at}"


class Side(models.TextChoices):
    """Whose paper a file is."""

    SENDER = "sender", "交办材料"
    UNIT = "unit", "答复附件"
    SCAN = "scan", "回执扫描件"


class ReferralFileQuerySet(models.QuerySet["ReferralFile"]):
    def drafts(self) -> "ReferralFileQuerySet":
        return self.filter(handed_in_at__isnull=True)

    def readable_by(self, user: User) -> "ReferralFileQuerySet":
        """Files of referrals one may see; those of an answer not given yet only by the unit itself."""
        seen = Referral.objects.visible_to(user)
        own = Referral.objects.of_units_of(user)
        return self.filter(Q(referral__in=own) | Q(referral__in=seen, handed_in_at__isnull=False))


class ReferralFile(models.Model):
    """A file that goes with a referral. ``handed_in_at`` is null while the unit's answer is being written."""

    referral = models.ForeignKey(Referral, models.CASCADE, verbose_name="交办件", related_name="files")
    file = models.ForeignKey("accounts.StoredFile", models.PROTECT, verbose_name="文件", related_name="+")
    side = models.CharField("谁的材料", max_length=10, choices=Side)
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="上传人", related_name="+"
    )
    at = models.DateTimeField("上传时间")
    handed_in_at = models.DateTimeField("提交时间", null=True, blank=True)

    objects = ReferralFileQuerySet.as_manager()

    class Meta:
        verbose_name = "交办材料"
        verbose_name_plural = "交办材料"
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(side__in=["sender", "unit", "scan"]), name="referral_file_side_known"),
            models.CheckConstraint(
                condition=Q(side="unit") | Q(handed_in_at__isnull=False), name="referral_file_only_units_are_drafts"
            ),
            models.UniqueConstraint(fields=["referral", "file"], name="referral_file_once"),
        ]

    def __str__(self) -> str:
        return str(self.file)
