from django.db import models


class Counter(models.Model):
    """The last official number given under a key, such as 催办单 of a year. Written by ``next_numbers`` only."""

    key = models.CharField("编号种类", max_length=60, unique=True)
    value = models.PositiveIntegerField("最后的号", default=0)

    class Meta:
        verbose_name = "编号"
        verbose_name_plural = "编号"

    def __str__(self) -> str:
        return f"{self.key} {self.value}"
