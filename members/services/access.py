"""A member's account: first form, one at a time."""

import datetime as dt
import re

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import AuditEvent, User
from accounts.services import audit, one_time_password, open_account
from members.models import Member


@transaction.atomic
def open_member_account(*, member: Member, by: User, now: dt.datetime) -> tuple[User, str]:
    """Open the member's account; returns it with its first password, which is kept nowhere.

    Signs in by phone, or by the user name where there is no mobile or another account has it. Locks the member.
    Raises ValidationError when an account exists.
    """
    held = Member.objects.select_for_update().get(pk=member.pk)
    if held.user_id:
        raise ValidationError("这位委员已经开通了账号。忘记密码请在基础数据里重设。")
    mobile = held.phone if re.fullmatch(r"1[3-9]\d{9}", held.phone) else None
    if mobile and User.objects.filter(phone=mobile).exists():
        mobile = None
    password = one_time_password()
    user = open_account(
        name=held.name, username=f"{held.pinyin[:30] or 'wy'}{held.pk}", password=password, phone=mobile, now=now
    )
    held.user = user
    held.save(update_fields=["user"])
    audit(AuditEvent.Action.CHANGED, by=by, now=now, subject=f"开通委员账号 {held.name}", via="页面")
    return user, password
