import datetime as dt

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from assessment import states
from assessment.rules import can_see_months


class SheetQuerySet(models.QuerySet["MonthlySheet"]):
    def visible_to(self, user: User) -> "SheetQuerySet":
        """A month's sheet is one for everybody who may see the months, whoever asked for it."""
        return self if can_see_months(user) else self.none()

    def of_month(self, month: dt.date) -> "SheetQuerySet":
        return self.filter(month=month)

    def still_open(self) -> "SheetQuerySet":
        """Asked for and neither made nor given up."""
        return self.filter(state__in=states.OPEN)


class MonthlySheet(models.Model):
    """A month's workbook that somebody asked for: the request and, once a job has made it, the file.

    ``done`` of ``total`` members are written. ``attempts`` counts how often the making was begun, and tells a maker
    that was thought dead from the one that took over.
    """

    month = models.DateField("月份")
    state = models.CharField("状态", max_length=6, choices=list(states.STATES.items()), default=states.ASKED)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="申请人", related_name="+")
    asked_at = models.DateTimeField("申请时间")
    attempts = models.PositiveSmallIntegerField("第几次", default=0)
    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("共", default=0)
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    problem = models.CharField("没有生成的原因", max_length=200, blank=True)
    file = models.ForeignKey(
        "accounts.StoredFile", models.PROTECT, null=True, blank=True, verbose_name="文件", related_name="+"
    )

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = "月度汇总表"
        verbose_name_plural = "月度汇总表"
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "making", "ready", "failed"]), name="sheet_state_known"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="sheet_month_is_a_month"),
            models.CheckConstraint(
                condition=Q(state="ready", file__isnull=False) | (~Q(state="ready") & Q(file__isnull=True)),
                name="sheet_ready_with_file",
            ),
            models.CheckConstraint(
                condition=(Q(state="asked") | Q(state="making")) & Q(ended_at__isnull=True)
                | (Q(state="ready") | Q(state="failed")) & Q(ended_at__isnull=False),
                name="sheet_ended_with_moment",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="sheet_done_of_total"),
            models.UniqueConstraint(
                fields=["month"], condition=Q(state="asked") | Q(state="making"), name="sheet_one_open_a_month"
            ),
        ]
        indexes = [
            models.Index(fields=["month", "-asked_at"], name="sheet_by_month"),  # the month's page
        ]

    def __str__(self) -> str:
        return f"{self.month.year}年{self.month.month}月汇总表"


class SheetEvent(models.Model):
    """One step of a monthly sheet; never changed. The clock makes sheets: nobody stands here."""

    sheet = models.ForeignKey(MonthlySheet, models.CASCADE, verbose_name="月度汇总表", related_name="events")
    at = models.DateTimeField("时间")
    action = models.CharField("操作", max_length=6, choices=list(states.ACTIONS.items()))
    from_state = models.CharField("原状态", max_length=6)
    to_state = models.CharField("新状态", max_length=6)
    why = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "月度汇总表经过"
        verbose_name_plural = "月度汇总表经过"
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at}"
