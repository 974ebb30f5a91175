"""Units that are to be closed."""

from accounts.models import Unit
from referrals.queries import live_with

NAMED = 5


class UnitBusy(Exception):
    """Something is in hand there; the message is Chinese and names it."""


def require_idle(*, unit: Unit) -> None:
    """Nothing live is with the unit, whose people could do nothing about it any more once it is closed.

    Locks the unit, in the caller's transaction. Raises UnitBusy.
    """
    Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if live := live_with(unit):
        named = "、".join(str(one) for one in live[:NAMED]) + ("等" if len(live) > NAMED else "")
        raise UnitBusy(f"{unit}还有{len(live)}件没有办完:{named}。请先撤回、改交,或等办完、审核完,再填撤销日期。")
