"""Who is told of being placed, moved, let go. From the office's pages only: a workbook says what people know."""

import datetime as dt
from collections.abc import Iterable

from accounts.models import User
from notices.services import NewNotice, notify_all
from studios.models import Residency, Studio
from studios.services.story import named

PAGE = "页面"  # where somebody works on one studio: only then people are told


def tell_placed(studio: Studio, placed: Iterable[Residency], *, moved: bool = False, now: dt.datetime) -> None:
    """Each who has an account hears where, as what, and whom to ask. Two queries, and those of ``notify_all``."""
    people = [(one, user) for one in placed if (user := _account(one))]
    if not people:
        return
    running = Residency.objects.in_studios([studio]).running().select_related("member", "user").by_part()
    asked = named([f"{one.member or one.user}({one.get_part_display()})" for one in running])
    where = f"地址:{studio.address}。" if studio.address else ""
    hours = f"开放时间:{studio.open_hours}。" if studio.open_hours else ""
    notices = []
    for one, user in people:
        part = one.get_part_display()
        said = f"您在{studio}的身份改为{part}" if moved else f"您已编入{studio},身份是{part}"
        since = f",从{one.since.month}月{one.since.day}日起" if one.since else ""
        body = f"{said}{since}。{where}{hours}" + (f"有事可以问{asked}。" if asked else "")
        key = f"studios.residency.{one.pk}.placed"
        notices.append(NewNotice(user, key, said[:120], body, f"/go/studios.studio/{studio.pk}/"))
    notify_all(notices=notices, now=now)


def tell_ended(studio: Studio, ended: Iterable[Residency], *, now: dt.datetime) -> None:
    """Each who has an account hears that it is over, from when and why."""
    notices = []
    for one in ended:
        user = _account(one)
        if user is None or one.until is None:
            continue
        said = f"您在{studio}的{one.get_part_display()}身份到{one.until.month}月{one.until.day}日结束"
        why = f"原因:{one.end_reason}。" if one.end_reason else ""
        body = f"{said}。{why}以前记的走访都保留。有疑问请联系政协办公室。"
        notices.append(NewNotice(user, f"studios.residency.{one.pk}.ended", said[:120], body))
    if notices:
        notify_all(notices=notices, now=now)


def _account(one: Residency) -> User | None:
    """Whom to tell; ``one`` with its user, and its member with theirs. None without an account that is open."""
    user = one.user or (one.member.user if one.member else None)
    return user if user and user.is_active else None
