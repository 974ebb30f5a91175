"""What people are told of a deadline, in words. A label names no constituent, and so neither does a notice."""

import datetime as dt

from django.utils import timezone

from accounts.models import User
from common.dates import chinese_date
from deadlines.calendar import Calendar
from deadlines.models import Deadline, Extension, Rung
from deadlines.why import standing
from notices.services import NewNotice

SUBJECT = 90  # characters of a notice's subject left for the label beside what is said of it


def link_to(deadline: Deadline) -> str:
    return f"/go/deadlines.deadline/{deadline.pk}/"


def due_in_words(deadline: Deadline) -> str:
    """2026年3月6日(周五)24时, with (暂定) where a notice yet to come may move it."""
    return f"{chinese_date(deadline.due_on)}24时{'(暂定)' if deadline.provisional else ''}"


def rung_notice(deadline: Deadline, user: User, rung: Rung, *, calendar: Calendar, now: dt.datetime) -> NewNotice:
    """What one person is told at one rung; the key lets nobody be told of it twice."""
    how = standing(deadline.due_on, calendar, timezone.localdate(now))
    return _notice(
        deadline,
        user,
        f"rung:{deadline.leg}:{rung.offset}",
        f"{rung.get_level_display()}:{_short(deadline)}{how}",
        f"“{deadline.label}”的期限是{due_in_words(deadline)},{how}。办好后请及时办结;确有困难的,请在到期前申请延期。",
    )


def moved_notice(deadline: Deadline, user: User, *, old: dt.date, why: str, now: dt.datetime) -> NewNotice:
    return _notice(
        deadline,
        user,
        f"moved:{now:%Y%m%d%H%M%S%f}",
        f"到期日有调整:{_short(deadline)}",
        f"“{deadline.label}”的到期日由{chinese_date(old)}改为{due_in_words(deadline)}。原因:{why}。",
    )


def handed_notice(deadline: Deadline, user: User, *, part: str, now: dt.datetime) -> NewNotice:
    return _notice(
        deadline,
        user,
        f"handed:{part}:{now:%Y%m%d%H%M%S%f}",
        f"移交给您:{_short(deadline)}",
        f"“{deadline.label}”已移交给您({part}),期限是{due_in_words(deadline)}。",
    )


def asked_notice(request: Extension, user: User) -> NewNotice:
    deadline = request.deadline
    return _notice(
        deadline,
        user,
        f"asked:{request.pk}",
        f"延期申请待批准:{_short(deadline)}",
        f"{request.asked_by}申请把“{deadline.label}”延到{chinese_date(request.until_on)}。理由:{request.reason}。",
    )


def decided_notice(request: Extension, user: User, *, granted: bool) -> NewNotice:
    deadline = request.deadline
    said = f"意见:{request.answer}。" if request.answer else ""
    now_due = f"现在的期限是{due_in_words(deadline)}。"
    return _notice(
        deadline,
        user,
        f"decided:{request.pk}",
        f"{'延期已批准' if granted else '延期未获同意'}:{_short(deadline)}",
        f"“{deadline.label}”的延期申请{'已批准' if granted else '未获同意'}。{said}{now_due}",
    )


def _short(deadline: Deadline) -> str:
    label = deadline.label
    return f"“{label[:SUBJECT]}…”" if len(label) > SUBJECT else f"“{label}”"


def _notice(deadline: Deadline, user: User, what: str, subject: str, body: str) -> NewNotice:
    return NewNotice(to=user, key=f"deadline:{deadline.pk}:{what}", subject=subject, body=body, link=link_to(deadline))
