from django.db import models
from django.db.models import Q

from members.models.people import Member


class Group(models.Model):
    """专委会, 镇街联络组, 活动组, 界别组, 专班: a member may sit in several, with dates."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", "专委会"
        TOWN = "town", "镇街联络组"
        ACTIVITY = "activity", "活动组"
        SECTOR = "sector", "界别组"
        TASK = "task", "专班"

    name = models.CharField("名称", max_length=40, unique=True)
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.COMMITTEE)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="上级", related_name="children"
    )

    class Meta:
        verbose_name = "组织"
        verbose_name_plural = "组织"
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["committee", "town", "activity", "sector", "task"]), name="group_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A member in a group, from and until."""

    member = models.ForeignKey(Member, models.PROTECT, verbose_name="委员", related_name="memberships")
    group = models.ForeignKey(Group, models.PROTECT, verbose_name="组织", related_name="memberships")
    post = models.CharField("组内职务", max_length=20, blank=True)
    since = models.DateField("从", null=True, blank=True)
    until = models.DateField("到", null=True, blank=True)

    class Meta:
        verbose_name = "组织成员"
        verbose_name_plural = "组织成员"
        constraints = [
            models.UniqueConstraint(
                fields=["member", "group"], condition=Q(until__isnull=True), name="membership_one_open"
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=models.F("until")),
                name="membership_starts_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.group}"
