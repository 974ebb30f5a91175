"""A sample rulebook and quotas to begin with, and the rights on assessment.

Their numbers come from what offices have published; none is ours to decide, so the office confirms or switches on each.
"""

import datetime as dt
from decimal import Decimal

from accounts import roles
from accounts.seed import grant
from assessment.models import Grade, Item, Prerequisite, Quota, QuotaReminder, Rulebook

QUOTA, PER_UNIT = Item.Kind.QUOTA, Item.Kind.PER_UNIT
MONTH, QUARTER, YEAR = Item.Every.MONTH, Item.Every.QUARTER, Item.Every.YEAR
CONTACT, STUDIO, FIVE = "联系群众", "工作室值班", "五个一"

# code, name, group, measure, kind, every, required, points, cap, source
ITEMS: list[tuple[str, str, str, str, str, str, int, int, int, str]] = [
    ("contacts", "固定联系群众", CONTACT, "contacts", QUOTA, YEAR, 5, 10, 10, "保康“151”:联系5名界别群众"),
    ("visits", "走访群众", CONTACT, "visits", QUOTA, YEAR, 10, 20, 20, "保康“151”:每年走访10次"),
    ("people", "联系界别群众", CONTACT, "people", QUOTA, YEAR, 40, 20, 20, "白银:全年联系群众40人次"),
    ("receptions", "定期接待群众", STUDIO, "receptions", QUOTA, MONTH, 1, 2, 24, "白银:每月接待1次"),
    ("settled", "化解矛盾纠纷", STUDIO, "settled", QUOTA, QUARTER, 1, 4, 16, "白银:每季度化解1次矛盾纠纷"),
    ("meeting", "参加政协会议", FIVE, "meetings", QUOTA, YEAR, 1, 2, 2, "五个一:参加1次政协会议"),
    ("proposal", "提交提案", FIVE, "proposals", QUOTA, YEAR, 1, 2, 2, "五个一:提交1件提案"),
    ("survey", "参加调研视察", FIVE, "surveys", QUOTA, YEAR, 1, 2, 2, "五个一:参加1次调研视察"),
    ("opinion", "反映社情民意", FIVE, "opinions", QUOTA, YEAR, 1, 2, 2, "五个一:反映1条社情民意"),
    ("good-deed", "为群众办好事", FIVE, "good_deeds", QUOTA, YEAR, 1, 2, 2, "五个一:为群众办1件好事"),
]
GRADES = {"优秀": 90, "良好": 80, "合格": 60, "不合格": 0}
# code, name, measure, required; looked at from December on: before that there is still time
PREREQUISITES = [
    ("reception", "接待群众", "receptions", 1),
    ("visit", "走访群众", "visits", 1),
]
CEILING = "合格"

Measure, Often, Who = Quota.Measure, Quota.Period, Quota.Who
BAOKANG, BAIYIN, STAFF_TOO = "保康县政协2017年的做法", "白银市中共特邀界委员工作室", "保康:每个政协工作者都开展“三联”"
THREE, STANDING = "three_links", Often.STANDING
# code, scheme, name, measure, kind of tie, period, amount, who, in use, source
QUOTAS: list[tuple[str, str, str, str, str, str, int, str, bool, str]] = [
    ("151-contacts", "“151”", "联系界别群众", Measure.PEOPLE, "", STANDING, 5, Who.MEMBERS, True, BAOKANG),
    ("151-visits", "“151”", "走访群众", Measure.VISITS, "", Often.YEAR, 10, Who.MEMBERS, True, BAOKANG),
    ("three-village", "三联", "联系村(社区)", Measure.VILLAGES, THREE, STANDING, 1, Who.LEADERS, True, BAOKANG),
    ("three-members", "三联", "联系委员", Measure.MEMBERS, THREE, STANDING, 5, Who.LEADERS, True, BAOKANG),
    ("three-people", "三联", "联系群众", Measure.PEOPLE, THREE, STANDING, 10, Who.LEADERS, True, BAOKANG),
    ("staff-village", "机关三联", "联系村(社区)", Measure.VILLAGES, "", STANDING, 1, Who.STAFF, False, STAFF_TOO),
    ("staff-members", "机关三联", "联系委员", Measure.MEMBERS, "", STANDING, 5, Who.STAFF, False, STAFF_TOO),
    ("staff-people", "机关三联", "联系群众", Measure.PEOPLE, "", STANDING, 10, Who.STAFF, False, STAFF_TOO),
    ("headcount", "工作室", "联系界别群众人次", Measure.HEADCOUNT, "", Often.YEAR, 40, Who.MEMBERS, False, BAIYIN),
    ("reception", "工作室", "接待群众", Measure.RECEPTIONS, "", Often.MONTH, 1, Who.MEMBERS, False, BAIYIN),
    ("mediation", "工作室", "化解矛盾纠纷", Measure.MEDIATIONS, "", Often.QUARTER, 1, Who.MEMBERS, False, BAIYIN),
]
LONG_AGO = dt.date(2000, 1, 1)
# days before the end of the period; no source gives a number, the office changes them
REMINDERS = {Often.MONTH: 10, Often.QUARTER: 20, Often.YEAR: 45, Often.STANDING: 45}


def seed() -> None:
    readers = [r for r in roles.ROLES if r not in (roles.SYSTEM_ADMIN, roles.SECURITY_ADMIN, roles.AUDITOR)]
    grant(readers, ["assessment.see_months"])
    grant([roles.GENERAL_OFFICE, roles.ASSESSMENT], ["assessment.close_months", "assessment.confirm_rulebooks"])
    seed_rulebook()
    seed_quotas()


def seed_quotas() -> None:
    """Make what has no row of its code yet; what the office changed or switched off stays."""
    known = set(Quota.objects.values_list("code", flat=True))
    fields = ("code", "scheme", "name", "measure", "tie_kind", "period", "amount", "who", "in_use", "source")
    rows = [dict(zip(fields, row, strict=True)) for row in QUOTAS]
    Quota.objects.bulk_create(
        Quota(**row, effective_from=LONG_AGO, position=position)
        for position, row in enumerate(rows, start=1)
        if row["code"] not in known
    )
    for period, days in REMINDERS.items():
        QuotaReminder.objects.get_or_create(period=period, defaults={"days": days})


def seed_rulebook() -> None:
    """Make the sample once: an office that has any rulebook has its own."""
    if Rulebook.objects.exists():
        return
    book = Rulebook.objects.create(
        name="委员履职考核办法", version=1, effective_from=dt.date(2026, 1, 1), is_sample=True
    )
    Item.objects.bulk_create(_item(book, position, *row) for position, row in enumerate(ITEMS, start=1))
    grades = {name: Grade.objects.create(rulebook=book, name=name, from_percent=n) for name, n in GRADES.items()}
    Prerequisite.objects.bulk_create(
        Prerequisite(
            rulebook=book, code=code, name=name, measure=measure, required=required, ceiling=grades[CEILING],
            from_month=12, position=position,
        )
        for position, (code, name, measure, required) in enumerate(PREREQUISITES, start=1)
    )  # fmt: skip


def _item(
    book: Rulebook, position: int, code: str, name: str, group: str, measure: str, kind: str, every: str,
    required: int, points: int, cap: int, source: str,
) -> Item:  # fmt: skip
    return Item(
        rulebook=book, code=code, name=name, group=group, measure=measure, kind=kind, every=every, required=required,
        points=Decimal(points), cap=Decimal(cap), source=source, position=position,
    )  # fmt: skip
