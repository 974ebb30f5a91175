import datetime as dt

from django.db import models
from django.db.models import Q


class YearNotice(models.Model):
    """A year whose days off are announced. Without it the year's dates are provisional (暂定)."""

    year = models.PositiveSmallIntegerField("年份", unique=True)
    source = models.CharField("出处", max_length=60)
    entered_at = models.DateTimeField("录入时间")
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="录入人", related_name="+"
    )

    class Meta:
        verbose_name = "放假通知"
        verbose_name_plural = "放假通知"
        ordering = ["-year"]
        constraints = [models.CheckConstraint(condition=Q(year__range=(1949, 2200)), name="year_notice_year_sane")]

    def __str__(self) -> str:
        return f"{self.year}年放假通知"


class DayQuerySet(models.QuerySet["CalendarDay"]):
    def in_year(self, year: int) -> "DayQuerySet":
        return self.filter(date__gte=dt.date(year, 1, 1), date__lte=dt.date(year, 12, 31))


class CalendarDay(models.Model):
    """A day that does not go by its weekday. ``notice`` is null for one that the office entered by hand.

    A day of December may belong to the notice of the year after.
    """

    date = models.DateField("日期", unique=True)
    name = models.CharField("名称", max_length=30)
    source = models.CharField("出处", max_length=60)
    notice = models.ForeignKey(
        YearNotice, models.PROTECT, null=True, blank=True, verbose_name="放假通知", related_name="%(class)s_set"
    )

    objects = DayQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class DayOff(CalendarDay):
    class Meta(CalendarDay.Meta):
        verbose_name = "放假日"
        verbose_name_plural = "放假日"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="day_off_has_name")]


class MakeUpDay(CalendarDay):
    class Meta(CalendarDay.Meta):
        verbose_name = "调休上班日"
        verbose_name_plural = "调休上班日"
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="make_up_day_has_name")]
