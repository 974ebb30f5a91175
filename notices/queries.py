"""Reads of notices that join."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from notices.channels import configured
from notices.models import ChannelSetting, Delivery, Notice, NoticeChoice
from notices.models.deliveries import DeliveryQuerySet

GROUPS = [ChannelSetting.Code.WECOM, ChannelSetting.Code.DINGTALK, ChannelSetting.Code.FEISHU]


@dataclass(frozen=True)
class Outlets:
    """The channels that stand open; ``groups`` are chats with the roles whose notices each hears too."""

    mail: bool
    sms: bool
    groups: dict[str, frozenset[int]]

    def stands_open(self, channel: str) -> bool:
        """For a delivery's channel: the digest goes by mail."""
        return {"email": self.mail, "digest": self.mail, "sms": self.sms}.get(channel, channel in self.groups)


def outlets() -> Outlets:
    """What the office has switched on and the environment has an address for. Two queries, none without addresses."""
    ready = [code for code in ChannelSetting.Code.values if configured(code)]
    on = {
        row.code: frozenset(role.pk for role in row.roles.all())
        for row in ChannelSetting.objects.filter(on=True, code__in=ready).prefetch_related("roles")
    }
    return Outlets(
        mail=ChannelSetting.Code.EMAIL in on,
        sms=ChannelSetting.Code.SMS in on,
        groups={code: on[code] for code in GROUPS if on.get(code)},
    )


def choices_of(users: Collection[int]) -> dict[int, NoticeChoice]:
    """How each of these users wishes to be told, as far as they said. One query."""
    return {choice.user_id: choice for choice in NoticeChoice.objects.filter(user__in=users)}


def roles_of(users: Collection[int]) -> dict[int, set[int]]:
    """The roles of each of these users. One query."""
    held: dict[int, set[int]] = defaultdict(set)
    for user, role in User.groups.through.objects.filter(user__in=users).values_list("user_id", "group_id"):
        held[user].add(role)
    return held


def unread_count(user: User, now: dt.datetime) -> int:
    """The figure beside the inbox. One query."""
    return Notice.objects.visible_to(user).arrived(now).unread().count()


def office_deliveries(user: User, filters: dict[str, Any]) -> DeliveryQuerySet:
    """Deliveries of the office's list. ``filters``: state (failed unless one is chosen), channel."""
    found = Delivery.objects.visible_to(user)
    found = found.filter(state=filters["state"]) if filters.get("state") else found.failed()
    if filters.get("channel"):
        found = found.filter(channel=filters["channel"])
    return found.with_notice().newest_first()
