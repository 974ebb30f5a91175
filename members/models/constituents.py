import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from simple_history.models import HistoricalRecords

from accounts.models import User
from common.encryption import EncryptedTextField, LookupField, fingerprints
from members import rules
from members.models.people import Member, MemberQuerySet, own
from members.models.sectors import Village

NAMELESS = "已匿名"


class ConsentNoticeQuerySet(models.QuerySet["ConsentNotice"]):
    def in_force(self, day: dt.date) -> "ConsentNotice":
        """The newest that had begun by ``day``. Raises DoesNotExist; seed makes one that always had."""
        return self.filter(since__lte=day).latest("since")


class ConsentNotice(models.Model):
    """What a constituent is told before agreeing to be kept. A new wording or term is a new version."""

    version = models.PositiveSmallIntegerField("版本", unique=True)
    since = models.DateField("从哪一天起用", unique=True)
    text = models.TextField("告知的内容", max_length=1000, help_text="登记群众时印在“本人同意”旁边")
    years = models.PositiveSmallIntegerField(
        "保留年数",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text="最后一次联系满几年后自动匿名",
    )

    objects = ConsentNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "群众告知书"
        verbose_name_plural = "群众告知书"
        ordering = ["-since"]
        constraints = [models.CheckConstraint(condition=Q(years__range=(1, 10)), name="notice_years_1_to_10")]

    def __str__(self) -> str:
        return f"第{self.version}版"


class ConstituentQuerySet(models.QuerySet["Constituent"]):
    def visible_to(self, user: User) -> "ConstituentQuerySet":
        """Whom this user may see: the office with the right all, anybody else those they are tied to."""
        return self if rules.can_see_people(user) else self.of_user(user)

    def of_user(self, user: User) -> "ConstituentQuerySet":
        """Whom this user keeps contact with, as a member or as staff."""
        return self.filter(Exists(Tie.objects.open().held_by(user).filter(constituent=OuterRef("pk"))))

    def tied_to(self, members: MemberQuerySet) -> "ConstituentQuerySet":
        """Whom any of the members keeps contact with."""
        return self.filter(Exists(Tie.objects.open().filter(constituent=OuterRef("pk"), member__in=members)))

    def known(self) -> "ConstituentQuerySet":
        """Those who still have a name."""
        return self.filter(anonymised_at__isnull=True)

    def with_phone(self, number: str) -> "ConstituentQuerySet":
        """Those with exactly this number, as ``parse_phone`` gives it."""
        return self.filter(phone_hmac__in=fingerprints(number))

    def due_by(self, day: dt.date) -> "ConstituentQuerySet":
        """Those whose time is over by the end of ``day``."""
        return self.known().filter(retain_until__lte=day)

    def by_strokes(self) -> "ConstituentQuerySet":
        return self.order_by("stroke_key", "pk")


class Constituent(models.Model):
    """群众: somebody whom a member keeps contact with. A name, a phone, a village, and by what consent.

    Kept until ``retain_until``, then nameless: the ties stay, so that what was counted stays counted.
    """

    class ConsentWay(models.TextChoices):
        SPOKEN = "spoken", "当面口头"
        WRITTEN = "written", "书面签字"
        PHONE = "phone", "电话里"

    name = models.CharField("姓名", max_length=50)
    phone = EncryptedTextField(
        "电话", blank=True, default="", validators=[RegexValidator(r"^[0-9]{10,12}$", "请填完整的电话号码。")]
    )
    phone_hmac = LookupField(of="phone")
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, verbose_name="村(社区)", related_name="constituents"
    )
    consent_way = models.CharField("同意方式", max_length=10, choices=ConsentWay)
    consented_on: "models.DateField[dt.date, dt.date]" = models.DateField("同意日期")
    notice = models.ForeignKey(ConsentNotice, models.PROTECT, verbose_name="告知书", related_name="+")
    contacted_on: "models.DateField[dt.date, dt.date]" = models.DateField("最近联系")
    retain_until: "models.DateField[dt.date, dt.date]" = models.DateField("保留到")
    anonymised_at = models.DateTimeField("匿名时间", null=True, blank=True)
    made_by: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="登记人", related_name="+"
    )
    made_at = models.DateTimeField("登记时间")
    stroke_key = models.CharField(max_length=120, editable=False)

    objects = ConstituentQuerySet.as_manager()
    history = HistoricalRecords(
        verbose_name="群众资料的修改",
        verbose_name_plural="群众资料的修改",
        excluded_fields=["phone_hmac", "made_by", "made_at", "stroke_key"],
        history_user_id_field=models.BigIntegerField(null=True),  # no key: it outlives the account
    )

    class Meta:
        verbose_name = "群众"
        verbose_name_plural = "群众"
        permissions = [
            ("see_people", "查看全部联系群众"),
            ("edit_people", "修改群众资料、登记和结束联系、撤回同意"),
            ("reveal_people", "查看群众完整号码"),
            ("find_people", "按完整号码查找群众"),
            ("export_people", "导出联系群众名单(号码打码)"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="constituent_has_name"),
            models.CheckConstraint(
                condition=Q(consent_way__in=["spoken", "written", "phone"]), name="constituent_consent_known"
            ),
            models.CheckConstraint(
                condition=Q(phone="", phone_hmac="") | ~Q(phone="") & ~Q(phone_hmac=""),
                name="constituent_phone_findable",
            ),
            models.CheckConstraint(
                condition=Q(anonymised_at__isnull=True) | Q(name=NAMELESS, phone=""), name="constituent_nameless_wholly"
            ),
            models.CheckConstraint(
                condition=Q(consented_on__lte=models.F("contacted_on"), contacted_on__lte=models.F("retain_until")),
                name="constituent_days_in_order",
                violation_error_message="日期还没有到,请改成本人同意的那天。",
            ),
            models.UniqueConstraint(fields=["phone_hmac"], condition=~Q(phone_hmac=""), name="constituent_phone_once"),
        ]
        indexes = [
            models.Index(fields=["stroke_key"], name="constituent_by_strokes"),  # every list
            models.Index(
                fields=["retain_until"], condition=Q(anonymised_at__isnull=True), name="constituent_due"
            ),  # the daily job, the office's warning
        ]

    def __str__(self) -> str:
        return self.name


class TieQuerySet(models.QuerySet["Tie"]):
    def open(self) -> "TieQuerySet":
        return self.filter(until__isnull=True)

    def held_by(self, user: User) -> "TieQuerySet":
        """From this user, as a member or as staff."""
        return self.filter(own(user))

    def of_member(self, member: Member) -> "TieQuerySet":
        """From this member."""
        return self.filter(member=member)

    def to_member(self, member: Member) -> "TieQuerySet":
        """By which others keep contact with this member."""
        return self.filter(other=member)

    def to_villages_and_members(self) -> "TieQuerySet":
        return self.filter(constituent__isnull=True)

    def with_ends(self) -> "TieQuerySet":
        """With both ends, villages before members, the older first; in the same query."""
        ends = self.select_related("member", "user", "constituent", "village__area", "other")
        place = models.F("village__area__position").asc(nulls_last=True)
        name = models.F("other__stroke_key").asc(nulls_last=True)
        return ends.order_by(place, "village__name", name, "since", "pk")


def _one_of(*fields: str) -> Q:
    """Exactly one of the keys is set."""
    either = Q()
    for chosen in fields:
        either |= Q(**{f"{field}__isnull": field != chosen for field in fields})
    return either


FROM, TO = ("member", "user"), ("constituent", "village", "other")


class Tie(models.Model):
    """联系: a member or a staff user keeps contact with a constituent, a village or a member (``other``)."""

    class Kind(models.TextChoices):
        FIXED = "fixed", "固定联系"
        THREE_LINKS = "three_links", "三联"
        HELP = "help", "结对帮扶"
        OTHER = "other", "其他联系"

    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, verbose_name="委员", related_name="ties")
    user: "models.ForeignKey[User | None, User | None]" = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="账号(非委员)", related_name="+"
    )
    constituent = models.ForeignKey(
        Constituent, models.PROTECT, null=True, blank=True, verbose_name="群众", related_name="ties"
    )
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, verbose_name="村(社区)", related_name="ties"
    )
    other = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, verbose_name="所联系的委员", related_name="tied_by"
    )
    kind = models.CharField("类别", max_length=12, choices=Kind, default=Kind.FIXED)
    since: "models.DateField[dt.date, dt.date]" = models.DateField("从")
    until: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("到", null=True, blank=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        verbose_name = "联系"
        verbose_name_plural = "联系"
        default_permissions = ()
        permissions = [("keep_ties", "登记自己联系的群众、村和委员(机关干部)")]
        constraints = [
            models.CheckConstraint(condition=_one_of(*FROM), name="tie_from_member_or_user"),
            models.CheckConstraint(condition=_one_of(*TO), name="tie_to_exactly_one"),
            models.CheckConstraint(
                condition=Q(kind__in=["fixed", "three_links", "help", "other"]), name="tie_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lte=models.F("until")), name="tie_starts_before_it_ends"
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=True) | Q(other__isnull=True) | ~Q(member=models.F("other")),
                name="tie_not_to_oneself",
            ),
            *(
                models.UniqueConstraint(
                    fields=[start, end],
                    condition=Q(until__isnull=True, **{f"{start}__isnull": False, f"{end}__isnull": False}),
                    name=f"tie_{start}_{end}_once",
                )
                for start in FROM
                for end in TO
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member or self.user} {self.get_kind_display()}"
