"""The standard of a studio (五有、六有、五上墙) as rows, and what each studio shows for each."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from studios.models.studios import Studio


class StandardItemQuerySet(models.QuerySet["StandardItem"]):
    def asked(self) -> "StandardItemQuerySet":
        """Those that studios have to fill today, in the order of the list."""
        return self.filter(in_use=True)


class StandardItem(models.Model):
    """One line of the checklist; an office keeps its own (domain §5.1 has what other counties ask)."""

    code = models.SlugField("代码", max_length=30, unique=True)
    label = models.CharField("归类", max_length=20, help_text="如:五有、六有、五上墙、台账")
    name = models.CharField("内容", max_length=30)
    evidence = models.CharField("要看什么", max_length=120, blank=True, help_text="填写时给工作室看的提示")
    position = models.PositiveSmallIntegerField("顺序", default=999)
    in_use = models.BooleanField("现在要求", default=True, help_text="不再要求的去掉勾选,已填的都留着")

    objects = StandardItemQuerySet.as_manager()

    class Meta:
        verbose_name = "建设标准"
        verbose_name_plural = "建设标准"
        ordering = ["position", "label", "name"]
        constraints = [models.UniqueConstraint(fields=["label", "name"], name="standard_item_once_under_label")]

    def __str__(self) -> str:
        return f"{self.label}:{self.name}"


class StudioEvidence(models.Model):
    """What one studio shows for one line, as it stands; ``revision`` counts what was said before."""

    class Met(models.TextChoices):
        YES = "yes", "已达到"
        PARTLY = "partly", "部分达到"
        NO = "no", "未达到"

    studio = models.ForeignKey(Studio, models.PROTECT, verbose_name="工作室", related_name="evidence")
    item = models.ForeignKey(StandardItem, models.PROTECT, verbose_name="内容", related_name="+")
    met = models.CharField("达到没有", max_length=6, choices=Met)
    note = models.CharField("说明", max_length=300, blank=True)
    by: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="填写人", related_name="+"
    )
    at = models.DateTimeField("填写时间")
    revision = models.PositiveIntegerField("修订号", default=1)

    class Meta:
        verbose_name = "达标材料"
        verbose_name_plural = "达标材料"
        constraints = [
            models.UniqueConstraint(fields=["studio", "item"], name="evidence_once_per_item"),
            models.CheckConstraint(condition=Q(met__in=["yes", "partly", "no"]), name="evidence_met_known"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.get_met_display()}"


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    def visible_to(self, user: User) -> "EvidenceFileQuerySet":
        """Of the studios whose record the user may read."""
        return self.filter(evidence__studio__in=Studio.objects.visible_to(user))


class EvidenceFile(models.Model):
    """A picture or document that shows it. Taken away, the row goes and the sweep removes the file."""

    evidence = models.ForeignKey(StudioEvidence, models.CASCADE, verbose_name="达标材料", related_name="files")
    file = models.ForeignKey("accounts.StoredFile", models.PROTECT, verbose_name="文件", related_name="+")

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        verbose_name = "达标材料附件"
        verbose_name_plural = "达标材料附件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)


class EvidenceEvent(models.Model):
    """Each time it was filled in; never changed. ``files`` says which were added and taken away, in words."""

    evidence = models.ForeignKey(StudioEvidence, models.CASCADE, verbose_name="达标材料", related_name="events")
    at = models.DateTimeField("时间")
    by: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="填写人", related_name="+"
    )
    met = models.CharField("达到没有", max_length=6, choices=StudioEvidence.Met)
    note = models.CharField("说明", max_length=300, blank=True)
    files = models.CharField("附件", max_length=400, blank=True)

    class Meta:
        verbose_name = "达标材料经过"
        verbose_name_plural = "达标材料经过"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(met__in=["yes", "partly", "no"]), name="evidence_event_met_known")
        ]

    def __str__(self) -> str:
        return f"{self.get_met_display()} {self.at}"
