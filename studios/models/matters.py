import datetime as dt

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Cast, Concat

from accounts.models import User
from common.dates import next_month
from deadlines.models import Deadline
from members.models import own
from studios import rules
from studios.models.matter_settings import MatterCategory
from studios.models.studios import Studio
from studios.models.visits import VisitLog
from studios.states import matters as states

SUBJECT = "studios.matter:"


class MatterQuerySet(models.QuerySet["Matter"]):
    def visible_to(self, user: User) -> "MatterQuerySet":
        """What one carried or supervised; what was raised in a studio one runs; the office, all. Never unfiled ones."""
        if rules.can_see_all_visits(user):
            return self.begun()
        theirs = own(user, of="visit__") | _supervised(user)
        return self.begun().filter(theirs | Q(visit__studio__in=Studio.objects.run_by(user)))

    def carried_by(self, user: User) -> "MatterQuerySet":
        """我反映的事: of the visits this user wrote, or that were written down for them."""
        return self.begun().filter(own(user, of="visit__"))

    def supervised_by(self, user: User) -> "MatterQuerySet":
        """What this chairperson sees, or once saw, to that it is done."""
        return self.begun().filter(_supervised(user))

    def in_studios_run_by(self, user: User) -> "MatterQuerySet":
        """What a convener or liaison officer sees to."""
        return self.begun().filter(visit__studio__in=Studio.objects.run_by(user))

    def begun(self) -> "MatterQuerySet":
        """All whose visit ever left its author's hands."""
        return self.exclude(state=states.WRITTEN)

    def standing(self) -> "MatterQuerySet":
        """Begun and not dropped: what is counted."""
        return self.exclude(state__in=[states.WRITTEN, states.DROPPED])

    def live(self) -> "MatterQuerySet":
        """Somebody has still to do something."""
        return self.filter(state__in=states.LIVE)

    def in_month(self, month: dt.date) -> "MatterQuerySet":
        """Raised in the month that begins on ``month``."""
        return self.filter(visit__occurred_on__gte=month, visit__occurred_on__lt=next_month(month))

    def with_clock(self) -> "MatterQuerySet":
        """With ``due_on`` of the deadline that runs for each."""
        running = Deadline.objects.open().filter(subject=OuterRef("subject")).order_by("due_on")
        return self.with_subject().annotate(due_on=models.Subquery(running.values("due_on")[:1]))

    def with_subject(self) -> "MatterQuerySet":
        """With the name by which deadlines and referrals know each."""
        text = models.CharField(max_length=80)
        return self.annotate(subject=Concat(models.Value(SUBJECT), Cast("pk", text), output_field=text))

    def revision_of(self, pk: int) -> int:
        """As it stands now. One query."""
        return self.values_list("revision", flat=True).get(pk=pk)

    def late(self, today: dt.date) -> "MatterQuerySet":
        """Whose deadline is over. A last day lasts until 24:00."""
        over = Deadline.objects.overdue(today).filter(subject=OuterRef("subject"))
        return self.with_subject().filter(Exists(over))

    def soonest_first(self) -> "MatterQuerySet":
        """By the day due; those without a clock last. Needs ``with_clock``."""
        return self.order_by(F("due_on").asc(nulls_last=True), "visit__occurred_on", "pk")

    def newest_first(self) -> "MatterQuerySet":
        return self.order_by("-visit__occurred_on", "-pk")

    def with_details(self) -> "MatterQuerySet":
        """With what pages show of each; no query more."""
        return self.select_related(
            "visit__member",
            "visit__user",
            "visit__studio",
            "category",
            "village__area",
            "responsible",
            "supervisor",
            "merged_into",
        )


def _supervised(user: User) -> Q:
    return Q(pk__in=Matter.objects.filter(events__supervisor=user).values("pk"))


class Matter(models.Model):
    """诉求: what was raised in a visit, and what becomes of it.

    ``title`` is a line of the office's own that names nobody: labels, notices and 转办单 say it. ``level`` is who
    has it now. ``result`` is what is known: 已办 owes a word to the person and to the town, 正在办 a supervisor and a
    next day, 暂不能办 an explanation (domain §1, document 004). A matter that was merged goes as ``merged_into`` goes.
    """

    class Outcome(models.TextChoices):
        SETTLED = "settled", "当场解决"
        EXPLAINED = "explained", "解释说明"
        REFERRED = "referred", "转办"
        REPORTED = "reported", "上报"
        OPINION = "opinion", "转社情民意"
        PROPOSAL = "proposal", "转提案"
        TOPIC = "topic", "转协商议题"
        GUIDED = "guided", "引导信访或司法"
        HISTORY = "history", "文史线索"
        NOTED = "noted", "只记录"

    class Level(models.TextChoices):
        STUDIO = "studio", "工作室"
        OFFICE = "office", "政协办公室"
        PARTY = "party", "党委办"
        GOVERNMENT = "government", "政府办"

    class Result(models.TextChoices):
        DONE = "done", "已办"
        DOING = "doing", "正在办"
        CANNOT = "cannot", "暂不能办"

    visit = models.ForeignKey(VisitLog, models.CASCADE, verbose_name="民情日志", related_name="matters")
    position = models.PositiveSmallIntegerField("第几件", default=1)
    text = models.TextField("反映问题", max_length=1000)
    category = models.ForeignKey(
        MatterCategory, models.PROTECT, null=True, blank=True, verbose_name="类别", related_name="+"
    )
    village = models.ForeignKey(
        "members.Village", models.PROTECT, null=True, blank=True, verbose_name="村(社区)", related_name="+"
    )
    concerned = models.PositiveIntegerField("涉及人数", null=True, blank=True)
    asked_before = models.BooleanField("已向部门反映过", default=False)
    asked_whom = models.CharField("向哪个部门", max_length=60, blank=True, default="")
    asked_when = models.CharField("什么时候", max_length=30, blank=True, default="")
    asked_answer = models.CharField("部门怎么答复", max_length=300, blank=True, default="")
    answer = models.TextField("当场答复", max_length=1000, blank=True)
    outcome = models.CharField("处理方式", max_length=10, choices=Outcome, default=Outcome.NOTED)
    told = models.BooleanField("是否已向群众反馈", default=False)
    number = models.CharField("编号", max_length=40, blank=True, default="")
    title = models.CharField("事由", max_length=60, blank=True, default="", help_text="一句话,不写群众姓名和电话")
    state = models.CharField("状态", max_length=10, choices=list(states.MATTERS.items()), default=states.WRITTEN)
    revision = models.PositiveIntegerField("修订号", default=1)
    level = models.CharField("在哪一级", max_length=10, choices=Level, default=Level.STUDIO)
    responsible = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="责任人", related_name="+"
    )
    result = models.CharField("办理结果", max_length=10, choices=Result, blank=True, default="")
    result_text = models.TextField("结果说明", max_length=2000, blank=True, default="")
    result_on: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("结果日期", null=True, blank=True)
    supervisor = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="督办领导账号", related_name="+"
    )
    supervisor_name = models.CharField("督办领导", max_length=30, blank=True, default="")
    next_on: "models.DateField[dt.date | None, dt.date | None]" = models.DateField(
        "下次报进展的日期", null=True, blank=True
    )
    town_told = models.CharField("告知的镇街、村(社区)", max_length=60, blank=True, default="")
    town_told_on: "models.DateField[dt.date | None, dt.date | None]" = models.DateField(
        "告知镇街、村(社区)的日期", null=True, blank=True
    )
    merged_into: "models.ForeignKey[Matter | None, Matter | None]" = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="并入", related_name="merged"
    )
    reopened = models.PositiveSmallIntegerField("重新办理次数", default=0)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = "诉求"
        verbose_name_plural = "诉求"
        ordering = ["visit", "position"]
        permissions = [
            ("handle_matters", "办理诉求:转办、上报、记结果、告知群众"),
            ("export_matters", "导出诉求台账"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["visit", "position"], name="matter_position_once"),
            models.CheckConstraint(condition=~Q(text=""), name="matter_has_text"),
            models.CheckConstraint(
                condition=Q(
                    outcome__in=[
                        "settled", "explained", "referred", "reported", "opinion",
                        "proposal", "topic", "guided", "history", "noted",
                    ]
                ),
                name="matter_outcome_known",
            ),
            models.CheckConstraint(condition=Q(state__in=list(states.MATTERS)), name="matter_state_known"),
            models.CheckConstraint(
                condition=Q(level__in=["studio", "office", "party", "government"]), name="matter_level_known"
            ),
            models.CheckConstraint(
                condition=Q(result__in=["", "done", "doing", "cannot"]), name="matter_result_known"
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="matter_number_once"),
            models.CheckConstraint(
                condition=Q(state=states.WRITTEN) | ~Q(number=""), name="matter_begun_has_number"
            ),
            models.CheckConstraint(
                condition=Q(result="", result_text="", result_on__isnull=True)
                | (~Q(result="") & ~Q(result_text="") & Q(result_on__isnull=False)),
                name="matter_result_whole",
            ),
            models.CheckConstraint(
                condition=~(Q(state=states.WRITTEN) | Q(state=states.OPEN) | Q(state=states.MERGED)) | Q(result=""),
                name="matter_open_has_no_result",
            ),
            models.CheckConstraint(
                condition=Q(state=states.DOING, result="doing", next_on__isnull=False) & ~Q(supervisor_name="")
                | ~Q(state=states.DOING) & (~Q(result="doing") | Q(state=states.DROPPED)),
                name="matter_doing_is_supervised",
            ),
            models.CheckConstraint(
                condition=Q(town_told="", town_told_on__isnull=True)
                | (~Q(town_told="") & Q(town_told_on__isnull=False)),
                name="matter_town_told_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.CLOSED, result="done") | Q(town_told_on__isnull=False),
                name="matter_done_told_to_town",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.CLOSED) | Q(result="") | Q(told=True), name="matter_closed_told"
            ),
            models.CheckConstraint(
                condition=Q(state=states.MERGED, merged_into__isnull=False)
                | Q(merged_into__isnull=True)
                | Q(state=states.ANSWERED)
                | Q(state=states.CLOSED),
                name="matter_merged_has_lead",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.MERGED) | Q(merged_into__isnull=False), name="matter_merged_into_something"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")), name="matter_not_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(state=states.CLOSED, closed_at__isnull=False)
                | (~Q(state=states.CLOSED) & Q(closed_at__isnull=True)),
                name="matter_closed_at_when_closed",
            ),
            models.CheckConstraint(condition=Q(reopened__range=(0, 5)), name="matter_reopened_few"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["state", "outcome"], name="matter_by_state"),  # the lists of what is to be done
            models.Index(fields=["village", "category"], name="matter_by_village"),  # repeats, the month's sorting
        ]

    def __str__(self) -> str:
        return self.text[:20]

    @property
    def key(self) -> str:
        """As what deadlines and referrals know it."""
        return f"{SUBJECT}{self.pk}"

    @property
    def asked_in_words(self) -> str:
        """Which department was asked before, when, and what it said; empty when none was."""
        if not self.asked_before:
            return ""
        answer = f"答复:{self.asked_answer}" if self.asked_answer else ""
        return ",".join(part for part in (self.asked_whom or "有关部门", self.asked_when, answer) if part)

    @property
    def link(self) -> str:
        """The page of it behind whichever door the reader has."""
        return f"/go/studios.matter/{self.pk}/"

    @property
    def visit_link(self) -> str:
        return f"/go/studios.visit/{self.visit_id}/"
