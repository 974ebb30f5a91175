import datetime as dt
from collections.abc import Iterable

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from studios.models.studios import Studio


class DutySetting(models.Model):
    """The one row of numbers by which shifts are made ahead and their people reminded."""

    weeks_ahead = models.PositiveSmallIntegerField(
        "提前几周排班",
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(26)],
        help_text="每天夜里按值班安排排到这么多周以后(1至26)。未见规定,建议值",
    )
    reminder_hour = models.PositiveSmallIntegerField(
        "前一天几点提醒值班人",
        default=18,
        validators=[MinValueValidator(8), MaxValueValidator(21)],
        help_text="值班前一天的这个钟点,不论是不是工作日(8至21)。未见规定,建议值",
    )
    unpublished_days = models.PositiveSmallIntegerField(
        "提前几天提醒发布",
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
        help_text="还没有发布的班,到这时提醒召集人和联络员(1至30)。未见规定,建议值",
    )

    class Meta:
        verbose_name = "值班设置"
        verbose_name_plural = "值班设置"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="duty_setting_one_row"),
            models.CheckConstraint(
                condition=Q(weeks_ahead__range=(1, 26), reminder_hour__range=(8, 21), unpublished_days__range=(1, 30)),
                name="duty_setting_sound",
            ),
        ]

    def __str__(self) -> str:
        return "值班设置"


class PatternQuerySet(models.QuerySet["DutyPattern"]):
    def in_studios(self, studios: Iterable[Studio]) -> "PatternQuerySet":
        return self.filter(studio__in=studios)

    def standing(self, today: dt.date) -> "PatternQuerySet":
        """Those that hold today or will; one that was taken back before it began never did."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=today), dropped=False)


class DutyPattern(models.Model):
    """值班安排: when a studio receives people, as a rule from which shifts are made ahead (domain §5.2).

    A change ends one and opens the next; one that has not begun yet is ``dropped``.
    """

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", "每周星期几"
        MONTHLY = "monthly", "每月几号"
        NTH = "nth", "每月第几个星期几"

    class DayOff(models.TextChoices):
        SKIP = "skip", "不值班"
        MOVE = "move", "顺延"
        KEEP = "keep", "照常值班"

    studio = models.ForeignKey(Studio, models.PROTECT, verbose_name="工作室", related_name="patterns")
    rhythm = models.CharField("周期", max_length=10, choices=Rhythm)
    weekday = models.PositiveSmallIntegerField("星期几", null=True, blank=True, help_text="0是星期一,6是星期日")
    day = models.PositiveSmallIntegerField("几号", null=True, blank=True)
    nth = models.PositiveSmallIntegerField("第几个", null=True, blank=True, help_text="5是最后一个")
    starts: "models.TimeField[dt.time, dt.time]" = models.TimeField("开始")
    ends: "models.TimeField[dt.time, dt.time]" = models.TimeField("结束")
    people = models.PositiveSmallIntegerField("每班人数", default=1)
    day_off = models.CharField("遇放假", max_length=10, choices=DayOff, default=DayOff.MOVE)
    makeup = models.CharField("遇调休上班的周末", max_length=10, choices=DayOff, default=DayOff.KEEP)
    place = models.CharField("地点", max_length=60, blank=True, help_text="不填就是工作室的地址")
    since: "models.DateField[dt.date, dt.date]" = models.DateField("从")
    until: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("到", null=True, blank=True)
    dropped = models.BooleanField("没有施行", default=False)
    made_at = models.DateTimeField("制定时间", null=True, blank=True)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="制定人", related_name="+"
    )
    ended_at = models.DateTimeField("停用时间", null=True, blank=True)
    ended_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="停用人", related_name="+"
    )

    objects = PatternQuerySet.as_manager()

    class Meta:
        verbose_name = "值班安排"
        verbose_name_plural = "值班安排"
        ordering = ["studio", "pk"]
        permissions = [("edit_duty", "安排各工作室的值班"), ("export_duty", "导出值班表")]
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm="weekly", weekday__isnull=False, day__isnull=True, nth__isnull=True)
                | Q(rhythm="monthly", weekday__isnull=True, day__isnull=False, nth__isnull=True)
                | Q(rhythm="nth", weekday__isnull=False, day__isnull=True, nth__isnull=False),
                name="pattern_rhythm_whole",
            ),
            models.CheckConstraint(
                condition=Q(weekday__isnull=True) | Q(weekday__range=(0, 6)), name="pattern_weekday"
            ),
            models.CheckConstraint(condition=Q(day__isnull=True) | Q(day__range=(1, 31)), name="pattern_day"),
            models.CheckConstraint(condition=Q(nth__isnull=True) | Q(nth__range=(1, 5)), name="pattern_nth"),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="pattern_starts_before_it_ends"),
            models.CheckConstraint(condition=Q(people__range=(1, 20)), name="pattern_people"),
            models.CheckConstraint(condition=Q(day_off__in=["skip", "move", "keep"]), name="pattern_day_off_known"),
            models.CheckConstraint(condition=Q(makeup__in=["skip", "move", "keep"]), name="pattern_makeup_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lte=F("until")), name="pattern_since_before_until"
            ),
            models.CheckConstraint(
                condition=Q(dropped=False) | Q(until__isnull=False), name="pattern_dropped_is_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.studio} {self.get_rhythm_display()}"
