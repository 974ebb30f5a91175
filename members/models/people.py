import datetime as dt
from collections.abc import Iterable

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from members import rules
from members.models.sectors import Area, Sector
from members.models.terms import Term


class MemberQuerySet(models.QuerySet["Member"]):
    def visible_to(self, user: User) -> "MemberQuerySet":
        """The members this user may see: the office all, a member themself."""
        if rules.can_see_all_members(user):
            return self
        return self.filter(user=user)

    def of_user(self, user: User) -> "MemberQuerySet":
        """The member whose account this is; one or none."""
        return self.filter(user=user)

    def picked(self, members: Iterable[int], users: Iterable[int]) -> "MemberQuerySet":
        """Those with these keys, and those with these accounts."""
        return self.filter(Q(pk__in=list(members)) | Q(user__in=list(users)))

    def in_term(self, term: Term | None) -> "MemberQuerySet":
        """Who holds an open seat in ``term``."""
        return self.filter(Exists(Seat.objects.filter(member=OuterRef("pk"), term=term).open()))

    def by_strokes(self) -> "MemberQuerySet":
        """按姓氏笔画为序; the birth month parts people of one name."""
        return self.order_by("stroke_key", "birth_month", "pk")

    def matching(self, text: str) -> "MemberQuerySet":
        """Search as clerks do: part of a name, pinyin initials or pinyin, a phone's digits, the work unit."""
        text = text.strip()
        if not text:
            return self
        found = Q(name__contains=text) | Q(employer__contains=text)
        if text.isascii() and text.isalpha():
            found |= Q(initials__startswith=text.lower()) | Q(pinyin__startswith=text.lower())
        if text.isdigit() and len(text) >= 4:
            found |= Q(phone__contains=text)
        return self.filter(found)


class Member(models.Model):
    """委员, the person: what stays from term to term. A seat says what they are in one."""

    class Gender(models.TextChoices):
        MALE = "male", "男"
        FEMALE = "female", "女"

    user = models.OneToOneField(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="账号", related_name="+"
    )
    name = models.CharField("姓名", max_length=50)
    gender = models.CharField("性别", max_length=6, choices=Gender, blank=True)
    birth_month = models.DateField("出生年月", null=True, blank=True, help_text="该月的第一天")
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    party = models.CharField("党派", max_length=30, blank=True)
    employer = models.CharField("工作单位及职务", max_length=120, blank=True)
    phone = models.CharField("手机号码", max_length=12, blank=True)
    specialty = models.CharField("专长", max_length=100, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    stroke_key = models.CharField(max_length=120, editable=False)
    pinyin = models.CharField(max_length=120, editable=False, blank=True)
    initials = models.CharField(max_length=20, editable=False, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "委员"
        verbose_name_plural = "委员"
        permissions = [
            ("see_all_members", "查看全部委员"),
            ("edit_members", "新增、修改委员"),
            ("import_members", "导入委员名册"),
            ("reveal_phones", "查看委员完整号码"),
            ("export_contacts", "导出含完整号码的名册"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="member_has_name"),
            models.CheckConstraint(
                condition=Q(birth_month__isnull=True) | Q(birth_month__day=1), name="member_birth_is_a_month"
            ),
            models.CheckConstraint(condition=Q(gender__in=["", "male", "female"]), name="member_gender_known"),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^[0-9]{10,12}$"), name="member_phone_is_digits"
            ),
        ]
        indexes = [
            models.Index(fields=["stroke_key", "birth_month"], name="member_by_strokes"),  # every list of people
            models.Index(fields=["name"], name="member_by_name"),  # imports
        ]

    def __str__(self) -> str:
        return self.name


def own(user: User, of: str = "") -> Q:
    """Rows that are this user's: as staff, or by the seat of a member; ``of`` leads to the row that says whose it is.

    The member is looked up by key, once, rather than joined: whatever the database believes of its tables' sizes, it
    cannot choose to compare every row with every member.
    """
    return Q(**{f"{of}user": user}) | Q(**{f"{of}member__in": Member.objects.of_user(user)})


class SeatQuerySet(models.QuerySet["Seat"]):
    def open(self) -> "SeatQuerySet":
        """Seats that nothing has ended."""
        return self.filter(ended_on__isnull=True)

    def on(self, day: dt.date) -> "SeatQuerySet":
        """Seats held on ``day``; an unknown first day counts as long ago."""
        return self.filter(
            Q(started_on__isnull=True) | Q(started_on__lte=day), Q(ended_on__isnull=True) | Q(ended_on__gt=day)
        )

    def of_members_visible_to(self, user: User) -> "SeatQuerySet":
        return self.filter(member__in=Member.objects.visible_to(user))

    def by_strokes(self) -> "SeatQuerySet":
        return self.order_by("member__stroke_key", "member__birth_month", "member_id")


class Seat(models.Model):
    """A member in a term: sector, post, area. A change closes one and opens the next; a correction edits it."""

    class Post(models.TextChoices):
        CHAIR = "chair", "主席"
        VICE_CHAIR = "vice_chair", "副主席"
        SECRETARY = "secretary", "秘书长"
        STANDING = "standing", "常委"
        MEMBER = "member", "委员"

    member = models.ForeignKey(Member, models.PROTECT, verbose_name="委员", related_name="seats")
    term = models.ForeignKey(Term, models.PROTECT, verbose_name="届", related_name="seats")
    sector = models.ForeignKey(Sector, models.PROTECT, verbose_name="界别", related_name="seats")
    post = models.CharField("政协职务", max_length=12, choices=Post, default=Post.MEMBER)
    area = models.ForeignKey(
        Area, models.PROTECT, null=True, blank=True, verbose_name="片区(镇街)", related_name="seats"
    )
    number = models.CharField("名册序号", max_length=20, blank=True)
    started_on = models.DateField("任职日期", null=True, blank=True, help_text="不详可空着")
    ended_on = models.DateField("离任日期", null=True, blank=True)
    end_reason = models.CharField("离任原因", max_length=100, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = "任职"
        verbose_name_plural = "任职"
        constraints = [
            models.UniqueConstraint(
                fields=["member", "term"], condition=Q(ended_on__isnull=True), name="seat_one_open_per_term"
            ),
            models.CheckConstraint(
                condition=Q(post__in=["chair", "vice_chair", "secretary", "standing", "member"]),
                name="seat_post_known",
            ),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(started_on__lte=models.F("ended_on")),
                name="seat_starts_before_it_ends",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=False) | Q(end_reason=""), name="seat_reason_only_when_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_post_display()}"
