import datetime as dt

from django.db import models
from django.db.models import Q

from members.models import Tie


class QuotaQuerySet(models.QuerySet["Quota"]):
    def on(self, day: dt.date) -> "QuotaQuerySet":
        """The row of each code that stands on ``day``, in use or switched off; one or none of a code."""
        ends_later = Q(effective_until__isnull=True) | Q(effective_until__gt=day)
        return self.filter(ends_later, effective_from__lte=day)

    def in_force(self, day: dt.date) -> "QuotaQuerySet":
        """What is asked of people on ``day``, in the order of the page."""
        return self.on(day).filter(in_use=True).order_by("position", "code")

    def newest(self) -> "QuotaQuerySet":
        """The last row of each code, which the next change will close."""
        return self.filter(effective_until__isnull=True)


class Quota(models.Model):
    """定额: how much contact is asked of whom, from a day on (domain §1, documents 000 and 002).

    A change closes one row and opens the next. ``effective_until`` is the first day on which the row does not stand any
    more; a row that ends on its first day was replaced before it took effect.
    """

    class Measure(models.TextChoices):
        PEOPLE = "tied_people", "联系的群众"
        VILLAGES = "tied_villages", "联系的村(社区)"
        MEMBERS = "tied_members", "联系的委员"
        VISITS = "visits", "走访次数"
        HEADCOUNT = "headcount", "联系群众人次"
        RECEPTIONS = "receptions", "接待来访次数"
        MEDIATIONS = "mediations", "化解矛盾纠纷次数"

    class Period(models.TextChoices):
        MONTH = "month", "每月"
        QUARTER = "quarter", "每季度"
        YEAR = "year", "每年"
        STANDING = "standing", "不分期"

    class Who(models.TextChoices):
        MEMBERS = "members", "全体委员"
        LEADERS = "leaders", "主席会议成员"
        CONVENERS = "conveners", "工作室召集人"
        STAFF = "staff", "机关干部"

    code = models.SlugField("代码", max_length=30)
    scheme = models.CharField("做法", max_length=20, help_text="如“151”、三联")
    name = models.CharField("名称", max_length=40)
    measure = models.CharField("数什么", max_length=14, choices=Measure)
    tie_kind = models.CharField("哪一类联系", max_length=12, choices=Tie.Kind, blank=True)
    period = models.CharField("多久一次", max_length=10, choices=Period)
    amount = models.PositiveIntegerField("数目")
    who = models.CharField("对谁", max_length=10, choices=Who)
    in_use = models.BooleanField("启用", default=True)
    effective_from = models.DateField("从哪天起")
    effective_until: "models.DateField[dt.date | None, dt.date | None]" = models.DateField(
        "到哪天(不含)", null=True, blank=True
    )
    source = models.CharField("出处", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField("顺序", default=999)
    made_at = models.DateTimeField("修改时间", null=True, blank=True)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="修改人", related_name="+"
    )

    objects = QuotaQuerySet.as_manager()

    class Meta:
        verbose_name = "定额"
        verbose_name_plural = "定额"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(effective_until__isnull=True), name="quota_one_open_a_code"
            ),
            models.CheckConstraint(
                condition=Q(
                    measure__in=[
                        "tied_people", "tied_villages", "tied_members",
                        "visits", "headcount", "receptions", "mediations",
                    ]
                ),
                name="quota_measure_known",
            ),
            models.CheckConstraint(
                condition=Q(tie_kind__in=["", "fixed", "three_links", "help", "other"]), name="quota_tie_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(period__in=["month", "quarter", "year", "standing"]), name="quota_period_known"
            ),
            models.CheckConstraint(
                condition=Q(who__in=["members", "leaders", "conveners", "staff"]), name="quota_who_known"
            ),
            models.CheckConstraint(condition=Q(amount__range=(1, 10_000)), name="quota_amount_1_to_10000"),
            models.CheckConstraint(  # ties are counted as they stand, visits within a period; staff have ties only
                condition=(Q(measure__startswith="tied_") & Q(period="standing"))
                | (~Q(measure__startswith="tied_") & ~Q(period="standing") & Q(tie_kind="") & ~Q(who="staff")),
                name="quota_ties_stand_visits_recur",
            ),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True) | Q(effective_from__lte=models.F("effective_until")),
                name="quota_from_before_until",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class QuotaReminder(models.Model):
    """How many days before the end of a period those who are behind are told; 0 is never.

    What stands without a period is looked at towards the end of the year.
    """

    period = models.CharField("周期", max_length=10, choices=Quota.Period, unique=True)
    days = models.PositiveSmallIntegerField("提前几天提醒")

    class Meta:
        verbose_name = "定额提醒"
        verbose_name_plural = "定额提醒"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(period__in=["month", "quarter", "year", "standing"]), name="quota_reminder_period_known"
            ),
            models.CheckConstraint(condition=Q(days__lte=180), name="quota_reminder_days_to_180"),
        ]

    def __str__(self) -> str:
        return f"{self.get_period_display()} {self.days}天"


class QuotaTold(models.Model):
    """Somebody was told once that they were behind with a quota in the period that began on ``began_on``."""

    user = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="账号", related_name="+")
    code = models.SlugField("定额", max_length=30, db_index=False)  # the unique index serves
    began_on = models.DateField("周期第一天")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "定额提醒记录"
        verbose_name_plural = "定额提醒记录"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["began_on", "code", "user"], name="quota_told_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.code} {self.began_on}"
