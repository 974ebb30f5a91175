"""The ways out of the house. Only the worker opens one; pages ask no more than whether it is set up."""

from django.conf import settings

from notices.channels.base import Channel, Message, NotSent

__all__ = ["Channel", "Message", "NotSent", "configured", "open_channel"]


def configured(code: str) -> bool:
    """Whether the environment has an address for this channel."""
    if code in ("email", "digest"):
        return bool(settings.NOTICE_MAIL)
    if code == "sms":
        return bool(settings.NOTICE_SMS_URL)
    return bool(settings.NOTICE_GROUPS[code][0])


def open_channel(code: str) -> Channel:
    """The channel of this code. What it needs of the network is imported here, not by web processes."""
    from notices.channels.groups import ROBOTS, Robot
    from notices.channels.mail import Mail
    from notices.channels.sms import TextMessages

    if code in ROBOTS:
        return Robot(code, *settings.NOTICE_GROUPS[code])
    return TextMessages() if code == "sms" else Mail()
