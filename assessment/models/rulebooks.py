import datetime as dt
from decimal import Decimal

from django.db import models
from django.db.models import Q


class RulebookQuerySet(models.QuerySet["Rulebook"]):
    def on(self, day: dt.date) -> "RulebookQuerySet":
        """In force on ``day``, the newest version first."""
        return self.filter(Q(effective_to__isnull=True) | Q(effective_to__gte=day), effective_from__lte=day).order_by(
            "-effective_from", "-version"
        )


class Rulebook(models.Model):
    """考核办法, one version of it. Its numbers are rows; none is written into code (domain §4)."""

    name = models.CharField("名称", max_length=60)
    version = models.PositiveSmallIntegerField("版本", unique=True)
    effective_from = models.DateField("施行日期")
    effective_to = models.DateField("废止日期", null=True, blank=True)
    counts_unchecked = models.BooleanField("待核的也计入", default=False, help_text="不打勾:只有已核的民情日志计入得分")
    is_sample = models.BooleanField("示例", default=False)
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="确认人", related_name="+"
    )

    objects = RulebookQuerySet.as_manager()

    class Meta:
        verbose_name = "考核办法"
        verbose_name_plural = "考核办法"
        ordering = ["-version"]
        permissions = [
            ("see_months", "查看月度考核表"),
            ("close_months", "月度结账"),
            ("confirm_rulebooks", "确认、修订考核办法"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(confirmed_at__isnull=False),
                name="rulebook_confirmed_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_from__lte=models.F("effective_to")),
                name="rulebook_from_before_to",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} 第{self.version}版"


class Item(models.Model):
    """One scored item: points for each unit up to a cap, or points for reaching a quota in each period."""

    class Kind(models.TextChoices):
        PER_UNIT = "per_unit", "每一个计分,封顶"
        QUOTA = "quota", "达到次数得满分,不足按比例"

    class Every(models.TextChoices):
        MONTH = "month", "每月"
        QUARTER = "quarter", "每季度"
        YEAR = "year", "全年"

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, verbose_name="考核办法", related_name="items")
    code = models.SlugField("代码", max_length=30)
    name = models.CharField("项目", max_length=40)
    group = models.CharField("类别", max_length=20)
    measure = models.CharField("依据的数据", max_length=20, help_text="尚无数据来源的项目不计分,也不计入应得分")
    kind = models.CharField("计分方式", max_length=10, choices=Kind)
    every = models.CharField("周期", max_length=10, choices=Every, default=Every.YEAR)
    required = models.PositiveIntegerField("应完成数", default=1)
    points = models.DecimalField("分值", max_digits=6, decimal_places=2)
    cap = models.DecimalField("全年封顶", max_digits=6, decimal_places=2)
    source = models.CharField("出处", max_length=60, blank=True)
    position = models.PositiveSmallIntegerField("顺序")

    class Meta:
        verbose_name = "考核项目"
        verbose_name_plural = "考核项目"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rulebook", "code"], name="item_code_once"),
            models.CheckConstraint(condition=Q(kind__in=["per_unit", "quota"]), name="item_kind_known"),
            models.CheckConstraint(condition=Q(every__in=["month", "quarter", "year"]), name="item_every_known"),
            models.CheckConstraint(condition=Q(required__gte=1), name="item_required_positive"),
            models.CheckConstraint(
                condition=Q(points__gte=Decimal(0)) & Q(cap__gte=Decimal(0)), name="item_points_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Prerequisite(models.Model):
    """What must be done whatever the points are; who has not done it gets at most ``ceiling``."""

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, verbose_name="考核办法", related_name="prerequisites")
    code = models.SlugField("代码", max_length=30)
    name = models.CharField("前置条件", max_length=40)
    measure = models.CharField("依据的数据", max_length=20)
    required = models.PositiveIntegerField("全年应完成数", default=1)
    from_month = models.PositiveSmallIntegerField("从几月起检查", default=12)
    ceiling = models.ForeignKey("assessment.Grade", models.PROTECT, verbose_name="未完成时最高等次", related_name="+")
    position = models.PositiveSmallIntegerField("顺序")

    class Meta:
        verbose_name = "前置条件"
        verbose_name_plural = "前置条件"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["rulebook", "code"], name="prerequisite_code_once"),
            models.CheckConstraint(condition=Q(from_month__range=(1, 12)), name="prerequisite_month_1_to_12"),
        ]

    def __str__(self) -> str:
        return self.name


class Grade(models.Model):
    """等次 by the share of the points that could be had so far, in percent."""

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, verbose_name="考核办法", related_name="grades")
    name = models.CharField("等次", max_length=10)
    from_percent = models.PositiveSmallIntegerField("得分率达到(%)")

    class Meta:
        verbose_name = "等次"
        verbose_name_plural = "等次"
        ordering = ["-from_percent"]
        constraints = [
            models.UniqueConstraint(fields=["rulebook", "name"], name="grade_name_once"),
            models.UniqueConstraint(fields=["rulebook", "from_percent"], name="grade_percent_once"),
            models.CheckConstraint(condition=Q(from_percent__range=(0, 100)), name="grade_percent_0_to_100"),
        ]

    def __str__(self) -> str:
        return self.name
