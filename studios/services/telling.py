"""Who is told what about a visit. No text names a constituent."""

import datetime as dt

from accounts.models import User
from common.phones import BadPhone
from members.models import Member
from notices.services import NewNotice, Phone, notify_all
from notices.services.telling import Person
from studios.models import VisitLog


def person_of(author: Member | User) -> Person | None:
    """Where an author is told: their inbox, else their phone; None for who has neither. One query."""
    if isinstance(author, User):
        return author
    if author.user is not None:
        return author.user
    try:
        return Phone(author.phone)
    except BadPhone:
        return None


def tell_recorded(visit: VisitLog, *, by: User | None, now: dt.datetime) -> None:
    """The author, of what somebody wrote down for them; by their inbox only: who has no account gave the page away."""
    who = by.name if by else "办公室"
    _tell(
        visit,
        to=[one for one in [person_of(visit.author)] if isinstance(one, User)],
        key=f"visit-recorded:{visit.pk}",
        subject=f"{who}替您录入了{_day(visit)}的走访记录",
        body=f"{_what(visit)}由{who}按您的纸质记录录入。请看一看,有出入可以更正。",
        now=now,
    )


def tell_returned(visit: VisitLog, *, by: User | None, now: dt.datetime) -> None:
    """The author, with the reason, by phone who has no account; of a paper page instead who wrote it down."""
    people = [person_of(visit.author)]
    if visit.proxy and visit.recorded_by:
        people = [one for one in people if isinstance(one, User)]
        people += [visit.recorded_by] if visit.recorded_by != by else []
    _tell(
        visit,
        to=people,
        key=f"visit-returned:{visit.pk}:{visit.revision}",
        subject=f"{_day(visit)}的走访记录退回,请改好再提交",
        body=f"{_what(visit)}退回原因:{visit.returned_why}\n改好后再提交,核实后计入履职记录。",
        now=now,
    )


def _tell(visit: VisitLog, *, to: list[Person | None], key: str, subject: str, body: str, now: dt.datetime) -> None:
    link = f"/go/studios.visit/{visit.pk}/"
    notices = [NewNotice(to=one, key=key, subject=subject, body=body, link=link) for one in to if one is not None]
    notify_all(notices=notices, now=now)


def _day(visit: VisitLog) -> str:
    return f"{visit.occurred_on.month}月{visit.occurred_on.day}日"


def _what(visit: VisitLog) -> str:
    return f"{visit.occurred_on:%Y年}{_day(visit)}的{visit.get_way_display()}记录,"
