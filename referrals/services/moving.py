"""What every step of a referral has in common: it is held, moved once, written down, and told."""

import datetime as dt
from typing import Any

from django.db.models import F
from django.utils import timezone

from accounts.models import Unit, User
from common.dates import chinese_date
from referrals import states
from referrals.models import Referral, ReferralEvent
from referrals.states import NotAllowed


class Stale(NotAllowed):
    """Somebody changed the answer meanwhile. ``stored`` is what stands now; the message says who it was."""

    def __init__(self, message: str, stored: Referral) -> None:
        super().__init__(message)
        self.stored = stored


def hold(referral: Referral) -> Referral:
    """The row as it stands, locked, with all that a step looks at."""
    related = ("unit", "deadline", "sent_by", "officer", "office_group", "drafted_by")
    return Referral.objects.select_for_update(of=("self",)).select_related(*related).get(pk=referral.pk)


def done_before(held: Referral, action: str, by: User, **said: Any) -> bool:
    """Whether this very step, by the same person and in the same words, is the last that was taken: it is done once."""
    if held.state != states.TRANSITIONS[action][1]:
        return False
    last = _last(held)
    same = last is not None and last.action == action and last.by_id == by.pk
    return same and all(getattr(last, name) == value for name, value in said.items())


def require(held: Referral, action: str) -> None:
    """Raises NotAllowed, which says who did what and when, unless ``action`` fits the state."""
    if held.state in states.TRANSITIONS[action][0]:
        return
    last = _last(held)
    what = f"{_when(last.at)}{last.by.name if last.by else '系统'}已{last.get_action_display()}," if last else ""
    now = states.STATES[held.state]
    raise NotAllowed(f"{what}这一件现在是“{now}”,不能再{states.ACTIONS[action]}。您写的没有保存,需要的请先复制。")


def require_revision(held: Referral, revision: int | None) -> None:
    """Raises Stale unless the form was loaded from what stands now."""
    if held.revision == revision:
        return
    who = f"{held.drafted_by.name}{_when(held.drafted_at)}" if held.drafted_by and held.drafted_at else "别人"
    raise Stale(f"{who}刚刚改过这份答复。下面是现在保存的内容,核对后再按一次,就以您写的为准。", held)


def move(
    held: Referral,
    action: str,
    *,
    by: User | None,
    now: dt.datetime,
    via: str = "page",
    why: str = "",
    said: str = "",
    suggested_unit: Unit | None = None,
    on: dt.date | None = None,
    **changes: Any,
) -> ReferralEvent:
    """Move by compare-and-set and write one event. The only place that writes ``state``. Raises NotAllowed."""
    require(held, action)
    start, end = held.state, states.target(action, held.state)
    row = Referral.objects.filter(pk=held.pk, state=start, revision=held.revision)
    if not row.update(state=end, revision=F("revision") + 1, **changes):
        raise NotAllowed("这一件刚刚有人动过。请刷新页面,看清现在的情况再办。")
    for name, value in {"state": end, "revision": held.revision + 1, **changes}.items():
        setattr(held, name, value)
    return record(
        held, action, by=by, now=now, via=via, start=start, why=why, said=said, suggested_unit=suggested_unit, on=on
    )


def record(
    held: Referral,
    action: str,
    *,
    by: User | None,
    now: dt.datetime,
    via: str = "page",
    start: str = "",
    why: str = "",
    said: str = "",
    suggested_unit: Unit | None = None,
    on: dt.date | None = None,
) -> ReferralEvent:
    """One event row of a referral, which stands in ``held.state`` now."""
    return ReferralEvent.objects.create(
        referral=held,
        at=now,
        by=by,
        via=via,
        action=action,
        from_state=start,
        to_state=held.state,
        why=why[:500],
        said=said,
        suggested_unit=suggested_unit,
        on=on,
    )


def _last(held: Referral) -> ReferralEvent | None:
    return held.events.select_related("by").order_by("-at", "-pk").first()


def _when(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{chinese_date(local.date())}{local:%H:%M}"
