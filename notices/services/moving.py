"""The one place that writes the state of deliveries."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from accounts.models import User
from notices import states
from notices.models import Delivery, DeliveryEvent


def move(
    deliveries: Sequence[Delivery], action: str, *, by: User | None, now: dt.datetime, why: str = "", **changes: Any
) -> list[Delivery]:
    """Move deliveries by compare-and-set, with an event each, and return those that moved, in their order.

    Must be called in a transaction: the rows are locked, and what somebody else took or moved since it was loaded is
    left alone (``tries`` tells one taking from the next). Three statements, however many.
    """
    starts, end = states.TRANSITIONS[action]
    stand = Delivery.objects.select_for_update().filter(pk__in=[one.pk for one in deliveries], state__in=starts)
    as_loaded = set(stand.order_by("pk").values_list("pk", "state", "tries"))
    moved = [one for one in deliveries if (one.pk, one.state, one.tries) in as_loaded]
    if action != "take":
        _write_events(moved, action, end, by=by, now=now, why=why)
    Delivery.objects.filter(pk__in=[one.pk for one in moved]).update(state=end, **changes)
    for one in moved:
        one.state = end
    return moved


def _write_events(moved: list[Delivery], action: str, end: str, *, by: User | None, now: dt.datetime, why: str) -> None:
    DeliveryEvent.objects.bulk_create(
        DeliveryEvent(
            delivery=one, at=now, by=by, via="page" if by else "job", action=action,
            from_state=one.state, to_state=end, why=why[:200],
        )
        for one in moved
    )  # fmt: skip
