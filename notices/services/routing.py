"""Which channels a notice goes out by."""

import datetime as dt
from collections.abc import Iterator

from notices.hours import in_hours, next_digest, opening
from notices.models import Delivery, Notice, NoticeChoice
from notices.queries import Outlets, choices_of, roles_of

Channel, Way = Delivery.Channel, NoticeChoice.Way


def deliveries_of(notices: list[Notice], outlets: Outlets, now: dt.datetime) -> Iterator[Delivery]:
    """The unsaved deliveries of notices just made. A query for each kind of channel that stands open."""
    users = [notice.user_id for notice in notices if notice.user_id]
    choices = choices_of(users) if outlets.mail or outlets.sms else {}
    roles = roles_of(users) if outlets.groups else {}
    for notice in notices:
        who = notice.user_id or 0
        if channel := _personal(notice, choices.get(who), outlets):
            yield _delivery(notice, channel, now)
        for channel, heard in outlets.groups.items():
            if heard & roles.get(who, set()):
                yield _delivery(notice, channel, now, once=f"{channel}:{notice.key}")


def _personal(notice: Notice, choice: NoticeChoice | None, outlets: Outlets) -> str:
    """How the person is told, or "" when the inbox is all.

    Who has no account has no inbox either: theirs is always owed, and shows as not delivered while the channel is shut.
    """
    if notice.user is None:
        return Channel.SMS if notice.phone else Channel.EMAIL
    way, address = (choice.way, choice.email) if choice else (Way.AT_ONCE, "")
    if way == Way.INBOX or not notice.user.is_active:
        return ""
    if address and outlets.mail:
        return Channel.DIGEST if way == Way.DIGEST else Channel.EMAIL
    return Channel.SMS if way == Way.AT_ONCE and notice.user.phone and outlets.sms else ""


def _delivery(notice: Notice, channel: str, now: dt.datetime, once: str | None = None) -> Delivery:
    """``not_before`` outside the hours is the caller's wish; ``now`` outside them is only when it happened."""
    asked = notice.not_before > now and not in_hours(notice.not_before)
    first = notice.not_before if asked else opening(notice.not_before)
    if channel == Channel.DIGEST:
        first = next_digest(notice.not_before)
    return Delivery(notice=notice, channel=channel, once=once, any_hour=asked, next_try_at=first)
