"""What the demo office has to do by when: a deadline in each state, made day by day by the services themselves."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from accounts import roles
from accounts.models import Unit, User
from deadlines.models import Deadline, Part
from deadlines.queries import holders_of, latest_firing
from deadlines.services import (
    ask_extension,
    cancel,
    grant_extension,
    hand_over,
    meet,
    open_general,
    refuse_extension,
    see,
    set_day,
    sweep,
)
from liaison.demo.diary import Act, moment
from liaison.demo.world import County

Said = list[tuple[dt.datetime, Act]]


@dataclass
class Office:
    """Who has a part in it."""

    county: County
    clerk: User
    officer: User
    secretary: User
    member: User
    convener: User
    unit: Unit

    def ago(self, days: int, hour: int = 10) -> dt.datetime:
        return self.county.ago(days, hour)

    def ahead(self, days: int) -> dt.date:
        return self.county.ahead(days)


def plan_deadlines(county: County) -> None:
    """What runs, was extended and is closed today; and the sweep of each working morning."""
    convener, member = (one.user for one in county.residents[county.studios[0].pk][:2])
    staff = county.staff
    office = Office(county, staff["bangongshi"], staff["kaohe"], staff["mishuzhang"], member, convener, county.units[0])
    for at, act in (*_running(office), *_extended(office), *_closed(office)):
        county.diary.on(at, act)
    for day in filter(county.calendar.is_working, county.days()):
        county.diary.on(moment(day, 9), lambda at: sweep(now=at))


def _open(office: Office, label: str, who: User | Unit, at: dt.datetime, **changes: object) -> Deadline:
    parties = {
        Part.RESPONSIBLE: [who],
        Part.HEAD: [who if isinstance(who, Unit) else office.convener],
        Part.OFFICE: holders_of(roles.GENERAL_OFFICE),
        Part.LEADER: holders_of(roles.SECRETARY),
    }
    said = {"started_on": timezone.localdate(at), "parties": parties} | changes
    return open_general(label=label, by=office.clerk, now=at, **said)


def _found(label: str) -> Deadline:
    return Deadline.objects.select_related("limit").get(label=label)


def _running(office: Office) -> Said:
    """Just begun, soon over, over today, late, and dates that a notice yet to come may move."""

    def take_note(at: dt.datetime) -> None:
        firing = latest_firing(_found("报送委员工作室季度小结"))
        if firing:
            see(firing=firing, by=office.member, now=at)

    return [
        (office.ago(1), lambda at: _open(office, "收集冬季供暖意见", office.member, at)),
        (office.ago(13), lambda at: _open(office, "核对驻室委员名单", office.officer, at)),
        (office.ago(15), lambda at: _open(office, "报送学习心得", office.member, at)),
        (office.ago(22), lambda at: _open(office, "报送委员工作室季度小结", office.member, at)),
        (office.ago(1, 15), take_note),
        (office.ago(16), lambda at: _open(office, "答复石桥镇水渠修缮的意见", office.unit, at)),
        (office.ago(27), lambda at: _open(office, "更换工作室标牌", office.officer, at)),
        (
            office.ago(2),
            lambda at: _open(office, "报送全年工作总结", office.officer, at, started_on=dt.date(at.year + 1, 1, 4)),
        ),
        (office.ago(16, 11), lambda at: _open(office, "整理调研照片", office.member, at, parties={})),
    ]


def _extended(office: Office) -> Said:
    """Extensions that wait, were granted and were refused."""

    def ask(label: str, days: int, reason: str) -> Callable[[dt.datetime], object]:
        return lambda at: ask_extension(
            deadline=_found(label), until_on=office.ahead(days), reason=reason, by=office.member, now=at
        )

    def decide(label: str, act: Callable[..., object], answer: str) -> Callable[[dt.datetime], object]:
        return lambda at: act(
            request=_found(label).extensions.get(state="asked"), by=office.secretary, now=at, answer=answer
        )

    waiting, granted, refused = "汇总界别活动照片", "走访困难群众台账", "更新宣传栏"
    return [
        (office.ago(12), lambda at: _open(office, waiting, office.member, at)),
        (office.ago(1, 16), ask(waiting, 10, "两个村的照片还没有交齐")),
        (office.ago(17), lambda at: _open(office, granted, office.member, at)),
        (office.ago(4), ask(granted, 8, "低保名单月底才能核实")),
        (office.ago(3), decide(granted, grant_extension, "同意,请按时报")),
        (office.ago(14), lambda at: _open(office, refused, office.member, at)),
        (office.ago(3, 11), ask(refused, 15, "想等新照片")),
        (office.ago(2, 11), decide(refused, refuse_extension, "先用现有照片,不宜再拖")),
    ]


def _closed(office: Office) -> Said:
    """Met, cancelled, handed over, and one whose date the calendar moved."""
    met, dropped, handed, moved = "反馈旧村改造意见", "组织换届座谈", "编印协商议事手册", "征集文史线索"

    def give(at: dt.datetime) -> None:
        hand_over(
            deadline=_found(handed), part=Part.RESPONSIBLE, old=office.officer, new=office.member, by=office.clerk,
            now=at, why="工作调整",
        )  # fmt: skip

    def day_off(at: dt.datetime) -> None:
        set_day(day=office.ahead(3), works=False, name="全县停电检修", by=office.clerk, now=at, via="演示")

    return [
        (office.ago(20), lambda at: _open(office, met, office.member, at)),
        (office.ago(9), lambda at: meet(deadline=_found(met), by=office.member, now=at)),
        (office.ago(10), lambda at: _open(office, dropped, office.officer, at)),
        (office.ago(6), lambda at: cancel(deadline=_found(dropped), by=office.clerk, now=at, why="并入年底座谈会")),
        (office.ago(8), lambda at: _open(office, handed, office.officer, at)),
        (office.ago(2, 14), give),
        (office.ago(9, 11), lambda at: _open(office, moved, office.officer, at)),
        (office.ago(1, 11), day_off),
    ]
