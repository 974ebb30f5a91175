"""Who sees to a matter; and deadlines that were never opened."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from deadlines import states as running
from deadlines.models import Deadline, Part
from deadlines.queries import timetable
from deadlines.services import hand_over
from referrals.models import Referral
from studios.models import Matter
from studios.services.matters.clocks import KINDS, run_clock
from studios.services.matters.moving import done_before, hold, move, require, stamp_of
from studios.services.matters.texts import label_of, tell_users
from studios.states import NotAllowed
from studios.states import matters as states

BATCH = 200


@transaction.atomic
def assign(*, matter: Matter, responsible: User, revision: int, by: User, now: dt.datetime) -> Matter:
    """Somebody else sees to it; its deadline is theirs and they are told. Raises NotAllowed, MatterStale."""
    held = hold(matter)
    stamp = stamp_of("assign", by, revision, responsible=responsible.pk)
    if done_before(held, stamp):
        return held
    require(held, "assign", revision)
    if held.responsible_id == responsible.pk:
        raise NotAllowed(f"责任人本来就是{responsible.name}。请选别人,或返回。")
    old = held.responsible
    event = move(held, "assign", by=by, now=now, said=f"责任人:{responsible.name}", stamp=stamp,
                 tell=f"责任人是{responsible.name}", responsible=responsible)  # fmt: skip
    running_now = list(Deadline.objects.open().about(held.key).filter(kind__in=KINDS).order_by("pk"))
    for deadline in running_now:
        mine = old if old and deadline.parties.filter(part=Part.RESPONSIBLE, user=old).exists() else None
        hand_over(deadline=deadline, part=Part.RESPONSIBLE, old=mine, new=responsible, by=by, now=now)
    if not running_now:  # else the handing over of the deadline tells them
        body = f"{by.name}请您负责{label_of(held)}。"
        tell_users([responsible], held, event, subject="请您负责一件诉求", body=body, now=now)
    return held


def open_missing_clocks(*, now: dt.datetime) -> int:
    """Give a deadline to matters that need one and have none: from a ledger, or whose unit gave it back elsewhere.

    At most ``BATCH`` at a time, each in a transaction of its own. Returns how many got one.
    """
    count, table = 0, timetable()
    running_now = Deadline.objects.filter(state=running.OPEN, subject=OuterRef("subject"), kind__in=KINDS)
    with_unit = Referral.objects.live().filter(subject=OuterRef("subject"))
    lacking = Matter.objects.live().with_subject().filter(~Exists(running_now))
    lacking = lacking.exclude(Exists(with_unit), state=states.OPEN)
    for matter in lacking.order_by("pk")[:BATCH]:
        with transaction.atomic():
            held = hold(matter)
            run_clock(held, by=None, now=now, via="job", table=table)
            count += Deadline.objects.open().about(held.key).filter(kind__in=KINDS).exists()
    return count
