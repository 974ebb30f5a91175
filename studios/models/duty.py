import datetime as dt
from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models import User
from common.dates import next_month
from members.models import own
from studios import rules
from studios.models.patterns import DutyPattern
from studios.models.studios import Studio
from studios.states import shifts as states


class ShiftQuerySet(models.QuerySet["DutyShift"]):
    def visible_to(self, user: User) -> "ShiftQuerySet":
        """The office all; who runs a studio its shifts; who is in one, or has a turn, what was published."""
        if rules.can_see_all_visits(user):
            return self
        return self.filter(Q(studio__in=Studio.objects.run_by(user)) | Q(pk__in=DutyShift.objects.open_to(user)))

    def open_to(self, user: User) -> "ShiftQuerySet":
        """What was published in the studios the user is in, and where they have or had a turn: a member's pages."""
        turns = ShiftTurn.objects.filter(shift=OuterRef("pk")).held_by(user)
        return self.exclude(state=states.PLANNED).filter(
            Exists(turns) | Q(studio__in=Studio.objects.with_resident(user))
        )

    def of_user(self, user: User) -> "ShiftQuerySet":
        """Published ones in which the user has a place."""
        turns = ShiftTurn.objects.filter(shift=OuterRef("pk")).held_by(user).standing()
        return self.exclude(state=states.PLANNED).filter(Exists(turns))

    def in_studios(self, studios: Iterable[Studio]) -> "ShiftQuerySet":
        return self.filter(studio__in=studios)

    def in_month(self, month: dt.date) -> "ShiftQuerySet":
        """Dated in the month that begins on ``month``."""
        return self.filter(day__gte=month, day__lt=next_month(month))

    def standing(self) -> "ShiftQuerySet":
        """All but the cancelled."""
        return self.exclude(state=states.CANCELLED)

    def planned(self) -> "ShiftQuerySet":
        return self.filter(state=states.PLANNED)

    def published(self) -> "ShiftQuerySet":
        """Published and not yet held."""
        return self.filter(state=states.PUBLISHED)

    def announced(self) -> "ShiftQuerySet":
        """What people were told of and still holds: published or held."""
        return self.filter(state__in=[states.PUBLISHED, states.HELD])

    def without_outcome(self, today: dt.date) -> "ShiftQuerySet":
        """Past ones that are not held."""
        return self.filter(state=states.PUBLISHED, day__lt=today)

    def coming(self, today: dt.date) -> "ShiftQuerySet":
        return self.filter(day__gte=today)

    def in_order(self) -> "ShiftQuerySet":
        return self.order_by("day", "starts", "studio__number", "pk")


class DutyShift(models.Model):
    """值班: one session of a studio.

    ``planned_on`` is the day the pattern named, ``expected_on`` where pattern and calendar put it when somebody last
    settled that (null: no shift at all): a calendar that says otherwise now is shown to who runs the studio.
    ``edited``: changed by hand, so that the job leaves it alone.
    """

    studio = models.ForeignKey(Studio, models.PROTECT, verbose_name="工作室", related_name="shifts")
    pattern = models.ForeignKey(
        DutyPattern, models.PROTECT, null=True, blank=True, verbose_name="值班安排", related_name="shifts"
    )
    planned_on: "models.DateField[dt.date | None, dt.date | None]" = models.DateField(
        "按安排是哪一天", null=True, blank=True
    )
    day: "models.DateField[dt.date, dt.date]" = models.DateField("日期")
    starts: "models.TimeField[dt.time, dt.time]" = models.TimeField("开始")
    ends: "models.TimeField[dt.time, dt.time]" = models.TimeField("结束")
    needed = models.PositiveSmallIntegerField("应到人数", default=1)
    place = models.CharField("地点", max_length=60, blank=True)
    theme = models.CharField("主题", max_length=60, blank=True)
    sectors = models.ManyToManyField("members.Sector", verbose_name="有关界别", related_name="+", blank=True)
    guests = models.CharField("另请人员", max_length=200, blank=True, help_text="部门、专家等,1+N 的 N")
    provisional = models.BooleanField("暂定", default=False)
    expected_on: "models.DateField[dt.date | None, dt.date | None]" = models.DateField(
        "按日历应在哪一天", null=True, blank=True, editable=False
    )
    edited = models.BooleanField("改动过", default=False, editable=False)
    state = models.CharField("状态", max_length=10, choices=list(states.SHIFTS.items()), default=states.PLANNED)
    no_visitors = models.BooleanField("无来访", default=False)
    instead = models.CharField("无来访时做了什么", max_length=300, blank=True)
    revision = models.PositiveIntegerField("修订号", default=1)
    changed_at = models.DateTimeField("最后改动", null=True, blank=True, editable=False)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = "值班"
        verbose_name_plural = "值班"
        ordering = ["day", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(states.SHIFTS)), name="shift_state_known"),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="shift_starts_before_it_ends"),
            models.CheckConstraint(condition=Q(needed__range=(1, 20)), name="shift_needed"),
            models.CheckConstraint(condition=Q(no_visitors=False) | ~Q(instead=""), name="shift_done_instead"),
            models.UniqueConstraint(
                fields=["pattern", "planned_on"], condition=Q(pattern__isnull=False), name="shift_made_once"
            ),
            models.UniqueConstraint(
                fields=["studio", "day", "starts"],
                condition=~Q(state=states.CANCELLED),
                name="shift_one_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["studio", "-day"], name="shift_by_studio"),  # a studio's roster
            models.Index(fields=["day"], condition=Q(state="published"), name="shift_published"),  # reminders, gaps
        ]

    def __str__(self) -> str:
        return f"{self.studio} {self.day}"


class TurnQuerySet(models.QuerySet["ShiftTurn"]):
    def held_by(self, user: User) -> "TurnQuerySet":
        """Of this user, as a member or as staff without a seat."""
        return self.filter(own(user))

    def standing(self) -> "TurnQuerySet":
        """Neither swapped away nor taken out."""
        return self.exclude(state__in=states.GONE)

    def in_studios(self, studios: Iterable[Studio]) -> "TurnQuerySet":
        return self.filter(shift__studio__in=studios)

    def by_strokes(self) -> "TurnQuerySet":
        return self.order_by("member__stroke_key", "member__birth_month", "pk")


class ShiftTurn(models.Model):
    """Somebody's place in a shift: a member, or a staff user of the studio."""

    shift = models.ForeignKey(DutyShift, models.CASCADE, verbose_name="值班", related_name="turns")
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, verbose_name="委员", related_name="+"
    )
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="账号(非委员)", related_name="+"
    )
    state = models.CharField("状态", max_length=10, choices=list(states.TURNS.items()), default=states.EXPECTED)
    arrived_at: "models.TimeField[dt.time | None, dt.time | None]" = models.TimeField("到岗", null=True, blank=True)
    left_at: "models.TimeField[dt.time | None, dt.time | None]" = models.TimeField("离岗", null=True, blank=True)

    objects = TurnQuerySet.as_manager()

    class Meta:
        verbose_name = "值班人"
        verbose_name_plural = "值班人"
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=True, user__isnull=False) | Q(member__isnull=False, user__isnull=True),
                name="turn_member_or_user",
            ),
            models.CheckConstraint(condition=Q(state__in=list(states.TURNS)), name="turn_state_known"),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True) | Q(arrived_at__lte=F("left_at")), name="turn_arrives_before_leaving"
            ),
            models.CheckConstraint(
                condition=Q(state=states.ARRIVED, arrived_at__isnull=False, left_at__isnull=True)
                | Q(state=states.LEFT, arrived_at__isnull=False, left_at__isnull=False)
                | (~Q(state=states.ARRIVED) & ~Q(state=states.LEFT) & Q(arrived_at__isnull=True, left_at__isnull=True)),
                name="turn_times_as_the_state_says",
            ),
            models.UniqueConstraint(
                fields=["shift", "member"],
                condition=Q(member__isnull=False) & ~Q(state=states.SWAPPED) & ~Q(state=states.DROPPED),
                name="turn_member_once",
            ),
            models.UniqueConstraint(
                fields=["shift", "user"],
                condition=Q(user__isnull=False) & ~Q(state=states.SWAPPED) & ~Q(state=states.DROPPED),
                name="turn_user_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.member or self.user)


class ShiftEvent(models.Model):
    """What happened to a shift, its turns and swaps; never changed. ``by`` is null for the clock."""

    shift = models.ForeignKey(DutyShift, models.CASCADE, verbose_name="值班", related_name="events")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="操作人", related_name="+"
    )
    via = models.CharField("途径", max_length=10)
    action = models.CharField("操作", max_length=12, choices=list(states.ACTIONS.items()))
    from_state = models.CharField("原状态", max_length=10, blank=True)
    to_state = models.CharField("新状态", max_length=10, blank=True)
    about = models.CharField("谁", max_length=60, blank=True)
    why = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "值班经过"
        verbose_name_plural = "值班经过"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.at}"
