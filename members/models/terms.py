import datetime as dt

from django.db import models

from common.text import chinese_ordinal


class TermQuerySet(models.QuerySet["Term"]):
    def current(self) -> "Term | None":
        """The newest term, or None before the first. One query."""
        return self.order_by("-number").first()


class Term(models.Model):
    """届: five years by the charter; the dates may be unknown when a roster makes the term."""

    number = models.PositiveSmallIntegerField("届", unique=True)
    starts_on = models.DateField("开始日期", null=True, blank=True)
    ends_on = models.DateField("结束日期", null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = "届"
        verbose_name_plural = "届"
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(number__range=(1, 99)), name="term_number_1_to_99"),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lt=models.F("ends_on")),
                name="term_starts_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"第{chinese_ordinal(self.number)}届"


class Plenary(models.Model):
    """次会议 of a term, opened once a year."""

    term = models.ForeignKey(Term, models.PROTECT, verbose_name="届", related_name="plenaries")
    number = models.PositiveSmallIntegerField("次")
    opens_on: "models.DateField[dt.date, dt.date]" = models.DateField("开幕日期")
    closes_on: "models.DateField[dt.date, dt.date]" = models.DateField("闭幕日期")

    class Meta:
        verbose_name = "全体会议"
        verbose_name_plural = "全体会议"
        ordering = ["-term__number", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="plenary_once_per_term"),
            models.CheckConstraint(
                condition=models.Q(opens_on__lte=models.F("closes_on")), name="plenary_opens_before_it_closes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.term}第{chinese_ordinal(self.number)}次会议"
