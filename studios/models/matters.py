from django.db import models
from django.db.models import Q

from studios.models.visits import VisitLog


class MatterCategory(models.Model):
    """诉求类别: rows, for every office has its own."""

    code = models.SlugField("代码", max_length=20, unique=True)
    name = models.CharField("类别", max_length=20, unique=True)
    position = models.PositiveSmallIntegerField("顺序", default=999)
    in_use = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = "诉求类别"
        verbose_name_plural = "诉求类别"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Matter(models.Model):
    """诉求: what was raised in a visit, and how it was dealt with."""

    class Outcome(models.TextChoices):
        SETTLED = "settled", "当场解决"
        EXPLAINED = "explained", "解释说明"
        REFERRED = "referred", "转办"
        REPORTED = "reported", "上报"
        OPINION = "opinion", "转社情民意"
        PROPOSAL = "proposal", "转提案"
        TOPIC = "topic", "转协商议题"
        GUIDED = "guided", "引导信访或司法"
        HISTORY = "history", "文史线索"
        NOTED = "noted", "只记录"

    visit = models.ForeignKey(VisitLog, models.CASCADE, verbose_name="民情日志", related_name="matters")
    position = models.PositiveSmallIntegerField("第几件", default=1)
    text = models.TextField("反映问题", max_length=1000)
    category = models.ForeignKey(
        MatterCategory, models.PROTECT, null=True, blank=True, verbose_name="类别", related_name="+"
    )
    village = models.ForeignKey(
        "members.Village", models.PROTECT, null=True, blank=True, verbose_name="村(社区)", related_name="+"
    )
    concerned = models.PositiveIntegerField("涉及人数", null=True, blank=True)
    asked_before = models.BooleanField("已向部门反映过", default=False)
    asked_whom = models.CharField("向哪个部门", max_length=60, blank=True, default="")
    asked_when = models.CharField("什么时候", max_length=30, blank=True, default="")
    asked_answer = models.CharField("部门怎么答复", max_length=300, blank=True, default="")
    answer = models.TextField("当场答复", max_length=1000, blank=True)
    outcome = models.CharField("处理方式", max_length=10, choices=Outcome, default=Outcome.NOTED)
    told = models.BooleanField("是否已向群众反馈", default=False)

    class Meta:
        verbose_name = "诉求"
        verbose_name_plural = "诉求"
        ordering = ["visit", "position"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "position"], name="matter_position_once"),
            models.CheckConstraint(condition=~Q(text=""), name="matter_has_text"),
            models.CheckConstraint(
                condition=Q(
                    outcome__in=[
                        "settled", "explained", "referred", "reported", "opinion",
                        "proposal", "topic", "guided", "history", "noted",
                    ]
                ),
                name="matter_outcome_known",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text[:20]
