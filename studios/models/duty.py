import datetime as dt

from django.db import models
from django.db.models import F, Q

from studios.models.studios import Studio
from studios.states import shifts as states


class DutyPattern(models.Model):
    """值班安排: when a studio receives people, as a rule from which shifts are made ahead (domain §5.2)."""

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", "每周星期几"
        MONTHLY = "monthly", "每月几号"
        NTH = "nth", "每月第几个星期几"

    class DayOff(models.TextChoices):
        SKIP = "skip", "不值班"
        MOVE = "move", "顺延"
        KEEP = "keep", "照常值班"

    studio = models.ForeignKey(Studio, models.PROTECT, verbose_name="工作室", related_name="patterns")
    rhythm = models.CharField("周期", max_length=10, choices=Rhythm)
    weekday = models.PositiveSmallIntegerField("星期几", null=True, blank=True, help_text="0是星期一,6是星期日")
    day = models.PositiveSmallIntegerField("几号", null=True, blank=True)
    nth = models.PositiveSmallIntegerField("第几个", null=True, blank=True, help_text="5是最后一个")
    starts: "models.TimeField[dt.time, dt.time]" = models.TimeField("开始")
    ends: "models.TimeField[dt.time, dt.time]" = models.TimeField("结束")
    people = models.PositiveSmallIntegerField("每班人数", default=1)
    day_off = models.CharField("遇放假", max_length=10, choices=DayOff, default=DayOff.MOVE)
    makeup = models.CharField("遇调休上班的周末", max_length=10, choices=DayOff, default=DayOff.KEEP)
    place = models.CharField("地点", max_length=60, blank=True, help_text="不填就是工作室的地址")
    since: "models.DateField[dt.date, dt.date]" = models.DateField("从")
    until: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("到", null=True, blank=True)

    class Meta:
        verbose_name = "值班安排"
        verbose_name_plural = "值班安排"
        ordering = ["studio", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm="weekly", weekday__isnull=False, day__isnull=True, nth__isnull=True)
                | Q(rhythm="monthly", weekday__isnull=True, day__isnull=False, nth__isnull=True)
                | Q(rhythm="nth", weekday__isnull=False, day__isnull=True, nth__isnull=False),
                name="pattern_rhythm_whole",
            ),
            models.CheckConstraint(
                condition=Q(weekday__isnull=True) | Q(weekday__range=(0, 6)), name="pattern_weekday"
            ),
            models.CheckConstraint(condition=Q(day__isnull=True) | Q(day__range=(1, 31)), name="pattern_day"),
            models.CheckConstraint(condition=Q(nth__isnull=True) | Q(nth__range=(1, 5)), name="pattern_nth"),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="pattern_starts_before_it_ends"),
            models.CheckConstraint(condition=Q(people__range=(1, 20)), name="pattern_people"),
            models.CheckConstraint(condition=Q(day_off__in=["skip", "move", "keep"]), name="pattern_day_off_known"),
            models.CheckConstraint(condition=Q(makeup__in=["skip", "move", "keep"]), name="pattern_makeup_known"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lte=F("until")), name="pattern_since_before_until"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.studio} {self.get_rhythm_display()}"


class DutyShift(models.Model):
    """值班: one session of a studio. ``planned_on`` is the day the pattern named, before it was moved."""

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
    state = models.CharField("状态", max_length=10, choices=list(states.SHIFTS.items()), default=states.PLANNED)
    no_visitors = models.BooleanField("无来访", default=False)
    instead = models.CharField("无来访时做了什么", max_length=300, blank=True)
    revision = models.PositiveIntegerField("修订号", default=1)

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
            models.UniqueConstraint(
                fields=["shift", "member"], condition=Q(member__isnull=False), name="turn_member_once"
            ),
            models.UniqueConstraint(fields=["shift", "user"], condition=Q(user__isnull=False), name="turn_user_once"),
        ]

    def __str__(self) -> str:
        return str(self.member or self.user)


class Swap(models.Model):
    """调剂: one turn goes to a colleague, who agrees; the liaison officer confirms."""

    turn = models.ForeignKey(ShiftTurn, models.PROTECT, verbose_name="值班人", related_name="swaps")
    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, verbose_name="接班委员", related_name="+"
    )
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="接班账号(非委员)", related_name="+"
    )
    why = models.CharField("原因", max_length=100)
    state = models.CharField("状态", max_length=10, choices=list(states.SWAPS.items()), default=states.ASKED)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="提出人", related_name="+")
    asked_at = models.DateTimeField("提出时间")
    answer = models.CharField("答复", max_length=100, blank=True)

    class Meta:
        verbose_name = "调剂"
        verbose_name_plural = "调剂"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=True, user__isnull=False) | Q(member__isnull=False, user__isnull=True),
                name="swap_member_or_user",
            ),
            models.CheckConstraint(condition=Q(state__in=list(states.SWAPS)), name="swap_state_known"),
            models.UniqueConstraint(
                fields=["turn"], condition=Q(state__in=[states.ASKED, states.AGREED]), name="swap_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.turn} → {self.member or self.user}"


class ShiftEvent(models.Model):
    """What happened to a shift, its turns and swaps; never changed. ``by`` is null for the clock."""

    shift = models.ForeignKey(DutyShift, models.CASCADE, verbose_name="值班", related_name="events")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="操作人", related_name="+"
    )
    via = models.CharField("途径", max_length=10)
    action = models.CharField("操作", max_length=12)
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
