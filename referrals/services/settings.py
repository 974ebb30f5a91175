"""How this office hands things out."""

import datetime as dt

from django.db import transaction

from accounts.models import AuditEvent, User
from accounts.services import audit
from referrals.models import ReferralSetting


@transaction.atomic
def change_setting(
    *, head_signs_off: bool, number_pattern: str, by: User, now: dt.datetime, address: str = ""
) -> ReferralSetting:
    """Change the one row; stands in the trail. What waits for a head's word stays so. Raises ValidationError."""
    setting, _ = ReferralSetting.objects.select_for_update().get_or_create(pk=1)
    before = _words(setting)
    setting.head_signs_off, setting.number_pattern = head_signs_off, number_pattern
    setting.full_clean()
    setting.save()
    changes = [f"{old}→{new}" for old, new in zip(before, _words(setting), strict=True) if old != new]
    if changes:
        audit(
            AuditEvent.Action.CHANGED, by=by, now=now, subject="交办设置", detail={"changes": changes}, via="页面",
            address=address,
        )  # fmt: skip
    return setting


def _words(setting: ReferralSetting) -> list[str]:
    return [f"负责人审定{'开' if setting.head_signs_off else '关'}", f"编号{setting.number_pattern}"]
