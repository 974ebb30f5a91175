"""上报(借力): the studio asks the office, the office asks the party's or the government's office."""

import datetime as dt
from typing import Any

from django.db import transaction

from accounts import roles
from accounts.models import User
from deadlines.queries import holders_of, stand_for
from studios.models import Matter, MatterReport
from studios.services.matters.checks import refuse_future
from studios.services.matters.clocks import runners_of
from studios.services.matters.moving import (
    done_before,
    hold,
    hold_with_followers,
    live_report,
    move,
    require,
    require_standing,
    stamp_of,
)
from studios.services.matters.results import NO_RESULT, Result, require_free, settle_result
from studios.services.matters.texts import label_of, tell_users
from studios.states import NotAllowed
from studios.states import matters as states


@transaction.atomic
def report_matter(
    *, matter: Matter, level: str, desk: str, text: str, revision: int, by: User, now: dt.datetime
) -> Matter:
    """Ask a level above for help, within its limit. What a studio reported to the office the office may pass on.

    ``desk`` is what the office calls that level. Locks the matter. Raises NotAllowed, MatterStale, NoLimit.
    """
    held = hold(matter)
    stamp = stamp_of("report", by, revision, level=level, text=text)
    if done_before(held, stamp):
        return held
    require(held, "report", revision)
    require_standing(held)
    asked = live_report(held)
    if asked and not (asked.level == MatterReport.Level.OFFICE and level != MatterReport.Level.OFFICE):
        raise NotAllowed(f"这件诉求已报{asked.get_level_display()},还没有答复,不用再报。")
    pass_on(held, f"已报{desk}", by=by, now=now)
    require_free(held)
    MatterReport.objects.create(matter=held, level=level, text=text, sent_by=by, sent_at=now)
    event = move(held, "report", states.OPEN, by=by, now=now, said=f"报{desk}:{text}", stamp=stamp,
                 tell=f"已报{desk}协调", level=level, outcome=Matter.Outcome.REPORTED, **NO_RESULT)  # fmt: skip
    office = [user for group in holders_of(roles.GENERAL_OFFICE) for user in stand_for(group, "office")]
    body = f"{by.name}上报{label_of(held)},请{desk}协调。"
    tell_users(office, held, event, subject="诉求上报,请协调", body=body, now=now)
    return held


def pass_on(held: Matter, said: str, *, by: User, now: dt.datetime) -> None:
    """The office hands on what was reported to it: that report is over, its own limit kept."""
    asked = live_report(held)
    if asked and asked.level == MatterReport.Level.OFFICE:
        _end(asked, states.REPORT_PASSED, by=by, now=now, answer=said)


def _end(report: MatterReport, state: str, *, by: User, now: dt.datetime, **fields: Any) -> None:
    waiting = MatterReport.objects.filter(pk=report.pk, state=states.REPORT_WAITING)
    if not waiting.update(state=state, closed_by=by, closed_at=now, **fields):
        raise NotAllowed("这次上报刚刚已经有答复或撤回了。请刷新页面看最新情况。")


@transaction.atomic
def take_report_back(*, matter: Matter, why: str, revision: int, by: User, now: dt.datetime) -> Matter:
    """It need not be helped with any more: the level below goes on by itself. Raises NotAllowed, MatterStale."""
    held = hold(matter)
    stamp = stamp_of("report_taken_back", by, revision, why=why)
    if done_before(held, stamp):
        return held
    require(held, "report_taken_back", revision)
    report = _require_report(held)
    _end(report, states.REPORT_TAKEN_BACK, by=by, now=now)
    move(held, "report_taken_back", by=by, now=now, why=why, stamp=stamp, clock="cancel", level=_below(report))
    return held


@transaction.atomic
def answer_report(
    *, matter: Matter, text: str, on: dt.date, result: Result | None, revision: int, by: User, now: dt.datetime
) -> Matter:
    """What the level asked has said, entered by the office; with a result the matter has one, without it goes on below.

    Raises NotAllowed, MatterStale, WordsRefused, NoLimit.
    """
    held, followers = hold_with_followers(matter)
    stamp = stamp_of("report_answered", by, revision, text=text, result=result)
    if done_before(held, stamp):
        return held
    require(held, "report_answered", revision)
    refuse_future(on, now, "on")
    report = _require_report(held)
    _end(report, states.REPORT_ANSWERED, by=by, now=now, answer=text, answered_on=on)
    desk = report.get_level_display()
    mark = "" if result else stamp
    event = move(held, "report_answered", by=by, now=now, said=f"{desk}:{text}", stamp=mark, tell=f"{desk}已答复",
                 level=_below(report))  # fmt: skip
    body = f"{label_of(held)}:{desk}已答复,请看办理情况。"
    told = [report.sent_by, *([held.responsible] if held.responsible else []), *runners_of(held)]
    tell_users(told, held, event, subject="上报的诉求有答复", body=body, now=now)
    if result:
        settle_result(held, followers, result, by=by, now=now, stamp=stamp, source=f"{desk}答复")
    return held


def _require_report(held: Matter) -> MatterReport:
    report = live_report(held)
    if report is None:
        raise NotAllowed("这件诉求没有等答复的上报,可能刚刚有人记过答复或撤回了。请看下面的经过。")
    return report


def _below(report: MatterReport) -> str:
    """Who goes on with it afterwards: a studio with what the office answered, the office with what a desk answered."""
    return Matter.Level.STUDIO if report.level == MatterReport.Level.OFFICE else Matter.Level.OFFICE
