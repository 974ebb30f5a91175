"""What was to be held and what was, counted for who assesses it. Cancelled and unpublished shifts are none of it."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from studios.models import DutyShift, ShiftTurn
from studios.states import shifts as states


@dataclass(frozen=True)
class MemberDuty:
    """A member's turns: ``planned`` in all, ``came``, ``absent`` without a swap, ``held`` those that count.

    A turn counts once the member came and its shift has an outcome. What is in none of them is not recorded yet.
    """

    planned: int = 0
    came: int = 0
    absent: int = 0
    held: int = 0


@dataclass(frozen=True)
class StudioDuty:
    """A studio's shifts: ``planned`` in all, ``held``, of these ``empty`` without a visitor; ``gaps`` past without
    outcome; ``cancelled`` ones beside them."""

    planned: int = 0
    held: int = 0
    empty: int = 0
    gaps: int = 0
    cancelled: int = 0


def duty_of_members(first: dt.date, last: dt.date) -> dict[int, MemberDuty]:
    """Member → their turns between two days, both included; who has none is left out. One query."""
    turns = ShiftTurn.objects.standing().filter(
        member__isnull=False, shift__day__range=(first, last), shift__state__in=[states.PUBLISHED, states.HELD]
    )
    came = Q(state__in=states.CAME)
    counted = (
        turns.order_by()
        .values("member")
        .annotate(
            planned=Count("pk"),
            came=Count("pk", filter=came),
            absent=Count("pk", filter=Q(state=states.ABSENT)),
            held=Count("pk", filter=came & Q(shift__state=states.HELD)),
        )
    )
    rows = counted.values_list("member", "planned", "came", "absent", "held")
    return {member: MemberDuty(*numbers) for member, *numbers in rows}


def duty_of_studios(first: dt.date, last: dt.date, today: dt.date) -> dict[int, StudioDuty]:
    """Studio → its shifts between two days, both included; one without any is left out. One query."""
    shifts = DutyShift.objects.exclude(state=states.PLANNED).filter(day__range=(first, last))
    counted = (
        shifts.order_by()
        .values("studio")
        .annotate(
            planned=Count("pk", filter=~Q(state=states.CANCELLED)),
            held=Count("pk", filter=Q(state=states.HELD)),
            empty=Count("pk", filter=Q(state=states.HELD, no_visitors=True)),
            gaps=Count("pk", filter=Q(state=states.PUBLISHED, day__lt=today)),
            cancelled=Count("pk", filter=Q(state=states.CANCELLED)),
        )
    )
    rows = counted.values_list("studio", "planned", "held", "empty", "gaps", "cancelled")
    return {studio: StudioDuty(*numbers) for studio, *numbers in rows}
