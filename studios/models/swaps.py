from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from accounts.models import User
from members.models import own
from studios.models.duty import ShiftTurn
from studios.models.studios import Studio
from studios.states import shifts as states


class SwapQuerySet(models.QuerySet["Swap"]):
    def running(self) -> "SwapQuerySet":
        """Asked or agreed to, not yet decided."""
        return self.filter(state__in=states.RUNNING)

    def to_answer(self, user: User) -> "SwapQuerySet":
        """Those in which the user is the colleague who was asked and has not answered."""
        return self.filter(own(user), state=states.ASKED)

    def agreed(self) -> "SwapQuerySet":
        """The colleague has agreed; the liaison officer has not decided."""
        return self.filter(state=states.AGREED)

    def of_holder(self, user: User) -> "SwapQuerySet":
        """Of the user's own turns."""
        return self.filter(own(user, of="turn__"))

    def involving(self, user: User) -> "SwapQuerySet":
        """In which the user is either of the two."""
        return self.filter(own(user, of="turn__") | own(user))

    def in_studios(self, studios: Iterable[Studio]) -> "SwapQuerySet":
        return self.filter(turn__shift__studio__in=studios)

    def with_people(self) -> "SwapQuerySet":
        return self.select_related(
            "member__user", "user", "asked_by", "turn__member__user", "turn__user", "turn__shift__studio"
        )


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

    objects = SwapQuerySet.as_manager()

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


class FeedQuerySet(models.QuerySet["DutyFeed"]):
    def of_user(self, user: User) -> "FeedQuerySet":
        return self.filter(user=user)

    def behind(self, token: str) -> "FeedQuerySet":
        """The feed at a secret address, while its person's account is in use."""
        return self.filter(token=token, user__is_active=True)


class DutyFeed(models.Model):
    """The secret address at which a person's own calendar reads their shifts; who has the address reads them too."""

    user = models.OneToOneField("accounts.User", models.PROTECT, verbose_name="账号", related_name="+")
    token = models.CharField("密址", max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("生成时间")

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = "值班日历订阅"
        verbose_name_plural = "值班日历订阅"

    def __str__(self) -> str:
        return str(self.user)
