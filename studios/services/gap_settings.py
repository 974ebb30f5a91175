"""When who is told of what is still empty: numbers of the office's own."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from common.dates import month_start
from common.seen import changes_of, refuse_stale
from studios.models import GapSetting


@dataclass(frozen=True)
class GapValues:
    """The numbers as a form gives them, checked."""

    convener_day: int
    office_after: int
    leader_after: int
    unchecked_after: int
    first_month: dt.date
    source: str


@transaction.atomic
def change_gap_setting(
    *, values: GapValues, by: User, now: dt.datetime, seen: str = "", address: str = ""
) -> GapSetting:
    """Change the one row; stands in the trail. What was told stays told.

    ``seen`` is the mark of what the form showed. Raises Stale, ValidationError.
    """
    setting = GapSetting.objects.select_for_update().first()
    setting = setting or GapSetting(pk=1, first_month=month_start(timezone.localdate(now)))
    before = setting.in_words()
    for name, value in asdict(values).items():
        setattr(setting, name, value)
    refuse_stale(seen, before, setting.in_words())
    setting.full_clean()
    setting.save()
    changes = changes_of(before, setting.in_words())
    if changes:
        audit(
            AuditEvent.Action.CHANGED, by=by, now=now, subject="还空着的提醒日子", detail={"changes": changes},
            via="页面", address=address,
        )  # fmt: skip
    return setting
