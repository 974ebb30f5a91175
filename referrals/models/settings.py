from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

PATTERN = "转办〔{year}〕{number}号"


def names_year_and_number(value: str) -> None:
    """Without the year the numbers of two years would be the same."""
    if value.count("{year}") != 1 or value.count("{number}") != 1:
        raise ValidationError("样式里要有一个 {year} 和一个 {number},分别是年份和序号。")


class ReferralSetting(models.Model):
    """The one row of how this office hands things out."""

    head_signs_off = models.BooleanField(
        "答复须单位负责人审定",
        default=False,
        help_text="打开后,经办人写好的答复先送本单位负责人,负责人审定才算答复;负责人自己答复的不用再审",
    )
    number_pattern = models.CharField(
        "转办单编号样式",
        max_length=30,
        default=PATTERN,
        help_text="{year} 是年份,{number} 是当年的序号",
        validators=[names_year_and_number, RegexValidator(r"^[^{}]*\{\w+\}[^{}]*\{\w+\}[^{}]*$", "大括号没有配好。")],
    )

    class Meta:
        verbose_name = "交办设置"
        verbose_name_plural = "交办设置"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="referral_setting_one_row"),
            models.CheckConstraint(
                condition=Q(number_pattern__contains="{year}") & Q(number_pattern__contains="{number}"),
                name="referral_setting_pattern_whole",
            ),
        ]

    def __str__(self) -> str:
        return "交办设置"

    def in_words(self) -> list[str]:
        return [f"负责人审定{'开' if self.head_signs_off else '关'}", f"编号{self.number_pattern}"]

    def number_of(self, year: int, number: int) -> str:
        """转办〔2026〕12号"""
        return self.number_pattern.replace("{year}", str(year)).replace("{number}", str(number))
