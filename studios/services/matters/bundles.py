"""月度梳理: several matters dealt with as one, and set apart again."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from accounts.models import User
from referrals.models import Referral
from studios import rules
from studios.models import Matter
from studios.services.matters.checks import refuse_names
from studios.services.matters.filing import state_by_outcome
from studios.services.matters.moving import (
    done_before,
    hold_with_followers,
    last_step,
    live_report,
    move,
    require,
    stamp_of,
)
from studios.services.matters.results import NO_RESULT
from studios.states import NotAllowed
from studios.states import matters as states

FEWEST = 2


@transaction.atomic
def bundle(
    *,
    matters: Collection[int],
    lead: int,
    title: str,
    outcome: str,
    by: User,
    now: dt.datetime,
) -> Matter:
    """Deal with several matters as one: ``lead`` goes on with ``title``, by ``outcome``; the others go where it goes.

    ``matters`` are keys that the caller found in the studios that ``by`` runs, ``lead`` one of them. Each person who
    raised one is told on their own later. Locks them in the order of their keys. Raises NotAllowed, WordsRefused,
    NoLimit.
    """
    rows = Matter.objects.select_for_update(of=("self",)).select_related(
        "visit__member__user", "visit__user", "visit__studio", "category", "village", "responsible"
    )
    held = {row.pk: row for row in rows.filter(pk__in=matters).order_by("pk")}
    stamp = stamp_of("lead", by, None, matters=sorted(held), lead=lead, title=title, outcome=outcome)
    if lead in held and done_before(held[lead], stamp):
        return held[lead]
    if lead not in held or len(held) < FEWEST:
        raise NotAllowed("合并办理至少要选两件,其中一件作主件。")
    for one in held.values():
        _require_bundling(one)
        refuse_names(one, title)
    first = held[lead]
    first.title, first.outcome = title, outcome
    others = [one for one in held.values() if one.pk != lead]
    numbers = "、".join(one.number for one in others)
    move(first, "lead", states.OPEN, by=by, now=now, said=f"并入{numbers}", stamp=stamp, tell="与同类诉求合并办理",
         title=title, outcome=outcome)  # fmt: skip
    for one in others:
        move(one, "merge", states.MERGED, by=by, now=now, said=f"并入{first.number}", clock="cancel",
             tell=f"与同类诉求合并,随{first.number}办理", merged_into=first)  # fmt: skip
    return first


def _require_bundling(one: Matter) -> None:
    report = live_report(one)
    now = rules.Situation(
        referred=Referral.objects.about(one.key).live().exists(),
        reported=report.level if report else "",
        leads=Matter.objects.filter(merged_into=one, state=states.MERGED).exists(),
    )
    if not rules.can_bundle(rules.Place(runs=True), one, now):
        raise NotAllowed(
            f"{one.number}:{last_step(one)}现在是“{states.MATTERS[one.state]}”,不能合并。"
            "只有待办理、没有转办上报、也没有并着别的,和只记录的,可以合并。"
        )


@transaction.atomic
def unbundle(*, matter: Matter, revision: int, by: User, now: dt.datetime) -> Matter:
    """While the lead is still open: each that was merged into it goes on by itself, from where its outcome says.

    Raises NotAllowed, MatterStale, NoLimit.
    """
    held, followers = hold_with_followers(matter)
    stamp = stamp_of("lead", by, revision, apart=True)
    if done_before(held, stamp):
        return held
    require(held, "lead", revision)
    apart = [one for one in followers if one.state == states.MERGED]
    if held.state not in states.AT_WORK or not apart:
        raise NotAllowed("这件诉求没有并着别的,或者已经有结果了,不能解除合并。")
    move(held, "lead", by=by, now=now, why="解除合并", said="、".join(one.number for one in apart), stamp=stamp)
    for one in apart:
        move(one, "unmerge", state_by_outcome(one), by=by, now=now, said=f"不再随{held.number}办理",
             tell="解除合并,单独办理", merged_into=None, **NO_RESULT)  # fmt: skip
    return held
