import datetime as dt
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from accounts.models import User
from members.models import Member, own
from studios import rules


class StudioQuerySet(models.QuerySet["Studio"]):
    def visible_to(self, user: User) -> "StudioQuerySet":
        """The studios whose record this user may read: the office all, closed ones too; else those one runs."""
        return self if rules.can_see_studios(user) else self.run_by(user).standing()

    def run_by(self, user: User) -> "StudioQuerySet":
        """Studios this user runs today as convener or liaison officer."""
        return self.of_residencies(Residency.objects.open().held_by(user).running())

    def with_resident(self, user: User) -> "StudioQuerySet":
        """Studios this user is in today, in any part."""
        return self.of_residencies(Residency.objects.open().held_by(user))

    def of_person(self, person: Member | User) -> "StudioQuerySet":
        """Studios a member, or a staff user, is in, in any part."""
        column = "member" if isinstance(person, Member) else "user"
        return self.of_residencies(Residency.objects.open().filter(**{column: person}))

    def of_user(self, user: User) -> "StudioQuerySet":
        """Standing studios this user is in today, in any part."""
        return self.standing().with_resident(user)

    def of_residencies(self, residencies: "ResidencyQuerySet") -> "StudioQuerySet":
        return self.filter(pk__in=residencies.values("studio"))

    def open_by(self, day: dt.date) -> "StudioQuerySet":
        """Not opened after that day, as far as anybody knows."""
        return self.filter(Q(opened_on__isnull=True) | Q(opened_on__lte=day))

    def standing(self) -> "StudioQuerySet":
        """Studios that nobody has closed."""
        return self.filter(closed_on__isnull=True)

    def closed(self) -> "StudioQuerySet":
        return self.filter(closed_on__isnull=False)


class Studio(models.Model):
    """委员工作室. ``revision`` counts corrections: a form that was opened before the last one is told so."""

    number = models.PositiveSmallIntegerField("编号", unique=True)
    name = models.CharField("名称", max_length=60, unique=True)
    kind = models.CharField("类别", max_length=20, blank=True, help_text="如:界别、片区、个人")
    area = models.ForeignKey(
        "members.Area", models.PROTECT, null=True, blank=True, verbose_name="所在片区(镇街)", related_name="+"
    )
    address = models.CharField("地址", max_length=120, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="上级工作室", related_name="branches"
    )
    brand = models.CharField("品牌名", max_length=40, blank=True, default="")
    host = models.CharField("依托单位", max_length=80, blank=True, default="")
    sectors = models.ManyToManyField("members.Sector", verbose_name="结合界别", related_name="+", blank=True)
    leader = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, verbose_name="联系领导", related_name="+"
    )
    group = models.ForeignKey(
        "members.Group", models.PROTECT, null=True, blank=True, verbose_name="指导专委会", related_name="+"
    )
    phone = models.CharField("室内电话", max_length=30, blank=True, default="")
    open_hours = models.CharField("开放时间", max_length=60, blank=True, default="")
    opened_on: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("成立日期", null=True, blank=True)
    closed_on: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("撤销日期", null=True, blank=True)
    revision = models.PositiveIntegerField("修订号", default=1, editable=False)

    objects = StudioQuerySet.as_manager()

    class Meta:
        verbose_name = "工作室"
        verbose_name_plural = "工作室"
        ordering = ["number"]
        permissions = [("import_studios", "导入工作室和驻室人员"), ("export_studios", "导出工作室、驻室人员和建设标准")]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(opened_on__lte=models.F("closed_on")),
                name="studio_opens_before_it_closes",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")), name="studio_not_its_own_parent"
            ),
        ]

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
        return self.filter(own(user))

    def of_studios_visible_to(self, user: User) -> "ResidencyQuerySet":
        return self.filter(studio__in=Studio.objects.visible_to(user))

    def in_studios(self, studios: "Iterable[Studio]") -> "ResidencyQuerySet":
        """Who is in these studios today, in any part."""
        return self.open().filter(studio__in=list(studios))

    def running(self) -> "ResidencyQuerySet":
        """The parts that run a studio and see its logs."""
        return self.filter(part__in=[Residency.Part.CONVENER, Residency.Part.LIAISON])

    def in_standing(self) -> "ResidencyQuerySet":
        """Open, in a studio that nobody has closed."""
        return self.open().filter(studio__closed_on__isnull=True)

    def ended(self) -> "ResidencyQuerySet":
        return self.filter(until__isnull=False)

    def by_part(self) -> "ResidencyQuerySet":
        """Conveners, liaison officers, residents (their codes happen to sort so), each by strokes."""
        return self.order_by("part", "member__stroke_key", "member__birth_month", "pk")


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
    end_reason = models.CharField("结束原因", max_length=100, blank=True, default="")

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
            models.CheckConstraint(
                condition=Q(until__isnull=False) | Q(end_reason=""), name="residency_reason_only_when_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member or self.user} {self.get_part_display()}"


class StudioHonour(models.Model):
    """荣誉: what a studio was given, in which year and by whom."""

    studio = models.ForeignKey(Studio, models.PROTECT, verbose_name="工作室", related_name="honours")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("荣誉名称", max_length=60)
    given_by = models.CharField("授予单位", max_length=60, blank=True)

    class Meta:
        verbose_name = "工作室荣誉"
        verbose_name_plural = "工作室荣誉"
        ordering = ["-year", "title"]
        constraints = [
            models.UniqueConstraint(fields=["studio", "year", "title"], name="honour_once_a_year"),
            models.CheckConstraint(condition=Q(year__range=(1949, 2199)), name="honour_year_sane"),
            models.CheckConstraint(condition=~Q(title=""), name="honour_has_title"),
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.title}"


class StudioEvent(models.Model):
    """What happened to a studio and its people; never changed. ``detail`` is label → [before, after] in words.

    Names members and staff, no constituent. ``by`` is null for the command line.
    """

    studio = models.ForeignKey(Studio, models.PROTECT, verbose_name="工作室", related_name="events")
    at = models.DateTimeField("时间")
    by: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="操作人", related_name="+"
    )
    via = models.CharField("途径", max_length=10, blank=True)
    what = models.CharField("事项", max_length=120)
    why = models.CharField("说明", max_length=200, blank=True)
    detail = models.JSONField("明细", default=dict, blank=True)

    class Meta:
        verbose_name = "工作室经过"
        verbose_name_plural = "工作室经过"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.what
