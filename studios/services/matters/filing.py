"""What happens to the matters of a visit when it is filed, corrected or withdrawn."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.utils import timezone

from accounts.models import User
from accounts.services import next_numbers
from deadlines.services import close_about
from referrals.models import Referral
from studios.models import Matter, MatterEvent, MatterSetting, VisitLog
from studios.services.entries import VisitEntry, VisitRefused
from studios.services.matters.clocks import runners_of_studios
from studios.services.matters.moving import begin, live_report, move
from studios.states import matters as states

ON_THE_SPOT = frozenset({Matter.Outcome.SETTLED, Matter.Outcome.EXPLAINED})
NOTHING_MORE = frozenset({Matter.Outcome.GUIDED, Matter.Outcome.HISTORY, Matter.Outcome.NOTED})


class MatterMoved(VisitRefused):
    """What was raised is being dealt with already: the visit may no longer change that part of it."""


def state_by_outcome(matter: Matter, *, ledger: bool = False) -> str:
    """Where a matter begins. In an office's own ledger what the person was told of is over, however it was settled."""
    if matter.outcome in NOTHING_MORE:
        return states.CLOSED
    if matter.outcome in ON_THE_SPOT:
        return states.CLOSED if matter.told else states.ANSWERED
    return states.CLOSED if ledger and matter.told else states.OPEN


def begin_all(*, visits: Sequence[VisitLog], by: User | None, now: dt.datetime, via: str = "page") -> None:
    """Number the matters of filed visits and begin each where its outcome says. In the caller's transaction.

    At first who runs the studio is responsible, else who carried it. Nine queries, and those of a deadline for each
    that is not over at once. Takes numbers of the year: call it last. Raises NoLimit.
    """
    found = Matter.objects.select_related("visit__member__user", "visit__user", "category", "village", "responsible")
    new = list(found.filter(visit__in=visits, state=states.WRITTEN).order_by("visit_id", "position"))
    if not new:
        return
    runners = runners_of_studios({one.visit.studio_id for one in new if one.visit.studio_id})
    for matter, number in zip(new, _numbers(len(new), now), strict=True):
        visit = matter.visit
        author = visit.member.user if visit.member else visit.user
        matter.number = number
        matter.responsible = next(iter(runners.get(visit.studio_id or 0, [])), author)
    begin(new, state_by_outcome, by=by, now=now, via=via)


def _numbers(count: int, now: dt.datetime) -> list[str]:
    setting = MatterSetting.objects.first() or MatterSetting(pk=1)
    year = timezone.localdate(now).year
    return [setting.number_of(year, number) for number in next_numbers(f"matter:{year}", count)]


def begun_by_ledger(matters: Sequence[Matter], *, by: User | None, now: dt.datetime) -> list[MatterEvent]:
    """Place new matters of an office's ledger, not saved yet; gives the events to be saved after them.

    Three queries, whatever their number. Their deadlines are opened by the job that looks for matters without one.
    """
    runners = runners_of_studios({matter.visit.studio_id for matter in matters if matter.visit.studio_id})
    for matter, number in zip(matters, _numbers(len(matters), now), strict=True):
        matter.number = number
        matter.state = state_by_outcome(matter, ledger=True)
        matter.closed_at = now if matter.state == states.CLOSED else None
        matter.responsible = next(iter(runners.get(matter.visit.studio_id or 0, [])), None)
    return [
        MatterEvent(
            matter=matter, at=now, by=by, via="import", action="begin", from_state=states.WRITTEN, to_state=matter.state
        )
        for matter in matters
    ]


def guard_correction(*, visit: VisitLog, entry: VisitEntry, by: User | None, now: dt.datetime) -> VisitEntry:
    """Before the matters of a corrected visit are written: what has moved on keeps text, place and outcome.

    Gives what is to be written: what the person was told since the form was loaded stays told. Locks the visit's
    matters. The clocks of those to be taken out are cancelled. Raises MatterMoved.
    """
    entries = list(entry.matters)
    held = list(Matter.objects.select_for_update().filter(visit=visit).order_by("position"))
    moved = _moved(held)
    for matter in held:
        wanted = entries[matter.position - 1] if matter.position <= len(entries) else None
        if matter.pk in moved and (wanted is None or (wanted.text, wanted.outcome) != (matter.text, matter.outcome)):
            raise MatterMoved(
                f"第{matter.position}件诉求({matter.number})已经在办,内容和处理方式不能再随日志改,也不能删掉或换位置。"
                "请按现在的内容填回去;要改处理方式,请告诉召集人、联络员或办公室。"
            )
        if wanted is None:
            close_about(subject=matter.key, action="cancel", by=by, now=now, why="随日志更正删去")
        elif matter.pk in moved:
            entries[matter.position - 1] = replace(wanted, told=matter.told)
    return replace(entry, matters=tuple(entries))


def after_correction(*, visit: VisitLog, by: User | None, now: dt.datetime, via: str = "page") -> None:
    """After the matters of a corrected visit were written: new ones begin, those that stood still are placed anew."""
    begin_all(visits=[visit], by=by, now=now, via=via)
    found = Matter.objects.filter(visit=visit).exclude(state=states.WRITTEN).order_by("position")
    held = list(found.select_related("visit__member__user", "visit__user", "category", "village", "responsible"))
    moved = _moved(held)
    for matter in held:
        end = state_by_outcome(matter)
        if matter.pk not in moved and end != matter.state:
            move(matter, "correct", end, by=by, now=now, via=via, clock="cancel")


def drop_all(*, visit: VisitLog, why: str, by: User | None, now: dt.datetime, via: str = "page") -> None:
    """The matters of a withdrawn visit go with it. Locks them.

    Raises MatterMoved while a unit or a level above has one, or while others go with one.
    """
    found = Matter.objects.select_for_update(of=("self",)).filter(visit=visit)
    held = found.select_related("visit__member__user", "visit__user", "category", "village").order_by("pk")
    for matter in held:
        if matter.state in (states.WRITTEN, states.DROPPED):
            continue
        if Referral.objects.about(matter.key).live().exists():
            raise MatterMoved(f"{matter.number}已经转办给单位。请先在这件诉求里撤回转办,再撤回日志。")
        if live_report(matter):
            raise MatterMoved(f"{matter.number}已经上报。请先在这件诉求里撤回上报,再撤回日志。")
        if Matter.objects.filter(merged_into=matter, state=states.MERGED).exists():
            raise MatterMoved(f"别的诉求并入了{matter.number}。请先解除合并,再撤回日志。")
        move(matter, "drop", states.DROPPED, by=by, now=now, via=via, why=why, clock="cancel", merged_into=None)


def _moved(matters: Sequence[Matter]) -> set[int]:
    """Those that somebody has taken a step with. One query."""
    steps = MatterEvent.objects.filter(matter__in=[one.pk for one in matters]).exclude(action__in=states.NOT_MOVING)
    return set(steps.values_list("matter_id", flat=True))
