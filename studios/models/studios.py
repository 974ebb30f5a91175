import datetime as dt
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from accounts.models import User
from members.models import Member


class StudioQuerySet(models.QuerySet["Studio"]):
    def run_by(self, user: User) -> "StudioQuerySet":
        """Studios this user runs today as convener or liaison officer."""
        return self.filter(residencies__in=Residency.objects.open().held_by(user).running()).distinct()

    def with_resident(self, user: User) -> "StudioQuerySet":
        """Studios this user is in today, in any part."""
        return self.filter(residencies__in=Residency.objects.open().held_by(user)).distinct()

    def of_person(self, person: Member | User) -> "StudioQuerySet":
        """Studios a member, or a staff user, is in, in any part."""
        column = "member" if isinstance(person, Member) else "user"
        return self.filter(residencies__in=Residency.objects.open().filter(**{column: person})).distinct()

    def standing(self) -> "StudioQuerySet":
        """Studios that nobody has closed."""
        return self.filter(closed_on__isnull=True)


class Studio(models.Model):
    """委员工作室."""

    number = models.PositiveSmallIntegerField("编号", unique=True)
    name = models.CharField("名称", max_length=60, unique=True)
    kind = models.CharField("类别", max_length=20, blank=True, help_text="如:界别、片区、个人")
    area = models.ForeignKey(
        "members.Area", models.PROTECT, null=True, blank=True, verbose_name="所在片区(镇街)", related_name="+"
    )
    address = models.CharField("地址", max_length=120, blank=True)
    closed_on = models.DateField("撤销日期", null=True, blank=True)

    objects = StudioQuerySet.as_manager()

    class Meta:
        verbose_name = "工作室"
        verbose_name_plural = "工作室"
        ordering = ["number"]

    def __str__(self) -> str:
        return self.name


class ResidencyQuerySet(models.QuerySet["Residency"]):
    def open(self) -> "ResidencyQuerySet":
        return self.filter(until__isnull=True)

    def on(self, day: dt.date) -> "ResidencyQuerySet":
        """Who was in on ``day``; an unknown first day counts as long ago."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gt=day))

    def held_by(self, user: User) -> "ResidencyQuerySet":
        """Of this user, as a member or as staff without a seat."""
        return self.filter(Q(user=user) | Q(member__user=user))

    def in_studios(self, studios: "Iterable[Studio]") -> "ResidencyQuerySet":
        """Who is in these studios today, in any part."""
        return self.open().filter(studio__in=list(studios))

    def running(self) -> "ResidencyQuerySet":
        """The parts that run a studio and see its logs."""
        return self.filter(part__in=[Residency.Part.CONVENER, Residency.Part.LIAISON])


class Residency(models.Model):
    """A member, or a liaison officer who is no member, in a studio."""

    class Part(models.TextChoices):
        CONVENER = "convener", "召集人"
        LIAISON = "liaison", "联络员"
        RESIDENT = "resident", "驻室委员"

    studio = models.ForeignKey(Studio, models.PROTECT, verbose_name="工作室", related_name="residencies")
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, verbose_name="委员", related_name="+"
    )
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="账号(非委员)", related_name="+"
    )
    part = models.CharField("身份", max_length=10, choices=Part, default=Part.RESIDENT)
    since: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("从", null=True, blank=True)
    until: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("到", null=True, blank=True)

    objects = ResidencyQuerySet.as_manager()

    class Meta:
        verbose_name = "驻室人员"
        verbose_name_plural = "驻室人员"
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=True, user__isnull=False) | Q(member__isnull=False, user__isnull=True),
                name="residency_member_or_user",
                violation_error_message="委员与账号(非委员)两栏只填一栏。",
            ),
            models.CheckConstraint(
                condition=Q(part__in=["convener", "liaison", "resident"]), name="residency_part_known"
            ),
            models.UniqueConstraint(
                fields=["studio", "member", "part"],
                condition=Q(until__isnull=True, member__isnull=False),
                name="residency_member_once",
            ),
            models.UniqueConstraint(
                fields=["studio", "user", "part"],
                condition=Q(until__isnull=True, user__isnull=False),
                name="residency_user_once",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=models.F("until")),
                name="residency_starts_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member or self.user} {self.get_part_display()}"
