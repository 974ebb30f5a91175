from django.db import models


class Sector(models.Model):
    """界别. The names and aliases are the office's own dictionary; rosters are read by them."""

    name = models.CharField("界别", max_length=30, unique=True)
    position = models.PositiveSmallIntegerField("顺序", default=999)

    class Meta:
        verbose_name = "界别"
        verbose_name_plural = "界别"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class SectorAlias(models.Model):
    """Another name under which rosters write a sector."""

    sector = models.ForeignKey(Sector, models.CASCADE, verbose_name="界别", related_name="aliases")
    name = models.CharField("别名", max_length=30, unique=True)

    class Meta:
        verbose_name = "界别的别名"
        verbose_name_plural = "界别的别名"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """片区 or 镇街, as the office divides its county."""

    name = models.CharField("片区(镇街)", max_length=30, unique=True)
    position = models.PositiveSmallIntegerField("顺序", default=999)

    class Meta:
        verbose_name = "片区(镇街)"
        verbose_name_plural = "片区(镇街)"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Village(models.Model):
    """村 or 社区 of an area."""

    area = models.ForeignKey(Area, models.PROTECT, verbose_name="片区(镇街)", related_name="villages")
    name = models.CharField("村(社区)", max_length=30)

    class Meta:
        verbose_name = "村(社区)"
        verbose_name_plural = "村(社区)"
        ordering = ["area__position", "area__name", "name"]
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="village_once_in_its_area")]

    def __str__(self) -> str:
        return self.name
