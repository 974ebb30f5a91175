import datetime as dt

from django.db import models

from common.dates import month_start


class PeriodQuerySet(models.QuerySet["Period"]):
    def closed(self, day: dt.date) -> bool:
        """Whether the month of ``day`` is closed. One query."""
        return self.filter(month=month_start(day)).exists()

    def closed_months(self) -> set[dt.date]:
        """First days of every closed month. One query."""
        return set(self.values_list("month", flat=True))


class Period(models.Model):
    """A closed month. Written by assessment; read by every app whose records feed the month.

    An open month has no row.
    """

    month = models.DateField("月份", unique=True, help_text="该月的第一天")
    closed_at = models.DateTimeField("结账时间")
    closed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="结账人", related_name="+"
    )

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "已结账月份"
        verbose_name_plural = "已结账月份"
        ordering = ["-month"]
        constraints = [models.CheckConstraint(condition=models.Q(month__day=1), name="period_starts_a_month")]

    def __str__(self) -> str:
        return f"{self.month.year}年{self.month.month}月"
