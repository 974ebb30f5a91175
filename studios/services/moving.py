"""How a visit goes from state to state: one function, by compare-and-set, with an event row."""

import datetime as dt
from typing import Any

from django.db.models import F

from accounts.models import User
from accounts.services import refusals_audited
from common.dates import month_start
from deadlines.models import Period
from members.models import Member
from studios import states
from studios.models import VisitEvent, VisitLog
from studios.services.entries import MonthClosed, Stale

# A closed month has been counted: who tries to change what it holds stands in the trail.
closed_months_guarded = refusals_audited(MonthClosed, subject="改动已结账月份的走访记录", via="页面")

UNCHANGED = "已经结账,这个月的记录不能再提交、更正或撤回。有出入请告诉办公室。"
CLOSED = {
    "check": "",  # what is found in order late is known late, and counted at the next closing
    "return": "已经结账,这个月的记录不能再退回。有疑问请告诉政协办公室。",
}


def move(
    visit: VisitLog, action: str, *, by: User | None, now: dt.datetime, via: str, why: str = "", **changes: Any
) -> None:
    """Move a visit by compare-and-set and write one event. The only place that writes ``state``.

    The months it leaves and enters are looked up after the write, while the member's row is held: a closing, which
    holds them all, comes wholly before or wholly after. Raises Stale, MonthClosed, NotAllowed.
    """
    start, end = visit.state, states.target(action, visit.state)
    left = {visit.occurred_on} if start in states.STANDING else set()
    if end != states.CHECKED:
        changes |= {"checked_by": None, "checked_at": None}
    if end == states.FILED:
        changes["returned_why"] = ""
    held = VisitLog.objects.filter(pk=visit.pk, state=start, revision=visit.revision)
    if not held.update(state=end, revision=F("revision") + 1, **changes):
        raise stale(visit)
    for name, value in {"state": end, "revision": visit.revision + 1, **changes}.items():
        setattr(visit, name, value)
    if visit.member_id:
        Member.objects.select_for_update(no_key=True).values_list("pk").get(pk=visit.member_id)
    entered = {visit.occurred_on} if end in states.STANDING else set()
    _require_open(
        left | entered, CLOSED.get(action, "已经结账,这个月的记录不能再提交、更正或撤回。有出入请告诉办公室。")
    )
    VisitEvent.objects.create(
        visit=visit, at=now, by=by, via=via, action=action, from_state=start, to_state=end, why=why[:200]
    )


def _require_open(days: set[dt.date], why: str) -> None:
    for month in sorted(map(month_start, days)):
        if why and Period.objects.closed(month):
            raise MonthClosed(f"{month.year}年{month.month}月{why}")


def held_row(visit: VisitLog) -> VisitLog:
    """The row as it stands, locked. Raises Stale when it is gone."""
    held = VisitLog.objects.select_for_update(of=("self",)).select_related("member", "user").filter(pk=visit.pk).first()
    if held is None:
        raise Stale("这份草稿已经删除。要保留刚才写的内容,请复制到新的一笔里。", None)
    return held


def require_revision(visit: VisitLog, revision: int | None) -> None:
    if visit.revision != revision:
        raise stale(visit)


def stale(visit: VisitLog) -> Stale:
    return Stale("这条记录在您填写时已经改过。下面是现在保存的内容,核对后再按一次,就以您写的为准。", visit)
