import datetime as dt

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from studios import rules
from studios.models.studios import Studio
from studios.states.gaps import GAPS

SUGGESTED = "未见规定,建议值"


class GapSetting(models.Model):
    """The one row that says when who is told of what is still empty. No rule names the numbers."""

    convener_day = models.PositiveSmallIntegerField(
        "每月几日告诉召集人、联络员", default=20, help_text="逢休息日顺延到下一个工作日"
    )
    office_after = models.PositiveSmallIntegerField("再过几个工作日告诉办公室", default=3)
    leader_after = models.PositiveSmallIntegerField("再过几个工作日告诉主席会议成员", default=5)
    unchecked_after = models.PositiveSmallIntegerField("日志提交后几个工作日没有核算太久", default=5)
    first_month: "models.DateField[dt.date, dt.date]" = models.DateField(
        "从哪个月起提醒", help_text="更早的月份只在页面上列出,不提醒"
    )
    source = models.CharField("出处", max_length=120, blank=True, default=SUGGESTED)

    class Meta:
        verbose_name = "空缺提醒设置"
        verbose_name_plural = "空缺提醒设置"
        default_permissions = ()
        permissions = [
            ("see_gaps", "查看还空着的(召集人知道以后的)"),
            ("see_gaps_first", "查看还空着的,不必等召集人先知道"),
            ("hear_of_gaps", "召集人之后收到还空着的提醒(办公室一步)"),
            ("hear_of_gaps_last", "办公室之后收到还空着的提醒(领导一步)"),
            ("export_gaps", "导出还空着的"),
            ("set_gaps", "修改还空着的提醒日子"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="gap_setting_one_row"),
            models.CheckConstraint(condition=Q(convener_day__range=(1, 28)), name="gap_setting_day_of_any_month"),
            models.CheckConstraint(
                condition=Q(office_after__range=(1, 60), leader_after__range=(1, 60), unchecked_after__range=(1, 60)),
                name="gap_setting_days_sane",
            ),
            models.CheckConstraint(condition=Q(first_month__day=1), name="gap_setting_from_a_month"),
        ]

    def __str__(self) -> str:
        return "空缺提醒设置"

    def in_words(self) -> list[str]:
        return [
            f"每月{self.convener_day}日告诉召集人",
            f"再过{self.office_after}个工作日告诉办公室",
            f"再过{self.leader_after}个工作日告诉领导",
            f"日志{self.unchecked_after}个工作日没有核算太久",
            f"从{self.first_month:%Y-%m}起",
            f"出处 {self.source or '—'}",
        ]


class GapNoticeQuerySet(models.QuerySet["GapNotice"]):
    def visible_to(self, user: User) -> "GapNoticeQuerySet":
        """All for who sees what is empty; else those of the studios one runs."""
        return self if rules.can_see_gaps(user) else self.filter(studio__in=Studio.objects.run_by(user))

    def of_month(self, month: dt.date) -> "GapNoticeQuerySet":
        return self.filter(month=month)

    def for_office(self) -> "GapNoticeQuerySet":
        """Told to the convener, not yet to the office."""
        return self.filter(office_at__isnull=True, mended_at__isnull=True)

    def for_leaders(self) -> "GapNoticeQuerySet":
        """Told to the office, not yet to leaders."""
        return self.filter(office_at__isnull=False, leader_at__isnull=True, mended_at__isnull=True)


class GapNotice(models.Model):
    """Who has been told, and when, that something of a studio's month was empty: the convener before all others.

    ``reached``: how many who run the studio were told; 0 where nobody runs it, or nobody can be reached. ``mended_at``:
    it was empty no longer when those above were to be told, so they never are.
    """

    studio = models.ForeignKey(Studio, models.PROTECT, verbose_name="工作室", related_name="+")
    month: "models.DateField[dt.date, dt.date]" = models.DateField("月份", help_text="该月的第一天")
    gap = models.CharField("哪一样空着", max_length=15, choices=[(gap.code, gap.name) for gap in GAPS.values()])
    count = models.PositiveIntegerField("当时几件")
    reached = models.PositiveSmallIntegerField("告诉了几人")
    convener_at = models.DateTimeField("告诉召集人、联络员")
    office_at = models.DateTimeField("告诉办公室", null=True, blank=True)
    leader_at = models.DateTimeField("告诉主席会议成员", null=True, blank=True)
    mended_at = models.DateTimeField("补上", null=True, blank=True)

    objects = GapNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "空缺提醒"
        verbose_name_plural = "空缺提醒"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["studio", "month", "gap"], name="gap_notice_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="gap_notice_of_a_month"),
            models.CheckConstraint(condition=Q(gap__in=list(GAPS)), name="gap_notice_gap_known"),
            models.CheckConstraint(condition=Q(count__gte=1), name="gap_notice_of_something"),
            models.CheckConstraint(
                condition=Q(office_at__isnull=True) | Q(convener_at__lt=F("office_at")),
                name="gap_notice_convener_before_office",
            ),
            models.CheckConstraint(
                condition=Q(leader_at__isnull=True) | Q(office_at__isnull=False, office_at__lt=F("leader_at")),
                name="gap_notice_office_before_leader",
            ),
            models.CheckConstraint(
                condition=Q(mended_at__isnull=True) | Q(leader_at__isnull=True), name="gap_notice_mended_is_not_told"
            ),
        ]
        indexes = [
            # the job, which asks what is not through yet
            models.Index(
                fields=["month"],
                condition=Q(leader_at__isnull=True, mended_at__isnull=True),
                name="gap_notice_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.studio} {self.month:%Y-%m} {self.get_gap_display()}"
