"""A notice as plain text: for a mail, a text message, a group chat, a WeChat group."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from django.utils import timezone

from accounts.models import User
from common.dates import chinese_date
from common.phones import masked_in

SHORT = 300  # characters of a body in a chat or a text message: one look, and what robots take


class Told(Protocol):
    """What a text is made of: a notice."""

    user: User | None
    subject: str
    body: str
    link: str


def short(notice: Told, *, office: str, site: str) -> str:
    """For a group chat: who says so, what, where to look. No phone number, whatever the notice says."""
    lines = [f"【{office}】{notice.subject}", _cut(notice.body), f"{site}{notice.link}" if notice.link else ""]
    return masked_in("\n".join(line for line in lines if line))


def short_list(notices: Sequence[Told], *, office: str, site: str) -> str:
    """Several notices for a group chat, numbered, without their bodies. No phone number."""
    rows = [
        f"{number}. {notice.subject}" + (f"\n{site}{notice.link}" if notice.link else "")
        for number, notice in enumerate(notices, start=1)
    ]
    return masked_in("\n".join([f"【{office}】{len(rows)}条通知", *rows]))


def short_calls(notices: Sequence[Told], *, office: str) -> str:
    """Whom somebody should telephone about what, for colleagues in a group chat. No phone number."""
    rows = [f"{n}. {notice.user or '没有账号的收件人'}:{notice.subject}" for n, notice in enumerate(notices, start=1)]
    return masked_in("\n".join([f"【{office}】以下通知没能送到,请帮忙电话告知", *rows]))


def message(notice: Told, *, site: str) -> str:
    """For a text message; the gateway adds the sender's name."""
    said = f"{notice.subject}。{_cut(notice.body)}" if notice.body else notice.subject
    return f"{said} {site}{notice.link}" if notice.link and site else said


def letter(notice: Told, *, office: str, site: str, account: bool) -> str:
    """The body of a mail. ``account``: whether the reader can sign in, and so follow the link."""
    parts = [notice.subject, notice.body]
    if account and notice.link:
        parts.append(f"查看:{site}{notice.link}")
    return "\n\n".join(part for part in [*parts, _foot(office, account)] if part)


def digest(notices: Sequence[Told], *, day: dt.datetime, office: str, site: str) -> str:
    """The body of the daily mail, oldest first."""
    head = f"截至{chinese_date(timezone.localtime(day).date())},您有{len(notices)}条新通知:"
    rows = []
    for number, notice in enumerate(notices, start=1):
        lines = [f"{number}. {notice.subject}", notice.body, f"{site}{notice.link}" if notice.link else ""]
        rows.append("\n".join(line for line in lines if line))
    return "\n\n".join([head, *rows, _foot(office, account=True)])


def _cut(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def _foot(office: str, account: bool) -> str:
    how = "要改变通知方式,登录后打开“收件箱”里的“通知方式”。" if account else ""
    return f"—— {office}。此信由系统寄出,不用回复。{how}"
