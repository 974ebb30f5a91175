import datetime as dt

from django.db import models
from django.db.models import Q

from deadlines.models.deadlines import Deadline, Part


class Level(models.TextChoices):
    REMIND = "remind", "提醒"
    URGE = "urge", "催办"
    SUPERVISE = "supervise", "督办"
    REPORT = "report", "上报"


class ReminderHours(models.Model):
    """The one row that says between which hours of a working day people are reminded."""

    opens = models.TimeField("几点开始", default=dt.time(9))
    closes = models.TimeField("几点为止", default=dt.time(17, 30))

    class Meta:
        verbose_name = "提醒时间"
        verbose_name_plural = "提醒时间"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="reminder_hours_one_row"),
            models.CheckConstraint(condition=Q(opens__lt=models.F("closes")), name="reminder_hours_open_first"),
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}至{self.closes:%H:%M}"


class Ladder(models.Model):
    """催办阶梯 of one kind of deadline; the one without kind serves all that have none of their own.

    With ``any_day_at`` its rungs are counted in natural days and told at that hour, whatever the day.
    """

    kind = models.SlugField("种类", max_length=30, blank=True, unique=True)
    any_day_at: "models.TimeField[dt.time | None, dt.time | None]" = models.TimeField(
        "不论哪天,几点提醒", null=True, blank=True
    )

    class Meta:
        verbose_name = "催办阶梯"
        verbose_name_plural = "催办阶梯"
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.kind or "通用"

    def in_words(self) -> str:
        """到期前7天提醒:承办;到期当天提醒:承办、负责人. Not said where there is no rung."""
        return ";".join(f"{one.when()}{one.get_level_display()}:{'、'.join(one.whom())}" for one in self.rungs.all())


class Rung(models.Model):
    """One step: so many days before (below zero) or after the last day, what it is, and whom it tells."""

    ladder = models.ForeignKey(Ladder, models.CASCADE, verbose_name="催办阶梯", related_name="rungs")
    offset = models.SmallIntegerField("到期后第几天", help_text="负数是到期之前")
    level = models.CharField("级别", max_length=10, choices=Level)
    tells_responsible = models.BooleanField("告诉承办", default=False)
    tells_head = models.BooleanField("告诉负责人", default=False)
    tells_office = models.BooleanField("告诉政协办公室", default=False)
    tells_leader = models.BooleanField("告诉领导", default=False)

    class Meta:
        verbose_name = "阶梯的一级"
        verbose_name_plural = "阶梯的各级"
        ordering = ["offset"]
        constraints = [
            models.UniqueConstraint(fields=["ladder", "offset"], name="rung_offset_once"),
            models.CheckConstraint(condition=Q(offset__range=(-366, 366)), name="rung_offset_sane"),
            models.CheckConstraint(
                condition=Q(level__in=["remind", "urge", "supervise", "report"]), name="rung_level_known"
            ),
            models.CheckConstraint(
                condition=Q(tells_responsible=True) | Q(tells_head=True) | Q(tells_office=True) | Q(tells_leader=True),
                name="rung_tells_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.offset:+d}"

    def parts(self) -> list[str]:
        """Whom it tells, by part."""
        return [part.value for part in Part if getattr(self, f"tells_{part.value}")]

    def whom(self) -> list[str]:
        """Whom it tells, in words."""
        return [Part(part).label for part in self.parts()]

    def when(self) -> str:
        """到期前7天, 到期当天, 到期后5天"""
        if not self.offset:
            return "到期当天"
        return f"到期{'前' if self.offset < 0 else '后'}{abs(self.offset)}天"


class FiringQuerySet(models.QuerySet["Firing"]):
    def told_of(self) -> "FiringQuerySet":
        """Rungs that were told; those that a later one had overtaken are left out."""
        return self.filter(passed_over=False)

    def undelivered(self) -> "FiringQuerySet":
        """Told nobody, for there was nobody, and the office has not yet told them by other ways."""
        return self.filter(passed_over=False, told=0, settled_at__isnull=True)

    def papers(self) -> "FiringQuerySet":
        """Numbered ones, which are printed."""
        return self.filter(number__isnull=False)


class Firing(models.Model):
    """A rung that came due, once per leg: told to so many people, or passed over because a later one was due already.

    It keeps what the rung was, for ladders change.
    """

    deadline = models.ForeignKey(Deadline, models.CASCADE, verbose_name="期限", related_name="firings")
    leg = models.PositiveSmallIntegerField("第几段")
    offset = models.SmallIntegerField("到期后第几天")
    level = models.CharField("级别", max_length=10, choices=Level)
    at = models.DateTimeField("时间")
    due_on = models.DateField("当时的到期日")
    passed_over = models.BooleanField("已越过", default=False)
    told = models.PositiveSmallIntegerField("告诉几人", default=0)
    year = models.PositiveSmallIntegerField("编号年份", null=True, blank=True)
    number = models.PositiveIntegerField("编号", null=True, blank=True)
    seen_at = models.DateTimeField("知悉时间", null=True, blank=True)
    seen_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="知悉人", related_name="+"
    )
    settled_at = models.DateTimeField("另行告知时间", null=True, blank=True)
    settled_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="另行告知人", related_name="+"
    )

    objects = FiringQuerySet.as_manager()

    class Meta:
        verbose_name = "催办记录"
        verbose_name_plural = "催办记录"
        ordering = ["at", "offset"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=["remind", "urge", "supervise", "report"]), name="firing_level_known"
            ),
            models.UniqueConstraint(fields=["deadline", "leg", "offset"], name="firing_once_per_leg"),
            models.UniqueConstraint(fields=["level", "year", "number"], name="firing_number_once"),
            models.CheckConstraint(
                condition=Q(passed_over=False) | Q(told=0, number__isnull=True), name="firing_passed_over_tells_nobody"
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True, number__isnull=True) | Q(year__isnull=False, number__isnull=False),
                name="firing_year_with_number",
            ),
            models.CheckConstraint(
                condition=Q(seen_at__isnull=True, seen_by__isnull=True)
                | Q(seen_at__isnull=False, seen_by__isnull=False),
                name="firing_seen_by_and_at",
            ),
        ]
        indexes = [
            # the office's list of what reached nobody
            models.Index(
                fields=["at"],
                condition=Q(passed_over=False, told=0, settled_at__isnull=True),
                name="firing_undelivered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.offset:+d}"

    def number_in_words(self) -> str:
        """催办〔2026〕12号; empty for a reminder, which has none."""
        return f"{self.get_level_display()}〔{self.year}〕{self.number}号" if self.number else ""
