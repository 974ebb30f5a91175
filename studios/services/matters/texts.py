"""How a matter is called where others hear of it, what its author is told. Nothing of it names a constituent."""

import datetime as dt

from accounts.models import User
from common.phones import BadPhone
from notices.services import NewNotice, Phone, notify_all
from studios.models import Matter, MatterEvent
from studios.states import matters as states

SILENT = frozenset({"begin", "correct", "drop"})  # the author's own doing


def label_of(matter: Matter) -> str:
    """诉求〔2026〕12号 机井维修: the number and the office's own line, or village and category. Never the text."""
    about = matter.title or "".join(str(part) for part in (matter.village, matter.category) if part)
    return f"{matter.number} {about}".strip()[:120]


def author_of(matter: Matter) -> User | Phone | None:
    """Who carried it: an account, else the phone of a member without one, else nobody can be told."""
    visit = matter.visit
    account = visit.member.user if visit.member else visit.user
    if account:
        return account if account.is_active else None
    try:
        return Phone(visit.member.phone) if visit.member else None
    except BadPhone:
        return None


def tell_author(matter: Matter, event: MatterEvent, said: str, *, now: dt.datetime) -> None:
    """The member hears of every change but their own."""
    author = author_of(matter)
    if event.action in SILENT or author is None or (isinstance(author, User) and author.pk == event.by_id):
        return
    what = event.get_action_display()
    body = f"您反映的{label_of(matter)}:{said or what}。现在是“{states.MATTERS[matter.state]}”。"
    notice = NewNotice(
        to=author,
        key=f"matter:{matter.pk}:{event.pk}",
        subject=f"您反映的诉求有新情况:{what}",
        body=body,
        link=matter.link,
    )
    notify_all(notices=[notice], now=now)


def tell_users(
    users: list[User], matter: Matter, event: MatterEvent, *, subject: str, body: str, now: dt.datetime
) -> None:
    """Others who are to know, but whoever did it."""
    key = f"matter:{matter.pk}:{event.pk}:{len(subject)}"
    told = {user.pk: user for user in users if user.pk != event.by_id and user.is_active}
    notices = [NewNotice(to=user, key=key, subject=subject, body=body, link=matter.link) for user in told.values()]
    notify_all(notices=notices, now=now)
