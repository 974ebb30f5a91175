from django.core.validators import MinValueValidator
from django.db import models

from accounts.models.audit import FEWEST_MONTHS

TOO_SHORT = "审计记录至少保留6个月(网络安全法)。"


class Office(models.Model):
    """The one row of words by which this office calls itself; every page and document uses it."""

    name = models.CharField("机关全称", max_length=60, default="政协××县委员会")
    short_name = models.CharField("简称", max_length=30, default="××县政协")
    region = models.CharField("行政区一级", max_length=2, default="县", help_text="县、区或市")
    party_desk = models.CharField("党委办名称", max_length=20, default="县委办")
    government_desk = models.CharField("政府办名称", max_length=20, default="县政府办")
    studio_word = models.CharField("委员工作室的本地叫法", max_length=10, default="委员工作室")
    help_phone = models.CharField("求助电话", max_length=30, blank=True, help_text="忘记密码、打不开页面时打给谁")
    audit_months = models.PositiveSmallIntegerField(
        "审计记录保留几个月",
        default=12,
        help_text="到期的由系统清除;至少6个月",
        validators=[MinValueValidator(FEWEST_MONTHS, TOO_SHORT)],
    )

    class Meta:
        verbose_name = "机关设置"
        verbose_name_plural = "机关设置"
        permissions = [("use_office", "可以进入机关端")]
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="office_one_row"),
            models.CheckConstraint(
                condition=models.Q(audit_months__gte=FEWEST_MONTHS), name="office_keeps_audit_long_enough"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name
