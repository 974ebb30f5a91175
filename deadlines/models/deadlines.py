import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import UnitPost, User
from deadlines import rules, states


class Part(models.TextChoices):
    """In what part somebody is told of a deadline."""

    RESPONSIBLE = "responsible", "承办"
    HEAD = "head", "负责人"
    OFFICE = "office", "政协办公室"
    LEADER = "leader", "领导"


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def visible_to(self, user: User) -> "DeadlineQuerySet":
        """All for who sees all; else those in which the user has a part, by whatever way."""
        return self if rules.can_see_deadlines(user) else self.of_user(user)

    def of_user(self, user: User) -> "DeadlineQuerySet":
        """Where the user has a part: in person, by a role, or by a post in a unit."""
        return self.filter(models.Exists(Party.objects.of_user(user).filter(deadline=models.OuterRef("pk"))))

    def to_do_by(self, user: User) -> "DeadlineQuerySet":
        """What the user is to see to: as responsible or as head."""
        parts = Party.objects.of_user(user).filter(part__in=[Part.RESPONSIBLE, Part.HEAD])
        return self.filter(models.Exists(parts.filter(deadline=models.OuterRef("pk"))))

    def open(self) -> "DeadlineQuerySet":
        return self.filter(state=states.OPEN)

    def closed(self) -> "DeadlineQuerySet":
        return self.exclude(state=states.OPEN)

    def lapsed(self, kind: str, now: dt.datetime) -> "DeadlineQuerySet":
        """Open ones of a kind whose last day is over: for the job of the app whose rule acts."""
        return self.overdue(timezone.localdate(now)).filter(kind=kind)

    def overdue(self, today: dt.date) -> "DeadlineQuerySet":
        """A last day lasts until 24:00."""
        return self.open().filter(due_on__lt=today)

    def due_within(self, first: dt.date, last: dt.date) -> "DeadlineQuerySet":
        return self.open().filter(due_on__range=(first, last))

    def faulty(self) -> "DeadlineQuerySet":
        """What the sweep could not do; it tries again every hour."""
        return self.exclude(fault="")

    def about(self, subject: str) -> "DeadlineQuerySet":
        return self.filter(subject=subject)

    def soonest_first(self) -> "DeadlineQuerySet":
        return self.order_by("due_on", "pk")

    def to_sweep(self, now: dt.datetime) -> "DeadlineQuerySet":
        """Those with a rung that is due. Served by the partial index."""
        return self.filter(next_at__lte=now)

    def with_parties(self) -> "DeadlineQuerySet":
        """With who has a part in each: one more query."""
        people = Party.objects.select_related("user", "group", "unit").order_by("pk")
        return self.prefetch_related(models.Prefetch("parties", queryset=people))


class Deadline(models.Model):
    """期限: until when something is to be done, by whom, and who hears of it. It never acts on its subject.

    The subject is known as text only: ``subject`` (``app.noun:pk``), ``label``, ``link``. ``limit`` is null when the
    last day was named and nobody may extend it. A leg begins with the opening and with each extension; ``reached`` is
    the offset of the highest rung already told in this leg, ``next_at`` the moment of the next.
    """

    kind = models.SlugField("种类", max_length=30)
    subject = models.CharField("事项代号", max_length=80)
    label = models.CharField("事项", max_length=120)
    link = models.CharField("链接", max_length=120, blank=True)
    limit = models.ForeignKey(
        "deadlines.Limit", models.PROTECT, null=True, blank=True, verbose_name="时限", related_name="+"
    )
    started_on = models.DateField("起算日期", help_text="当天不计")
    named_on: "models.DateField[dt.date | None, dt.date | None]" = models.DateField(
        "开办时指定的日期", null=True, blank=True
    )
    extended_to: "models.DateField[dt.date | None, dt.date | None]" = models.DateField(
        "延期批到", null=True, blank=True
    )
    due_on = models.DateField("到期日期", help_text="到当天24时")
    provisional = models.BooleanField("暂定", default=False)
    state = models.CharField("状态", max_length=10, choices=list(states.STATES.items()), default=states.OPEN)
    leg = models.PositiveSmallIntegerField("第几段", default=1)
    leg_at = models.DateTimeField("本段开始时间")
    reached = models.SmallIntegerField("已催到", null=True, blank=True)
    next_at = models.DateTimeField("下次提醒", null=True, blank=True)
    fault = models.CharField("没能处理的原因", max_length=200, blank=True)
    opened_at = models.DateTimeField("开办时间")
    opened_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="开办人", related_name="+"
    )
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = "期限"
        verbose_name_plural = "期限"
        permissions = [
            ("see_deadlines", "查看全部期限"),
            ("manage_deadlines", "开办一般办件,办结、取消、移交、代申请延期"),
            ("set_limits", "修改时限和催办阶梯"),
            ("set_calendar", "维护工作日历"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(states.STATES)), name="deadline_state_known"),
            models.CheckConstraint(
                condition=Q(state=states.OPEN, closed_at__isnull=True)
                | (~Q(state=states.OPEN) & Q(closed_at__isnull=False, next_at__isnull=True)),
                name="deadline_closed_at_and_quiet",
            ),
            models.CheckConstraint(
                condition=Q(limit__isnull=False) | Q(named_on__isnull=False), name="deadline_limit_or_named"
            ),
            models.CheckConstraint(condition=Q(leg__gte=1), name="deadline_leg_from_one"),
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=Q(state=states.OPEN), name="deadline_open_once"
            ),
        ]
        indexes = [
            # the sweep, which asks for what is due and nothing else
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="deadline_to_sweep"),
            # the office's list, what has lapsed, and a change of calendar
            models.Index(fields=["due_on", "kind"], condition=Q(state=states.OPEN), name="deadline_open_by_due"),
            models.Index(fields=["subject"], name="deadline_by_subject"),  # a subject's own page
            # the office's list of what the sweep could not do
            models.Index(fields=["opened_at"], condition=~Q(fault=""), name="deadline_with_fault"),
        ]

    def __str__(self) -> str:
        return self.label


class PartyQuerySet(models.QuerySet["Party"]):
    def of_user(self, user: User) -> "PartyQuerySet":
        """In person, by a role the user has, or by an open post in a unit."""
        posts = UnitPost.objects.open().held_by(user)
        return self.filter(Q(user=user) | Q(group__in=user.groups.all()) | Q(unit__in=posts.values("unit")))


class Party(models.Model):
    """Who has which part in a deadline: a person, or a role or a unit with whoever stands for it on the day."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, verbose_name="期限", related_name="parties")
    part = models.CharField("身份", max_length=12, choices=Part)
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="人", related_name="+"
    )
    group = models.ForeignKey(
        "auth.Group", models.PROTECT, null=True, blank=True, verbose_name="角色", related_name="+"
    )
    unit = models.ForeignKey(
        "accounts.Unit", models.PROTECT, null=True, blank=True, verbose_name="承办单位", related_name="+"
    )

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = "经办"
        verbose_name_plural = "经办"
        constraints = [
            models.CheckConstraint(
                condition=Q(part__in=["responsible", "head", "office", "leader"]), name="party_part_known"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False, group__isnull=True, unit__isnull=True)
                | Q(user__isnull=True, group__isnull=False, unit__isnull=True)
                | Q(user__isnull=True, group__isnull=True, unit__isnull=False),
                name="party_one_holder",
            ),
            models.UniqueConstraint(fields=["deadline", "part", "user"], name="party_user_once"),
            models.UniqueConstraint(fields=["deadline", "part", "group"], name="party_group_once"),
            models.UniqueConstraint(fields=["deadline", "part", "unit"], name="party_unit_once"),
        ]

    def __str__(self) -> str:
        return str(self.user or self.group or self.unit)


class DeadlineEvent(models.Model):
    """What happened to a deadline, never changed afterwards. ``by`` is null for the clock."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, verbose_name="期限", related_name="events")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="操作人", related_name="+"
    )
    via = models.CharField("途径", max_length=20, default="page")
    action = models.CharField("操作", max_length=12, choices=list({**states.ACTIONS, **states.HAPPENINGS}.items()))
    from_due: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("原到期日", null=True, blank=True)
    to_due: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("到期日", null=True, blank=True)
    why = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "期限经过"
        verbose_name_plural = "期限经过"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(action__in=[*states.ACTIONS, *states.HAPPENINGS]), name="deadline_event_action_known"
            )
        ]

    def __str__(self) -> str:
        return self.get_action_display()


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def waiting(self) -> "ExtensionQuerySet":
        return self.filter(state=states.ASKED)

    def in_hands_of(self, user: User) -> "ExtensionQuerySet":
        """Those that the limit gives this user to decide, decided or not; nobody decides on their own."""
        return self.filter(deadline__limit__granted_by__in=user.groups.all()).exclude(asked_by=user)

    def to_decide_by(self, user: User) -> "ExtensionQuerySet":
        return self.waiting().in_hands_of(user)


class Extension(models.Model):
    """A request to have more time, and what became of it."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, verbose_name="期限", related_name="extensions")
    state = models.CharField("状态", max_length=10, choices=list(states.REQUEST_STATES.items()), default=states.ASKED)
    until_on = models.DateField("延到")
    reason = models.CharField("理由", max_length=200)
    asked_at = models.DateTimeField("申请时间")
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="申请人", related_name="+")
    decided_at = models.DateTimeField("答复时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="答复人", related_name="+"
    )
    answer = models.CharField("意见", max_length=200, blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = "延期申请"
        verbose_name_plural = "延期申请"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(states.REQUEST_STATES)), name="extension_state_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_reason"),
            models.CheckConstraint(
                condition=Q(state=states.ASKED, decided_at__isnull=True)
                | (~Q(state=states.ASKED) & Q(decided_at__isnull=False)),
                name="extension_decided_at_unless_asked",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="extension_not_by_oneself"
            ),
            models.UniqueConstraint(fields=["deadline"], condition=Q(state=states.ASKED), name="extension_one_waiting"),
        ]

    def __str__(self) -> str:
        return f"延到{self.until_on}"
