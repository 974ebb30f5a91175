"""What is known of a matter: done, being done, not to be done now; and how it is dealt with, changed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from common.dates import chinese_date
from referrals.models import Referral
from studios.models import Matter
from studios.services.matters.checks import refuse_future, refuse_past
from studios.services.matters.filing import state_by_outcome
from studios.services.matters.moving import done_before, hold_with_followers, live_report, move, require, stamp_of
from studios.services.matters.texts import label_of, tell_users
from studios.states import NotAllowed
from studios.states import matters as states

NO_RESULT: dict[str, Any] = {
    "result": "",
    "result_text": "",
    "result_on": None,
    "supervisor": None,
    "supervisor_name": "",
    "next_on": None,
}


@dataclass(frozen=True)
class Result:
    """已办 or 暂不能办 with their words; 正在办 with who supervises it and when the next word is due."""

    result: str
    text: str
    on: dt.date
    supervisor: User | None = None
    supervisor_name: str = ""
    next_on: dt.date | None = None

    def fields(self) -> dict[str, Any]:
        """The columns of the matter; a supervisor only of what is being done."""
        doing = self.result == Matter.Result.DOING
        return {
            "result": self.result,
            "result_text": self.text,
            "result_on": self.on,
            "supervisor": self.supervisor if doing else None,
            "supervisor_name": self.supervisor_name if doing else "",
            "next_on": self.next_on if doing else None,
        }


@transaction.atomic
def record_result(*, matter: Matter, result: Result, revision: int, by: User, now: dt.datetime) -> Matter:
    """What became of a matter that no unit and no level above has. Those merged into it go with it.

    Raises NotAllowed, MatterStale, WordsRefused, NoLimit.
    """
    held, followers = hold_with_followers(matter)
    stamp = stamp_of("result", by, revision, result=result)
    if done_before(held, stamp):
        return held
    require(held, "result", revision)
    require_free(held)
    settle_result(held, followers, result, by=by, now=now, stamp=stamp)
    return held


def settle_result(
    held: Matter,
    followers: Sequence[Matter],
    result: Result,
    *,
    by: User,
    now: dt.datetime,
    stamp: str = "",
    source: str = "",
) -> None:
    """Write the result of a locked matter: 待回音, or 正在办 with a supervisor and a next day."""
    refuse_future(result.on, now, "on")
    doing = result.result == Matter.Result.DOING
    if doing and (not result.supervisor_name or result.next_on is None):
        raise NotAllowed("正在办的,请写明哪位领导督办、下次什么时候报进展。")
    if doing and result.next_on:
        refuse_past(result.next_on, now, "next_on")
    word = str(Matter.Result(result.result).label)
    end = states.DOING if doing else states.ANSWERED
    said = f"{word}:{result.text}" + (f"(依据:{source})" if source else "")
    event = move(held, "result", end, by=by, now=now, said=said, stamp=stamp, tell=f"办理结果:{word}", told=False,
                 level=Matter.Level.STUDIO if not doing else held.level, **result.fields())  # fmt: skip
    if held.supervisor and held.next_on:
        body = f"{label_of(held)}正在办,请您督办。下次报进展:{chinese_date(held.next_on)}前。"
        tell_users([held.supervisor], held, event, subject="请您督办一件诉求", body=body, now=now)
    for follower in followers:
        if follower.state == states.MERGED and not doing:
            move(follower, "follow", states.ANSWERED, by=by, now=now, said=f"随{held.number}:{word}",
                 tell=f"办理结果:{word}", told=False, **result.fields())  # fmt: skip


def require_free(held: Matter) -> None:
    """Raises NotAllowed while a unit or a level above has it."""
    live = Referral.objects.about(held.key).live().select_related("unit").first()
    if live:
        raise NotAllowed(
            f"这件诉求在{live.unit}({live.number},{live.get_state_display()})。请先审核它的答复,或撤回转办。"
        )
    if report := live_report(held):
        raise NotAllowed(f"这件诉求已报{report.get_level_display()},还没有答复。请先记下答复,或撤回上报。")


@transaction.atomic
def change_outcome(
    *, matter: Matter, outcome: str, told: bool, why: str, revision: int, by: User, now: dt.datetime
) -> Matter:
    """Deal with it in another way, with the reason. What was only recorded may be taken up; those merged go with it.

    To be handed to a unit or reported it is marked here and then handed on. Raises NotAllowed, MatterStale.
    """
    held, followers = hold_with_followers(matter)
    stamp = stamp_of("outcome", by, revision, outcome=outcome, told=told, why=why)
    if done_before(held, stamp):
        return held
    require(held, "outcome", revision)
    require_free(held)
    if held.merged_into_id:
        raise NotAllowed("这件已经并入别的诉求,随那一件办理。要单独处理,请先解除合并。")
    old, new = held.get_outcome_display(), Matter.Outcome(outcome).label
    if held.outcome == outcome:
        raise NotAllowed(f"处理方式本来就是“{old}”。请选另一种,或返回。")
    held.outcome, held.told = outcome, told
    end = state_by_outcome(held)
    fields = {"outcome": outcome, "told": told, "town_told": "", "town_told_on": None, **NO_RESULT}
    said = f"{old}→{new}"
    move(held, "outcome", end, by=by, now=now, why=why, said=said, stamp=stamp, clock="cancel",
         tell=f"处理方式由“{old}”改为“{new}”", **fields)  # fmt: skip
    for follower in followers:
        if follower.state == states.MERGED and end != states.OPEN:
            move(follower, "follow", end, by=by, now=now, said=f"随{held.number}:{new}", tell=f"处理方式改为“{new}”",
                 outcome=outcome, told=told)  # fmt: skip
    return held
