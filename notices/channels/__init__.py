"""The ways out of the house. Only the worker opens one; pages ask no more than whether it is set up."""

from django.conf import settings


def configured(code: str) -> bool:
    """Whether the environment has an address for this channel."""
    if code == "email":
        return bool(settings.NOTICE_MAIL)
    if code == "sms":
        return bool(settings.NOTICE_SMS_URL)
    return bool(settings.NOTICE_GROUPS[code][0])
