from django.db import models
from django.db.models import Q

from studios.models.visits import VisitLog


class Matter(models.Model):
    """诉求: what was raised in a visit, and how it was dealt with."""

    class Outcome(models.TextChoices):
        SETTLED = "settled", "当场解决"
        EXPLAINED = "explained", "解释说明"
        REFERRED = "referred", "转镇村或单位"
        REPORTED = "reported", "上报政协办"
        OPINION = "opinion", "转社情民意"
        PROPOSAL = "proposal", "转提案"
        TOPIC = "topic", "转协商议题"
        GUIDED = "guided", "引导信访或司法"
        NOTED = "noted", "只记录"

    visit = models.ForeignKey(VisitLog, models.CASCADE, verbose_name="民情日志", related_name="matters")
    position = models.PositiveSmallIntegerField("第几件", default=1)
    text = models.TextField("反映问题", max_length=1000)
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
                        "proposal", "topic", "guided", "noted",
                    ]
                ),
                name="matter_outcome_known",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text[:20]
