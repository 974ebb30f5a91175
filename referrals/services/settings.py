"""How this office hands things out."""

import datetime as dt

from django.db import transaction

from accounts.models import AuditEvent, User
from accounts.services import audit
from common.seen import changes_of, refuse_stale
from referrals.models import ReferralSetting


@transaction.atomic
def change_setting(
    *, head_signs_off: bool, number_pattern: str, by: User, now: dt.datetime, seen: str = "", address: str = ""
) -> ReferralSetting:
    """Change the one row; stands in the trail. What waits for a head's word stays so.

    ``seen`` is the mark of what the form showed. Raises Stale, ValidationError.
    """
    setting, _ = ReferralSetting.objects.select_for_update().get_or_create(pk=1)
    before = setting.in_words()
    setting.head_signs_off, setting.number_pattern = head_signs_off, number_pattern
    refuse_stale(seen, before, setting.in_words())
    setting.full_clean()
    setting.save()
    if changes := changes_of(before, setting.in_words()):
        audit(
            AuditEvent.Action.CHANGED, by=by, now=now, subject="交办设置", detail={"changes": changes}, via="页面",
            address=address,
        )  # fmt: skip
    return setting
