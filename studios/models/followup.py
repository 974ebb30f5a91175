import datetime as dt

from django.db import models
from django.db.models import Q

from studios.models.matters import Matter
from studios.states import matters as states


class MatterEvent(models.Model):
    """One step of a matter; never changed. ``by`` is null for the clock.

    ``said`` are the words that went with it, ``supervisor`` who was to see that it is done. ``stamp`` tells a form that
    was sent twice from one that was sent anew.
    """

    VIA = [("page", "页面"), ("import", "导入"), ("code", "程序"), ("job", "定时任务")]

    matter = models.ForeignKey(Matter, models.CASCADE, verbose_name="诉求", related_name="events")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="操作人", related_name="+"
    )
    via = models.CharField("途径", max_length=10, choices=VIA)
    action = models.CharField("操作", max_length=20, choices=list(states.MATTER_ACTIONS.items()))
    from_state = models.CharField("原状态", max_length=10)
    to_state = models.CharField("新状态", max_length=10)
    why = models.CharField("说明", max_length=300, blank=True)
    said = models.TextField("内容", max_length=2000, blank=True)
    supervisor = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="请谁督办", related_name="+"
    )
    stamp = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = "诉求经过"
        verbose_name_plural = "诉求经过"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=list(states.MATTER_ACTIONS)), name="matter_event_action_known"
            ),
            models.CheckConstraint(
                condition=Q(supervisor__isnull=True) | Q(action="result"), name="matter_event_result_is_supervised"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at}"


class MatterReport(models.Model):
    """上报(借力): a matter that a level above is asked to help with, and what came back. One runs at a time."""

    class Level(models.TextChoices):
        OFFICE = "office", "政协办公室"
        PARTY = "party", "党委办"
        GOVERNMENT = "government", "政府办"

    matter = models.ForeignKey(Matter, models.CASCADE, verbose_name="诉求", related_name="reports")
    level = models.CharField("报到哪里", max_length=10, choices=Level)
    text = models.TextField("请求协调的事", max_length=2000)
    state = models.CharField("状态", max_length=10, choices=list(states.REPORTS.items()), default=states.REPORT_WAITING)
    sent_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="上报人", related_name="+")
    sent_at = models.DateTimeField("上报时间")
    answer = models.TextField("答复", max_length=2000, blank=True)
    answered_on: "models.DateField[dt.date | None, dt.date | None]" = models.DateField(
        "答复日期", null=True, blank=True
    )
    closed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="记录人", related_name="+"
    )
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    class Meta:
        verbose_name = "诉求上报"
        verbose_name_plural = "诉求上报"
        default_permissions = ()
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(states.REPORTS)), name="report_state_known"),
            models.CheckConstraint(condition=Q(level__in=["office", "party", "government"]), name="report_level_known"),
            models.CheckConstraint(condition=~Q(text=""), name="report_has_text"),
            models.CheckConstraint(
                condition=~Q(state=states.REPORT_ANSWERED) | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="report_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(state=states.REPORT_WAITING, closed_at__isnull=True)
                | (~Q(state=states.REPORT_WAITING) & Q(closed_at__isnull=False)),
                name="report_closed_at",
            ),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(state=states.REPORT_WAITING), name="report_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"报{self.get_level_display()}"


class MatterFeedback(models.Model):
    """回音: what the person who raised it was told, by whom, when, how, and whether they are content.

    ``final`` is the one that ends a round; ``round`` counts how often the matter was opened again before. ``whom`` is
    a kind of person and no name.
    """

    class Way(models.TextChoices):
        FACE = "face", "当面"
        PHONE = "phone", "电话"
        WECHAT = "wechat", "微信"
        LETTER = "letter", "书面"
        BOARD = "board", "村务公开栏"

    class Whom(models.TextChoices):
        SELF = "self", "反映人本人"
        FAMILY = "family", "反映人家属"
        VILLAGE = "village", "村(社区)干部转告"
        PUBLIC = "public", "公开告知"

    class Content(models.TextChoices):
        SATISFIED = "satisfied", "满意"
        MOSTLY = "mostly", "基本满意"
        UNSATISFIED = "unsatisfied", "不满意"
        UNSAID = "unsaid", "未表态"

    matter = models.ForeignKey(Matter, models.CASCADE, verbose_name="诉求", related_name="feedbacks")
    told_on: "models.DateField[dt.date, dt.date]" = models.DateField("告知日期")
    way = models.CharField("告知方式", max_length=10, choices=Way)
    whom = models.CharField("告诉了谁", max_length=10, choices=Whom, default=Whom.SELF)
    told_by = models.CharField("谁告知的", max_length=30)
    words = models.TextField("告知的内容", max_length=1000)
    content = models.CharField("群众意见", max_length=12, choices=Content, default=Content.UNSAID)
    note = models.CharField("备注", max_length=200, blank=True)
    final = models.BooleanField("办结回音", default=True)
    round = models.PositiveSmallIntegerField("第几次办理", default=0)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="记录人", related_name="+")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "群众回音"
        verbose_name_plural = "群众回音"
        default_permissions = ()
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=["face", "phone", "wechat", "letter", "board"]), name="feedback_way_known"
            ),
            models.CheckConstraint(
                condition=Q(whom__in=["self", "family", "village", "public"]), name="feedback_whom_known"
            ),
            models.CheckConstraint(
                condition=Q(content__in=["satisfied", "mostly", "unsatisfied", "unsaid"]),
                name="feedback_content_known",
            ),
            models.CheckConstraint(condition=~Q(words="") & ~Q(told_by=""), name="feedback_says_who_and_what"),
            models.UniqueConstraint(fields=["matter", "round"], condition=Q(final=True), name="feedback_final_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()}告知"
