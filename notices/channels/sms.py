"""Text messages through a gateway that the office names."""

from django.conf import settings

from common.phones import is_mobile
from notices.channels.base import Message, NotSent
from notices.channels.web import post


class TextMessages:
    """Posts ``{"id", "phone", "text"}`` to LIAISON_SMS_URL; an answer of 2xx means that the gateway has it.

    A gateway that remembers ``id`` sends nothing twice.
    """

    def send(self, message: Message) -> None:
        if not is_mobile(message.to):
            raise NotSent("不是手机号码,收不到短信", hopeless=True)
        document = {"id": message.ident, "phone": message.to, "text": message.body}
        post(settings.NOTICE_SMS_URL, document, token=settings.NOTICE_SMS_TOKEN)

    def close(self) -> None:
        pass
