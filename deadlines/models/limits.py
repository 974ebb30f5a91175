import datetime as dt

from django.db import models
from django.db.models import F, Q


class LimitQuerySet(models.QuerySet["Limit"]):
    def by_code(self) -> "LimitQuerySet":
        """Each code's rows, the one that takes effect last in front; of two of a day the later made."""
        return self.order_by("position", "code", "-effective_from", "-pk")

    def in_force(self, day: dt.date) -> "dict[str, Limit]":
        """The limit of each code as it stands on ``day``. One query."""
        found: dict[str, Limit] = {}
        for limit in self.filter(effective_from__lte=day).select_related("granted_by").by_code():
            found.setdefault(limit.code, limit)
        return found

    def of(self, code: str, day: dt.date) -> "Limit | None":
        """The limit of one code as it stands on ``day``. One query."""
        return self.filter(code=code, effective_from__lte=day).order_by("-effective_from", "-pk").first()


class Limit(models.Model):
    """A named limit from a date on. A change is a new row: what was opened under the old one keeps it.

    ``backward`` counts from an event to the days before it; ``rolls`` moves a last day off to the next working day.
    ``longest`` bounds a deadline with all its extensions, counted from its start; without ``granted_by`` none is given.
    """

    class Count(models.TextChoices):
        WORKING = "working", "工作日"
        NATURAL = "natural", "天"
        MONTHS = "months", "个月"
        FIXED = "fixed_date", "固定日期"

    code = models.SlugField("代码", max_length=30)
    name = models.CharField("名称", max_length=30)
    count = models.CharField("计算方式", max_length=10, choices=Count)
    value = models.PositiveSmallIntegerField("数值", null=True, blank=True)
    fixed_on: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("固定日期", null=True, blank=True)
    backward = models.BooleanField("往前数", default=False, help_text="从会议等事件当天往前数,最迟那天办")
    rolls = models.BooleanField("逢休息日顺延", default=True)
    effective_from = models.DateField("施行日期")
    granted_by = models.ForeignKey(
        "auth.Group", models.PROTECT, null=True, blank=True, verbose_name="谁批准延期", related_name="+"
    )
    longest = models.PositiveSmallIntegerField("连同延期最长", null=True, blank=True)
    longest_count = models.CharField("最长的计算方式", max_length=10, choices=Count.choices[:3], blank=True)
    source = models.CharField("出处", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField("顺序", default=999)
    made_at = models.DateTimeField("修改时间", null=True, blank=True)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="修改人", related_name="+"
    )

    objects = LimitQuerySet.as_manager()

    class Meta:
        verbose_name = "时限"
        verbose_name_plural = "时限"
        constraints = [
            models.CheckConstraint(
                condition=Q(count__in=["working", "natural", "months", "fixed_date"]), name="limit_count_known"
            ),
            models.CheckConstraint(
                condition=Q(longest_count__in=["", "working", "natural", "months"]),
                name="limit_longest_count_known",
            ),
            models.CheckConstraint(
                condition=Q(count="fixed_date", fixed_on__isnull=False, value__isnull=True, backward=False)
                | (~Q(count="fixed_date") & Q(fixed_on__isnull=True, value__isnull=False, value__range=(1, 3660))),
                name="limit_value_or_fixed_date",
            ),
            models.CheckConstraint(
                condition=Q(longest__isnull=True, longest_count="")
                | (
                    Q(longest__isnull=False, longest__range=(1, 3660), granted_by__isnull=False)
                    & Q(longest_count__in=["working", "natural", "months"])
                ),
                name="limit_longest_has_count",
            ),
            models.CheckConstraint(
                condition=Q(backward=False) | Q(granted_by__isnull=True), name="limit_backward_is_not_extended"
            ),
            models.CheckConstraint(
                condition=~Q(longest_count=F("count")) | Q(longest__gte=F("value")), name="limit_longest_not_shorter"
            ),
        ]
        indexes = [models.Index(fields=["code", "-effective_from"], name="limit_in_force")]  # opening a deadline

    def __str__(self) -> str:
        return f"{self.name} {self.in_words()}"

    def in_words(self) -> str:
        """7个工作日; 提前3天; 2026年8月31日"""
        if self.count == self.Count.FIXED and self.fixed_on:
            return f"{self.fixed_on.year}年{self.fixed_on.month}月{self.fixed_on.day}日"
        return f"{'提前' if self.backward else ''}{_amount(self.value, self.count)}"

    def longest_in_words(self) -> str:
        return _amount(self.longest, self.longest_count) if self.longest else ""


def _amount(value: int | None, count: str) -> str:
    unit = "个工作日" if count == Limit.Count.WORKING else Limit.Count(count).label
    return f"{value}{unit}"
