"""What a delivery says, and to which address, at the moment it goes out."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings

from notices import texts
from notices.channels import Message
from notices.models import Delivery, NoticeChoice
from notices.queries import GROUPS

Channel = Delivery.Channel


def needless(delivery: Delivery, choice: NoticeChoice | None) -> str:
    """Why this delivery need not go out any more, or ""."""
    user = delivery.notice.user
    if user is None or delivery.channel in GROUPS:
        return ""
    if not user.is_active:
        return "账号已停用"
    if delivery.notice.read_at:
        return "已在收件箱读过"
    if choice and choice.way == NoticeChoice.Way.INBOX:
        return "本人改为只看收件箱"
    return "" if address_of(delivery, choice) else "本人没有留下邮箱或手机号码"


def address_of(delivery: Delivery, choice: NoticeChoice | None) -> str:
    """The phone or e-mail it goes to, as it is today; "" for a group or when there is none."""
    notice = delivery.notice
    if delivery.channel == Channel.SMS:
        return (notice.user.phone if notice.user else notice.phone) or ""
    if delivery.channel in (Channel.EMAIL, Channel.DIGEST):
        return (choice.email if choice else notice.email) or ""
    return ""


def message_of(held: Sequence[Delivery], choice: NoticeChoice | None, *, office: str, now: dt.datetime) -> Message:
    """One delivery as its channel says it; several are a digest."""
    first, site = held[0], settings.SITE_URL
    notice, to = first.notice, address_of(first, choice)
    ident = f"notice-{first.pk}"
    if first.channel == Channel.DIGEST:
        said = texts.digest([one.notice for one in held], day=now, office=office, site=site)
        return Message(f"{ident}-{len(held)}", to, f"【{office}】{len(held)}条新通知", said)
    if first.channel == Channel.EMAIL:
        said = texts.letter(notice, office=office, site=site, account=notice.user_id is not None)
    elif first.channel == Channel.SMS:
        said = texts.message(notice, site=site if notice.user_id else "")
    else:
        said = texts.short(notice, office=office, site=site)
    return Message(ident, to, f"【{office}】{notice.subject}", said)
