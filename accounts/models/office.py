from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.models.audit import FEWEST_MONTHS

TOO_SHORT = "审计记录至少保留6个月(网络安全法)。"

# Field → the least and the most an office may set; the database holds the same.
RANGES = {
    "key_days": (1, 30),
    "remember_days": (1, 365),
    "idle_minutes": (5, 480),
    "lock_failures": (3, 20),
    "lock_minutes": (5, 1440),
    "lock_address_failures": (20, 1000),
}


def _number(label: str, field: str, *, default: int, help_text: str) -> models.PositiveSmallIntegerField:
    least, most = RANGES[field]
    return models.PositiveSmallIntegerField(
        label,
        default=default,
        help_text=f"{help_text}({least}至{most})",
        validators=[MinValueValidator(least), MaxValueValidator(most)],
    )


class Office(models.Model):
    """The one row of words by which this office calls itself, and of the numbers by which people sign in."""

    name = models.CharField("机关全称", max_length=60, default="政协××县委员会")
    short_name = models.CharField("简称", max_length=30, default="××县政协")
    region = models.CharField("行政区一级", max_length=2, default="县", help_text="县、区或市")
    party_desk = models.CharField("党委办名称", max_length=20, default="县委办")
    government_desk = models.CharField("政府办名称", max_length=20, default="县政府办")
    studio_word = models.CharField("委员工作室的本地叫法", max_length=10, default="委员工作室")
    help_phone = models.CharField("求助电话", max_length=30, blank=True, help_text="忘记密码、打不开页面时打给谁")
    key_days = _number(
        "登录条有效天数", "key_days", default=7, help_text="登录条上的二维码和一次性密码,过了这几天就作废"
    )
    remember_days = _number(
        "记住登录的天数",
        "remember_days",
        default=90,
        help_text="勾了“在这部手机上记住我”的,这几天里进委员端不用再输密码",
    )
    idle_minutes = _number(
        "离开多少分钟后再输密码",
        "idle_minutes",
        default=30,
        help_text="机关端、基础数据和承办单位端,离开这么久再回来要再输一次密码",
    )
    lock_failures = _number(
        "输错几次密码暂停登录",
        "lock_failures",
        default=5,
        help_text="同一个账号在同一处连续输错,到这个次数就暂停",
    )
    lock_minutes = _number("暂停登录多少分钟", "lock_minutes", default=15, help_text="从最后一次输错算起")
    lock_address_failures = _number(
        "同一处输错几次暂停",
        "lock_address_failures",
        default=100,
        help_text="同一网络地址上不论哪个账号,合计输错到这个次数,这一处都暂停;手机上网常常许多人共用一个地址,不宜太小",
    )
    require_second_factor = models.BooleanField(
        "机关人员登录要动态码",
        default=False,
        help_text="打开后,进机关端和基础数据的人,输密码以后还要输手机上的动态码;第一次会请他们绑定。委员不受影响",
    )
    exclusive_admins = models.BooleanField(
        "系统、安全、审计三类管理员不得兼任",
        default=True,
        help_text="等级保护要求三员分立。人手实在不够的机关可以关掉",
    )
    audit_months = models.PositiveSmallIntegerField(
        "审计记录保留几个月",
        default=12,
        help_text="到期的由系统清除;至少6个月",
        validators=[MinValueValidator(FEWEST_MONTHS, TOO_SHORT)],
    )

    class Meta:
        verbose_name = "机关设置"
        verbose_name_plural = "机关设置"
        permissions = [("use_office", "可以进入机关端")]
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="office_one_row"),
            models.CheckConstraint(
                condition=models.Q(**{f"{field}__range": ends for field, ends in RANGES.items()}),
                name="office_sign_in_numbers_sound",
            ),
            models.CheckConstraint(
                condition=models.Q(audit_months__gte=FEWEST_MONTHS), name="office_keeps_audit_long_enough"
            ),
        ]

    def __str__(self) -> str:
        return self.short_name
