"""When who is told of what is still empty: numbers of the office's own."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from common.dates import month_start
from studios.models import GapSetting


class GapSettingStale(Exception):
    """Somebody changed the numbers meanwhile. ``stored`` is what stands now."""

    def __init__(self, stored: GapSetting) -> None:
        super().__init__(f"刚刚有人改过:{'、'.join(_words(stored))}。您填的还在下面,核对后再按一次,就以您填的为准。")
        self.stored = stored


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

    ``seen`` is the ``mark_of`` what the form showed; without, it is changed whatever stands. Raises GapSettingStale,
    ValidationError.
    """
    setting = GapSetting.objects.select_for_update().first()
    setting = setting or GapSetting(pk=1, first_month=month_start(timezone.localdate(now)))
    if (
        seen
        and seen != mark_of(setting)
        and asdict(values) != {name: getattr(setting, name) for name in asdict(values)}
    ):
        raise GapSettingStale(setting)
    before = _words(setting)
    for name, value in asdict(values).items():
        setattr(setting, name, value)
    setting.full_clean()
    setting.save()
    after = _words(setting)
    changes = [f"{old}→{new}" for old, new in zip(before, after, strict=True) if old != new]
    if changes:
        audit(
            AuditEvent.Action.CHANGED, by=by, now=now, subject="还空着的提醒日子", detail={"changes": changes},
            via="页面", address=address,
        )  # fmt: skip
    return setting


def mark_of(setting: GapSetting) -> str:
    """What tells the numbers of a form from those that stand now."""
    return "|".join(_words(setting))


def _words(one: GapSetting) -> list[str]:
    return [
        f"每月{one.convener_day}日告诉召集人",
        f"再过{one.office_after}个工作日告诉办公室",
        f"再过{one.leader_after}个工作日告诉领导",
        f"日志{one.unchecked_after}个工作日没有核算太久",
        f"从{one.first_month:%Y-%m}起",
        f"出处 {one.source or '—'}",
    ]
