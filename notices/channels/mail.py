"""E-mail through the office's own mailbox."""

import smtplib
from email.utils import formatdate

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from notices.channels.base import Message, NotSent


class Mail:
    """One connection for a whole run; after a failure a new one."""

    def __init__(self) -> None:
        self.connection = None

    def send(self, message: Message) -> None:
        mail = EmailMessage(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.to])
        host = settings.SITE_URL.split("//")[-1].split(":")[0]
        mail.extra_headers = {"Message-ID": f"<{message.ident}@{host}>", "Date": formatdate(localtime=True)}
        try:
            if self.connection is None:
                self.connection = get_connection()
                self.connection.open()
            self.connection.send_messages([mail])
        except Exception as error:
            self.close()
            raise _said(error) from error

    def close(self) -> None:
        connection, self.connection = self.connection, None
        if connection is not None:
            connection.close()


def _said(error: Exception) -> Exception:
    """What a mail server's refusal means to the office; an error of another kind as it is."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
        return NotSent(f"对方邮箱不收({code}),请核对邮箱地址", hopeless=code >= 500)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NotSent("发信邮箱的用户名或授权码不对", everybody=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return NotSent(f"邮件服务器没有接受({error.smtp_code})", everybody=error.smtp_code in (421, 450, 451, 452))
    if isinstance(error, TimeoutError):
        return NotSent("邮件服务器很久没有回音", everybody=True)
    if isinstance(error, OSError):  # smtplib's own errors are such too
        return NotSent("连不上邮件服务器", everybody=True)
    return error
