"""Reads of notices that join."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import User
from notices.channels import configured
from notices.models import ChannelSetting, NoticeChoice

GROUPS = [ChannelSetting.Code.WECOM, ChannelSetting.Code.DINGTALK, ChannelSetting.Code.FEISHU]


@dataclass(frozen=True)
class Outlets:
    """The channels that stand open; ``groups`` are chats with the roles whose notices each hears too."""

    mail: bool
    sms: bool
    groups: dict[str, frozenset[int]]


def outlets() -> Outlets:
    """What the office has switched on and the environment has an address for. Two queries."""
    on = {
        row.code: frozenset(role.pk for role in row.roles.all())
        for row in ChannelSetting.objects.filter(on=True).prefetch_related("roles")
        if configured(row.code)
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
