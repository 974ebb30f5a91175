"""Rows that the tests of assessment need."""

import datetime as dt
from decimal import Decimal

from assessment.models import Grade, Item, Prerequisite, Rulebook
from members.models import Member
from studios.models import Matter, Purpose, VisitLog
from tests.cast import NOW

MARCH = dt.date(2026, 3, 1)


def visit(
    member: Member,
    day: dt.date,
    *,
    way: str = "visit",
    headcount: int = 1,
    state: str = "checked",
    place: str = "城关镇",
) -> VisitLog:
    return VisitLog.objects.create(
        member=member,
        occurred_on=day,
        way=way,
        headcount=headcount,
        state=state,
        place=place,
        people="走访对象甲",
        recorded_at=NOW,
        returned_why="请补充" if state == "returned" else "",
        checked_at=NOW if state == "checked" else None,
    )


def matter(of: VisitLog, outcome: str = "noted", text: str = "路灯损坏") -> Matter:
    return Matter.objects.create(visit=of, position=of.matters.count() + 1, text=text, outcome=outcome)


def help_visit(member: Member, day: dt.date) -> VisitLog:
    made = visit(member, day)
    made.purposes.add(Purpose.objects.get(code="help"), Purpose.objects.get(code="listen"))
    return made


def item(
    code: str = "visits",
    *,
    measure: str = "visits",
    kind: str = "quota",
    every: str = "year",
    required: int = 10,
    points: str = "20",
    cap: str = "20",
) -> Item:
    return Item(
        code=code,
        name=code,
        measure=measure,
        kind=kind,
        every=every,
        required=required,
        points=Decimal(points),
        cap=Decimal(cap),
    )


def grades() -> list[Grade]:
    return [Grade(name=name, from_percent=n) for name, n in (("优秀", 90), ("良好", 80), ("合格", 60), ("不合格", 0))]


def prerequisite(measure: str = "receptions", *, required: int = 1, from_month: int = 12) -> Prerequisite:
    return Prerequisite(
        code=measure, name="接待群众", measure=measure, required=required, from_month=from_month, ceiling=grades()[2]
    )


def sample() -> Rulebook:
    return Rulebook.objects.get(version=1)
