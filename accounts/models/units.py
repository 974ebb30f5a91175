import datetime as dt

from django.db import models
from django.db.models import F, Q

from accounts.models.users import User


class UnitQuerySet(models.QuerySet["Unit"]):
    def standing(self) -> "UnitQuerySet":
        """Units that nobody has closed."""
        return self.filter(closed_on__isnull=True)

    def by_name(self) -> "UnitQuerySet":
        return self.order_by("name")


class Unit(models.Model):
    """承办单位: an office, a town, a village, a company or an association that matters are handed to."""

    class Desk(models.TextChoices):
        PARTY = "party", "党委办"
        GOVERNMENT = "government", "政府办"
        OTHER = "other", "其他"

    name = models.CharField("单位名称", max_length=60, unique=True)
    short_name = models.CharField("简称", max_length=20, blank=True)
    desk = models.CharField(
        "归口", max_length=10, choices=Desk, default=Desk.GOVERNMENT, help_text="交办、反馈经哪个办公室"
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="上级单位", related_name="children"
    )
    closed_on: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("撤销日期", null=True, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "承办单位"
        verbose_name_plural = "承办单位"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="unit_has_name"),
            models.CheckConstraint(condition=Q(desk__in=["party", "government", "other"]), name="unit_desk_known"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")), name="unit_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitPostQuerySet(models.QuerySet["UnitPost"]):
    def open(self) -> "UnitPostQuerySet":
        """Posts that nothing has ended, in units that nobody has closed: those that open the unit door."""
        return self.filter(until__isnull=True, unit__closed_on__isnull=True)

    def with_people(self) -> "UnitPostQuerySet":
        """With the unit and the person of each."""
        return self.select_related("unit", "user")

    def held_by(self, user: User) -> "UnitPostQuerySet":
        return self.filter(user=user)

    def in_units_of(self, user: User) -> "UnitPostQuerySet":
        """Open posts of every unit in which the user holds one."""
        return self.open().filter(unit__in=UnitPost.objects.open().held_by(user).values("unit"))


class UnitPost(models.Model):
    """A person's part in a unit. A change of part ends one and opens the next."""

    class Part(models.TextChoices):
        HANDLER = "handler", "经办人"
        HEAD = "head", "负责人"

    user = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="账号", related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name="承办单位", related_name="posts")
    part = models.CharField("身份", max_length=10, choices=Part, default=Part.HANDLER)
    since = models.DateField("从")
    until: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("到", null=True, blank=True)

    objects = UnitPostQuerySet.as_manager()

    class Meta:
        verbose_name = "单位人员"
        verbose_name_plural = "单位人员"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit"], condition=Q(until__isnull=True), name="unit_post_one_open"
            ),
            models.CheckConstraint(condition=Q(part__in=["handler", "head"]), name="unit_post_part_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lte=F("until")), name="unit_post_starts_before_it_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_part_display()} {self.user}"
