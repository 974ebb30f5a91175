import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from deadlines.models import Limit


class LimitRefused(Exception):
    """The limit may not be changed so; the message is Chinese."""


@dataclass(frozen=True)
class LimitValues:
    """The numbers of a limit, as a form or a seed gives them, checked."""

    count: str
    value: int | None = None
    fixed_on: dt.date | None = None
    rolls: bool = True
    granted_by: Group | None = None
    longest: int | None = None
    longest_count: str = ""
    source: str = ""

    def stand(self, limit: Limit) -> bool:
        return all(getattr(limit, name) == value for name, value in vars(self).items())


@transaction.atomic
def change_limit(
    *,
    seen: Limit,
    values: LimitValues,
    effective_from: dt.date,
    by: User,
    now: dt.datetime,
    via: str = "页面",
    address: str = "",
) -> Limit:
    """Put a new row after ``seen``, the newest that the form showed; what was opened before keeps its own.

    Takes effect today or later. The same change twice is one. Locks the rows of the code. Raises LimitRefused when
    somebody changed it meanwhile.
    """
    rows = Limit.objects.filter(code=seen.code).order_by("pk")
    list(rows.select_for_update().values_list("pk"))
    newest = rows.select_related("made_by").last()  # asked anew: who waited for the lock saw no new row in it
    if newest is not None and newest.pk != seen.pk:
        if newest.made_by_id == by.pk and newest.effective_from == effective_from and values.stand(newest):
            return newest
        who = newest.made_by.name if newest.made_by else "别人"
        raise LimitRefused(f"{who}已把这一项改成{newest.in_words()}。您填的还在下面,核对后再按一次,就以您的为准。")
    if effective_from < timezone.localdate(now):
        raise LimitRefused("新的时限从今天或以后施行;以前开办的不受影响。")
    made = Limit(
        code=seen.code,
        name=seen.name,
        backward=seen.backward,
        position=seen.position,
        effective_from=effective_from,
        made_at=now,
        made_by=by,
        **vars(values),
    )
    made.full_clean()
    made.save(force_insert=True)
    audit(
        AuditEvent.Action.CHANGED,
        by=by,
        now=now,
        subject=f"时限 {made.name}",
        detail={"changes": [f"{seen.in_words()}→{made.in_words()}"], "effective_from": str(effective_from)},
        via=via,
        address=address,
    )
    return made


@transaction.atomic
def add_limits(limits: list[Limit]) -> None:
    """Put in limits whose code is not known yet, for seeds of this app and of higher ones; the office's stay."""
    known = set(Limit.objects.values_list("code", flat=True))
    Limit.objects.bulk_create(limit for limit in limits if limit.code not in known)
