"""What every step of a matter has in common: it is held, moved once, written down, its clock set, its people told."""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from common.dates import chinese_date
from deadlines.queries import timetable
from deadlines.rungs import Timetable
from studios.models import Matter, MatterEvent, MatterReport
from studios.services.matters.clocks import run_clock
from studios.services.matters.texts import tell_author
from studios.states import STANDING, NotAllowed
from studios.states import matters as states

_RELATED = ("visit__member__user", "visit__user", "visit__studio", "category", "village", "responsible", "supervisor")


class MatterStale(NotAllowed):
    """Somebody moved the matter since the form was loaded; the message says who, when and what."""


def hold(matter: Matter) -> Matter:
    """The row as it stands, locked, with all that a step looks at."""
    return Matter.objects.select_for_update(of=("self",)).select_related(*_RELATED).get(pk=matter.pk)


def hold_with_followers(matter: Matter) -> tuple[Matter, list[Matter]]:
    """A matter and those that go with it, locked in the order of their keys, as a bundling locks them."""
    whole = Q(pk=matter.pk) | Q(merged_into=matter.pk)
    rows = Matter.objects.select_for_update(of=("self",)).select_related(*_RELATED).filter(whole).order_by("pk")
    found = {row.pk: row for row in rows}
    return found.pop(matter.pk), list(found.values())


def stamp_of(action: str, by: User | None, revision: int | None, **sent: Any) -> str:
    """Tells whether the very same form comes a second time: who sent what, from which state of things."""
    said = repr((action, by.pk if by else None, revision, sorted((name, str(value)) for name, value in sent.items())))
    return hashlib.sha256(said.encode()).hexdigest()


def done_before(held: Matter, stamp: str) -> bool:
    """Whether the last step came from this very form: it is done once."""
    last = held.events.order_by("-at", "-pk").values_list("stamp", flat=True).first()
    return bool(stamp) and last == stamp


def require(held: Matter, action: str, revision: int | None) -> None:
    """Raises NotAllowed when ``action`` does not fit the state, MatterStale when the form was loaded before a step."""
    fits = held.state in states.MATTER_STEPS[action][0]
    if fits and revision in (None, held.revision):
        return
    what = last_step(held)
    if not fits:
        now = states.MATTERS[held.state]
        done = states.MATTER_ACTIONS[action]
        raise NotAllowed(f"{what}这件诉求现在是“{now}”,不能再{done}。您写的没有保存,需要的请先复制。")
    raise MatterStale(f"{what}您填写时这件诉求已经变了。您写的还在下面,看清最新情况后再按一次,就照您写的办。")


def require_standing(held: Matter) -> None:
    """Raises NotAllowed while the log is with its author again: what it says may still change."""
    if held.visit.state not in STANDING:
        raise NotAllowed("这条走访记录已退回或撤回,等委员改好再交给别人办。您写的没有保存,需要的请先复制。")


def move(
    held: Matter,
    action: str,
    end: str = "",
    *,
    by: User | None,
    now: dt.datetime,
    via: str = "page",
    why: str = "",
    said: str = "",
    stamp: str = "",
    clock: str = "meet",
    tell: str = "",
    table: Timetable | None = None,
    **changes: Any,
) -> MatterEvent:
    """Move by compare-and-set, write one event, set the clock, tell the author. The only place that writes ``state``.

    ``end`` defaults to the state it is in. ``clock``: whether a deadline that runs no longer was met or cancelled.
    ``tell``: what the author hears beside the act's name. Raises NotAllowed, NoLimit.
    """
    start, end = held.state, end or held.state
    states.matter_step(action, start, end)
    changes["closed_at"] = (held.closed_at or now) if end == states.CLOSED else None
    row = Matter.objects.filter(pk=held.pk, state=start, revision=held.revision)
    if not row.update(state=end, revision=F("revision") + 1, **changes):
        raise MatterStale("这件诉求刚刚有人动过。您写的还在下面,看清最新情况后再按一次。")
    for name, value in {"state": end, "revision": held.revision + 1, **changes}.items():
        setattr(held, name, value)
    event = MatterEvent.objects.create(
        matter=held,
        at=now,
        by=by,
        via=via,
        action=action,
        from_state=start,
        to_state=end,
        why=why[:300],
        said=said[:2000],
        supervisor=changes.get("supervisor"),
        stamp=stamp,
    )
    run_clock(held, action=clock, by=by, now=now, why=event.get_action_display(), via=via, table=table)
    tell_author(held, event, tell, now=now)
    return event


def begin(
    matters: Sequence[Matter], state_of: Callable[[Matter], str], *, by: User | None, now: dt.datetime, via: str
) -> None:
    """Begin matters just written under the lock of their visit, all at once; numbers and responsible come set."""
    for matter in matters:
        matter.state = state_of(matter)
        states.matter_step("begin", states.WRITTEN, matter.state)
        matter.closed_at = now if matter.state == states.CLOSED else None
    Matter.objects.bulk_update(matters, ["number", "responsible", "state", "closed_at"])
    MatterEvent.objects.bulk_create(
        MatterEvent(matter=one, at=now, by=by, via=via, action="begin", from_state=states.WRITTEN, to_state=one.state)
        for one in matters
    )
    alive = [one for one in matters if one.state != states.CLOSED]
    table = timetable() if alive else None
    for one in alive:
        run_clock(one, by=by, now=now, via=via, table=table)


def live_report(matter: Matter) -> MatterReport | None:
    return matter.reports.filter(state=states.REPORT_WAITING).first()


def last_step(held: Matter) -> str:
    """Who did what with it last, and when: the beginning of a sentence that says why not now. One query."""
    last = _last(held)
    if last is None:
        return ""
    return f"{last.by.name if last.by else '系统'}{_when(last.at)}已{last.get_action_display()},"


def _last(held: Matter) -> MatterEvent | None:
    return held.events.select_related("by").order_by("-at", "-pk").first()


def _when(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{chinese_date(local.date())}{local:%H:%M}"
