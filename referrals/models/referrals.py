import datetime as dt
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Case, F, Q, When

from accounts.models import UnitPost, User
from deadlines import states as clocks
from referrals import rules, states


class Part(models.TextChoices):
    """In what part a unit has it."""

    LEAD = "lead", "主办"
    JOINT = "joint", "会办"
    SHARE = "share", "分办"


class Result(models.TextChoices):
    """What became of it (domain §1, document 004)."""

    DONE = "done", "已办"
    DOING = "doing", "正在办"
    CANNOT = "cannot", "暂不能办"


def _in(found: Iterable[str]) -> Q:
    return reduce(or_, (Q(state=state) for state in sorted(found)))


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: User) -> "ReferralQuerySet":
        """All for who sees all; else one's units' and those one sent."""
        if rules.can_see_referrals(user):
            return self
        return self.filter(Q(unit__in=_units_of(user)) | Q(sent_by=user) | Q(officer=user))

    def of_units_of(self, user: User) -> "ReferralQuerySet":
        """Those of every unit in which the user holds an open post."""
        return self.filter(unit__in=_units_of(user))

    def headed_by(self, user: User) -> "ReferralQuerySet":
        """Those of every unit that the user heads."""
        return self.filter(unit__in=_units_of(user, UnitPost.Part.HEAD))

    def sent_by(self, user: User) -> "ReferralQuerySet":
        """Those the user handed out, or that were handed out for them to see to."""
        return self.filter(Q(sent_by=user) | Q(officer=user))

    def about(self, subject: str) -> "ReferralQuerySet":
        return self.filter(subject=subject)

    def live(self) -> "ReferralQuerySet":
        """Neither approved nor returned nor withdrawn."""
        return self.filter(state__in=states.LIVE)

    def over(self) -> "ReferralQuerySet":
        return self.filter(state__in=states.OVER)

    def with_unit(self) -> "ReferralQuerySet":
        """The unit has not answered yet."""
        return self.filter(state__in=states.WITH_UNIT)

    def heard(self) -> "ReferralQuerySet":
        """The unit has had its say."""
        return self.filter(state__in=states.HEARD)

    def late(self, today: dt.date) -> "ReferralQuerySet":
        """Its last day is over and the unit is not ready. A last day lasts until 24:00."""
        return self.with_unit().filter(deadline__state=clocks.OPEN, deadline__due_on__lt=today)

    def soon(self, today: dt.date) -> "ReferralQuerySet":
        """Due today, or reminded of already: the ladder says when, no number here."""
        running = self.with_unit().filter(deadline__state=clocks.OPEN, deadline__due_on__gte=today)
        return running.filter(Q(deadline__due_on=today) | Q(deadline__reached__isnull=False))

    def soonest_first(self) -> "ReferralQuerySet":
        """What the unit still has to do, by the day due, urgent ones first of a day; then the rest, newest first."""
        rest = Case(When(state__in=states.WITH_UNIT, then=0), default=1)
        due_on = Case(When(state__in=states.WITH_UNIT, then=F("deadline__due_on")))
        return self.order_by(rest, due_on.asc(nulls_last=True), "-urgent", "-sent_at", "-pk")

    def asking_first(self) -> "ReferralQuerySet":
        """For who sent them: what waits for them in front, then by the day due."""
        asks = Case(When(state__in=[*states.IN, states.ASKED_BACK], then=0), default=1)
        return self.order_by(asks, F("deadline__due_on").asc(nulls_last=True), "pk")

    def newest_first(self) -> "ReferralQuerySet":
        return self.order_by("-sent_at", "-pk")

    def with_details(self) -> "ReferralQuerySet":
        """With what a list shows of each; no query more."""
        return self.select_related("unit", "deadline", "sent_by", "officer")


def _units_of(user: User, part: str = "") -> "models.QuerySet[UnitPost]":
    posts = UnitPost.objects.open().held_by(user)
    return (posts.filter(part=part) if part else posts).values("unit")  # type: ignore[return-value]


class Referral(models.Model):
    """交办件: one unit's part in something, and what it answered.

    The thing is known as text only: ``subject`` (``app.noun:pk``), ``label``, which names no constituent, ``link``.
    ``deadline`` is the clock that runs, or the last that ran. ``officer`` is whom the sender's side is told by besides
    ``sent_by``; ``office_group`` the role that watches. ``on_paper``: the unit had nobody who could sign in.
    ``decided_here``: returns and answers are decided on our own pages, else on the page at ``link``: its app moves too.
    ``answered_by`` is null where ``entered_by`` typed it from the unit's paper; ``answered_on`` is the answer's day.
    """

    subject = models.CharField("事项代号", max_length=80)
    label = models.CharField("事项", max_length=120)
    link = models.CharField("链接", max_length=120, blank=True)
    text = models.TextField("交办内容", max_length=4000)
    unit = models.ForeignKey("accounts.Unit", models.PROTECT, verbose_name="承办单位", related_name="+")
    part = models.CharField("承办方式", max_length=10, choices=Part, default=Part.LEAD)
    round = models.PositiveSmallIntegerField("第几轮", default=1)
    urgent = models.BooleanField("急件", default=False)
    number = models.CharField("编号", max_length=40, unique=True)
    state = models.CharField("状态", max_length=10, choices=list(states.STATES.items()), default=states.WAITING)
    on_paper = models.BooleanField("送纸质转办单", default=False)
    decided_here = models.BooleanField("在交办页面处理", default=True)
    late_return = models.BooleanField("放宽了退回期限", default=False)
    sent_by = models.ForeignKey("accounts.User", models.PROTECT, verbose_name="交办人", related_name="+")
    sent_at = models.DateTimeField("交办时间")
    officer = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="联系人", related_name="+"
    )
    office_group = models.ForeignKey(
        "auth.Group", models.PROTECT, null=True, blank=True, verbose_name="跟办", related_name="+"
    )
    deadline = models.ForeignKey(
        "deadlines.Deadline", models.PROTECT, null=True, blank=True, verbose_name="期限", related_name="+"
    )
    signed_at = models.DateTimeField("签收时间", null=True, blank=True)
    signed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="签收人", related_name="+"
    )
    answer = models.TextField("答复", max_length=4000, blank=True)
    result = models.CharField("办理结果", max_length=10, choices=Result, blank=True)
    head_name = models.CharField("承办负责人", max_length=30, blank=True)
    contact_name = models.CharField("单位联系人", max_length=30, blank=True)
    contact_phone = models.CharField("单位联系电话", max_length=30, blank=True)
    drafted_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="最后起草人", related_name="+"
    )
    drafted_at = models.DateTimeField("最后起草时间", null=True, blank=True)
    answered_on: "models.DateField[dt.date | None, dt.date | None]" = models.DateField(
        "答复日期", null=True, blank=True
    )
    answered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="答复人", related_name="+"
    )
    entered_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="代录人", related_name="+"
    )
    revision = models.PositiveIntegerField("修订号", default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "交办件"
        verbose_name_plural = "交办件"
        default_permissions = ()
        permissions = [
            ("see_referrals", "查看全部交办件"),
            ("manage_referrals", "处理退回申请、审核答复、撤回交办、代录纸质回执"),
            ("export_referrals", "导出交办台账"),
            ("set_referrals", "修改交办设置"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(states.STATES)), name="referral_state_known"),
            models.CheckConstraint(condition=Q(part__in=["lead", "joint", "share"]), name="referral_part_known"),
            models.CheckConstraint(
                condition=Q(result__in=["", "done", "doing", "cannot"]), name="referral_result_known"
            ),
            models.CheckConstraint(condition=Q(round__gte=1), name="referral_round_from_one"),
            models.CheckConstraint(condition=~Q(label="") & ~Q(text=""), name="referral_says_what"),
            models.CheckConstraint(
                condition=~_in(states.IN_HAND | {states.FOR_HEAD} | states.HEARD) | Q(signed_at__isnull=False),
                name="referral_signed_for_before_more",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.WAITING) | Q(signed_at__isnull=True), name="referral_waiting_is_unsigned"
            ),
            models.CheckConstraint(
                condition=~_in(states.HEARD)
                | (
                    Q(answered_on__isnull=False)
                    & ~Q(answer="")
                    & (
                        Q(answered_by__isnull=False, entered_by__isnull=True)
                        | Q(answered_by__isnull=True, entered_by__isnull=False)
                    )
                ),
                name="referral_answer_whole",
            ),
            models.CheckConstraint(
                condition=~_in(states.HEARD) | Q(part=Part.JOINT) | ~Q(result=""), name="referral_answer_has_result"
            ),
            models.CheckConstraint(condition=Q(decided_here=True) | ~Q(link=""), name="referral_decided_somewhere"),
            models.UniqueConstraint(
                fields=["subject", "unit"], condition=Q(state__in=sorted(states.LIVE)), name="referral_one_live"
            ),
        ]
        indexes = [
            models.Index(fields=["subject"], name="referral_by_subject"),  # a subject's own page
            models.Index(fields=["unit", "state"], name="referral_by_unit"),  # the unit door
            models.Index(fields=["-sent_at"], name="referral_by_day"),  # the office's list
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.label}"
