import datetime as dt

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from members import rules
from members.models.constituents import Constituent
from members.models.sectors import Village


class RepresentativeQuerySet(models.QuerySet["Representative"]):
    def visible_to(self, user: User) -> "RepresentativeQuerySet":
        """All, for who sees every constituent; nobody else sees the pool."""
        return self if rules.can_see_people(user) else self.none()

    def open(self) -> "RepresentativeQuerySet":
        return self.filter(until__isnull=True)

    def by_strokes(self) -> "RepresentativeQuerySet":
        return self.order_by("constituent__stroke_key", "constituent", "-since", "pk")


class Representative(models.Model):
    """群众代表库: a constituent invited to surveys, forums and the handling of proposals (domain §1, document 000).

    Recommended or approved by a 村(社区)党组织 (document 001): the village, or the organisation in words. ``revision``
    counts the corrections.
    """

    constituent = models.ForeignKey(
        Constituent, models.PROTECT, verbose_name="群众", related_name="representations"
    )  # fmt: skip
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, verbose_name="推荐的村(社区)", related_name="+"
    )
    recommended_by = models.CharField("推荐的党组织", max_length=60, blank=True)
    recommended_on: "models.DateField[dt.date | None, dt.date | None]" = models.DateField(
        "推荐日期", null=True, blank=True
    )
    skills = models.CharField("专长领域", max_length=120, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    since: "models.DateField[dt.date, dt.date]" = models.DateField("入库日期")
    until: "models.DateField[dt.date | None, dt.date | None]" = models.DateField("出库日期", null=True, blank=True)
    end_reason = models.CharField("出库原因", max_length=100, blank=True)
    revision = models.PositiveIntegerField("修订号", default=1)
    made_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, verbose_name="登记人", related_name="+"
    )
    made_at = models.DateTimeField("登记时间")

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = "群众代表"
        verbose_name_plural = "群众代表"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["constituent"], condition=Q(until__isnull=True), name="representative_one_open"
            ),
            models.CheckConstraint(
                condition=Q(village__isnull=False) | ~Q(recommended_by=""), name="representative_is_recommended"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, end_reason="") | (Q(until__isnull=False) & ~Q(end_reason="")),
                name="representative_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__lte=models.F("until")),
                name="representative_since_before_until",
            ),
        ]

    def __str__(self) -> str:
        return f"群众代表 编号 {self.pk}"

    @property
    def recommender(self) -> str:
        """The organisation in words, or the village's. ``village__area`` must be loaded."""
        return (
            self.recommended_by or f"{self.village.area}{self.village}党组织" if self.village else self.recommended_by
        )


def open_of(constituent: str = "pk") -> Exists:
    """Whether the constituent, told by this column of the outer query, is in the pool today."""
    return Exists(Representative.objects.open().filter(constituent=OuterRef(constituent)))
