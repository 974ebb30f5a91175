import datetime as dt
from typing import cast

from django.db import models
from django.db.models import Q

from accounts.models import User
from common.dates import next_month
from members.models import Member, own
from studios import rules, states
from studios.models.studios import Studio

Author = Member | User  # whose visit it is: a member, or staff without a seat


class Purpose(models.Model):
    """What a visit is for; the six of the office's own rule to begin with (domain §1, document 000)."""

    code = models.SlugField("代码", max_length=20, unique=True)
    name = models.CharField("目的", max_length=20, unique=True)
    position = models.PositiveSmallIntegerField("顺序", default=999)

    class Meta:
        verbose_name = "走访目的"
        verbose_name_plural = "走访目的"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class VisitQuerySet(models.QuerySet["VisitLog"]):
    def visible_to(self, user: User) -> "VisitQuerySet":
        """One's own, drafts too; what was filed in a studio one runs; the office, all that was filed."""
        filed = ~Q(state=states.DRAFT)
        if rules.can_see_all_visits(user):
            return self.filter(own(user) | filed)
        return self.filter(own(user) | (filed & Q(studio__in=Studio.objects.run_by(user))))

    def of_user(self, user: User) -> "VisitQuerySet":
        return self.filter(own(user))

    def by_author(self, author: Author) -> "VisitQuerySet":
        return self.filter(**{"member" if isinstance(author, Member) else "user": author})

    def in_studios_run_by(self, user: User) -> "VisitQuerySet":
        """What a convener or liaison officer reads: no drafts."""
        return self.submitted().filter(studio__in=Studio.objects.run_by(user))

    def drafts(self) -> "VisitQuerySet":
        return self.filter(state=states.DRAFT)

    def submitted(self) -> "VisitQuerySet":
        """All that ever left its author's hands, whatever became of it."""
        return self.exclude(state=states.DRAFT)

    def filed(self) -> "VisitQuerySet":
        """What stands: 待核 and 已核."""
        return self.filter(state__in=states.STANDING)

    def checked(self) -> "VisitQuerySet":
        return self.filter(state=states.CHECKED)

    def to_check(self) -> "VisitQuerySet":
        return self.filter(state=states.FILED)

    def returned(self) -> "VisitQuerySet":
        """What its author is asked to mend."""
        return self.filter(state=states.RETURNED)

    def in_month(self, month: dt.date) -> "VisitQuerySet":
        """Dated in the month that begins on ``month``."""
        return self.filter(occurred_on__gte=month, occurred_on__lt=next_month(month))

    def with_details(self) -> "VisitQuerySet":
        """With what a list shows of each: two more queries, for matters and purposes."""
        return self.select_related("member", "user", "studio").prefetch_related("matters", "purposes")

    def with_people(self) -> "VisitQuerySet":
        """With what a record's own page shows beyond that: five more queries."""
        return self.select_related("recorded_by", "checked_by", "shift").prefetch_related(
            "companions", "constituents__village", "photos", "matters__category", "matters__village"
        )

    def newest_first(self) -> "VisitQuerySet":
        return self.order_by("-occurred_on", "-pk")


class VisitLog(models.Model):
    """民情日志: one visit, reception or call of one member, or of a staff user without a seat.

    Sector and post are those of the day, kept as text. ``import_key`` tells a ledger row that came in before,
    ``client_id`` a form sent twice. ``proxy``: written down by somebody else, from paper or by word of mouth.
    """

    class Way(models.TextChoices):
        RECEPTION = "reception", "接待来访"
        VISIT = "visit", "入户走访"
        MEETING = "meeting", "座谈"
        PHONE = "phone", "电话"
        ONLINE = "online", "微信等网络"
        ACTIVITY = "activity", "活动中收集"

    member = models.ForeignKey(
        "members.Member", models.PROTECT, null=True, blank=True, verbose_name="委员", related_name="+"
    )
    user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="账号(非委员)", related_name="+"
    )
    studio = models.ForeignKey(
        Studio, models.PROTECT, null=True, blank=True, verbose_name="工作室", related_name="visits"
    )
    shift = models.ForeignKey(
        "studios.DutyShift", models.PROTECT, null=True, blank=True, verbose_name="值班", related_name="visits"
    )
    occurred_on = models.DateField("日期")
    way = models.CharField("方式", max_length=10, choices=Way)
    purposes = models.ManyToManyField(Purpose, verbose_name="目的", related_name="+", blank=True)
    companions = models.ManyToManyField("members.Member", verbose_name="同行委员", related_name="+", blank=True)
    others = models.CharField("其他同行人", max_length=60, blank=True, default="")
    constituents = models.ManyToManyField(
        "members.Constituent", verbose_name="联系的群众", related_name="+", blank=True
    )
    people = models.CharField("走访对象", max_length=60, blank=True)
    headcount = models.PositiveIntegerField("人次", default=1)
    place = models.CharField("地点", max_length=60, blank=True)
    summary = models.TextField("情况记录", max_length=2000, blank=True)
    sector_name = models.CharField("当时的界别", max_length=30, blank=True)
    post_name = models.CharField("当时的政协职务", max_length=10, blank=True)
    state = models.CharField("状态", max_length=10, choices=list(states.STATES.items()), default=states.DRAFT)
    revision = models.PositiveIntegerField("修订号", default=1)
    client_id = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    import_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    recorded_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="录入人", related_name="+"
    )
    recorded_at = models.DateTimeField("录入时间")
    proxy = models.BooleanField("代录", default=False)
    checked_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="核实人", related_name="+"
    )
    checked_at = models.DateTimeField("核实时间", null=True, blank=True)
    returned_why = models.CharField("退回原因", max_length=200, blank=True, default="")

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = "民情日志"
        verbose_name_plural = "民情日志"
        permissions = [
            ("see_all_visits", "查看全部民情日志"),
            ("import_visits", "导入走访台账"),
            ("export_visits", "导出走访台账"),
            ("check_visits", "核实、退回民情日志"),
            ("record_visits", "代录民情日志"),
            ("log_visits", "记自己的走访(非委员)"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(states.STATES)), name="visit_state_known"),
            models.CheckConstraint(
                condition=Q(way__in=["reception", "visit", "meeting", "phone", "online", "activity"]),
                name="visit_way_known",
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=True, user__isnull=False) | Q(member__isnull=False, user__isnull=True),
                name="visit_member_or_user",
            ),
            models.CheckConstraint(
                condition=Q(state=states.CHECKED, checked_at__isnull=False)
                | (~Q(state=states.CHECKED) & Q(checked_at__isnull=True)),
                name="visit_checked_at_when_checked",
            ),
            models.CheckConstraint(
                condition=~Q(state=states.RETURNED) | ~Q(returned_why=""), name="visit_returned_with_reason"
            ),
            models.CheckConstraint(condition=Q(headcount__range=(1, 10_000)), name="visit_headcount_sane"),
        ]
        indexes = [
            models.Index(fields=["occurred_on", "member"], name="visit_by_day"),  # the month's sheet, the office list
            models.Index(fields=["member", "-occurred_on"], name="visit_by_member"),  # a member's own list
            models.Index(fields=["studio", "-occurred_on"], name="visit_by_studio"),  # a convener's list
            # what waits to be checked, at every door
            models.Index(fields=["studio", "occurred_on"], condition=Q(state=states.FILED), name="visit_to_check"),
        ]

    def __str__(self) -> str:
        return f"{self.occurred_on} {self.get_way_display()}"

    @property
    def author(self) -> Author:
        """Whose visit it is; both keys come loaded ``with_details``."""
        return cast(Author, self.member or self.user)


class VisitPhotoQuerySet(models.QuerySet["VisitPhoto"]):
    def visible_to(self, user: User) -> "VisitPhotoQuerySet":
        """Those of the visits this user reads."""
        return self.filter(visit__in=VisitLog.objects.visible_to(user).values("pk"))


class VisitPhoto(models.Model):
    """A picture that belongs to a visit: of the visit, or of the page in the paper log it was written down from."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "现场照片"
        PAGE = "page", "纸质日志"

    visit = models.ForeignKey(VisitLog, models.CASCADE, verbose_name="民情日志", related_name="photos")
    file = models.ForeignKey("accounts.StoredFile", models.PROTECT, verbose_name="图片", related_name="+")
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.PHOTO)

    objects = VisitPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = "民情日志图片"
        verbose_name_plural = "民情日志图片"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "file"], name="visit_photo_once"),
            models.CheckConstraint(condition=Q(kind__in=["photo", "page"]), name="visit_photo_kind_known"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class VisitEvent(models.Model):
    """One step of a visit log; never changed. ``by`` is null for the command line."""

    visit = models.ForeignKey(VisitLog, models.CASCADE, verbose_name="民情日志", related_name="events")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="操作人", related_name="+"
    )
    via = models.CharField("途径", max_length=10, choices=[("page", "页面"), ("import", "导入"), ("code", "程序")])
    action = models.CharField("操作", max_length=10, choices=list(states.ACTIONS.items()))
    from_state = models.CharField("原状态", max_length=10)
    to_state = models.CharField("新状态", max_length=10)
    why = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "民情日志经过"
        verbose_name_plural = "民情日志经过"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at}"
