from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

NUMBERS = "诉求〔{year}〕{number}号"


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


def names_year_and_number(value: str) -> None:
    """Without the year the numbers of two years would be the same."""
    if value.count("{year}") != 1 or value.count("{number}") != 1 or value.count("{") != 2 or value.count("}") != 2:
        raise ValidationError("样式里要有一个 {year} 和一个 {number},分别是年份和序号。")


class MatterSetting(models.Model):
    """The one row of how this office follows matters up."""

    number_pattern = models.CharField(
        "诉求编号样式",
        max_length=30,
        default=NUMBERS,
        validators=[names_year_and_number],
        help_text="{year} 是年份,{number} 是当年的序号",
    )
    repeat_days = models.PositiveSmallIntegerField(
        "多少天内再次反映算重复",
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
        help_text="同一位群众,或者同一个村(社区)同一类别。未见规定,建议值",
    )
    reopenings = models.PositiveSmallIntegerField(
        "群众不满意的最多重新办理几次",
        default=1,
        validators=[MaxValueValidator(5)],
        help_text="参照提案的再次办理。未见规定,建议值",
    )

    class Meta:
        verbose_name = "诉求办理设置"
        verbose_name_plural = "诉求办理设置"
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="matter_setting_one_row"),
            models.CheckConstraint(
                condition=Q(repeat_days__range=(1, 3650), reopenings__range=(0, 5)), name="matter_setting_sane"
            ),
            models.CheckConstraint(
                condition=Q(number_pattern__contains="{year}") & Q(number_pattern__contains="{number}"),
                name="matter_setting_pattern_whole",
            ),
        ]

    def __str__(self) -> str:
        return "诉求办理设置"

    def number_of(self, year: int, number: int) -> str:
        """诉求〔2026〕12号"""
        return self.number_pattern.replace("{year}", str(year)).replace("{number}", str(number))
