"""Who is told what of a referral. No free text of anybody goes into a notice: it might name a constituent."""

from collections.abc import Iterable

from accounts.models import UnitPost, User
from common.dates import chinese_date
from notices.services import NewNotice
from referrals import states
from referrals.models import Referral, ReferralEvent

SUBJECT = 80  # characters of a notice's subject left for the label beside what is said of it


def own_link(referral: Referral) -> str:
    return f"/go/referrals.referral/{referral.pk}/"


def people_of_unit(referral: Referral, part: str = "") -> list[User]:
    """Everybody with an open post in the unit, or those of one part. One query."""
    posts = UnitPost.objects.open().filter(unit=referral.unit, user__is_active=True).select_related("user")
    posts = posts.filter(part=part) if part else posts
    return [post.user for post in posts.order_by("pk")]


def our_people(referral: Referral, *, watchers: bool = True) -> list[User]:
    """Who sent it, whom it was sent for, and the role that watches. One query, none without ``watchers``."""
    found = [referral.sent_by, *([referral.officer] if referral.officer else [])]
    if watchers and referral.office_group_id:
        found += User.objects.filter(groups=referral.office_group_id).order_by("pk")
    return [user for user in found if user.is_active]


def to_unit(referral: Referral, event: ReferralEvent, what: str, body: str, *, part: str = "") -> list[NewNotice]:
    """The unit's people but whoever did it."""
    return _to(people_of_unit(referral, part), referral, event, what, body, own_link(referral))


def to_us(referral: Referral, event: ReferralEvent, what: str, body: str, *, watchers: bool = True) -> list[NewNotice]:
    """Our side but whoever did it, with the link of what it is about."""
    return _to(
        our_people(referral, watchers=watchers), referral, event, what, body, referral.link or own_link(referral)
    )


def _to(
    users: Iterable[User], referral: Referral, event: ReferralEvent, what: str, body: str, link: str
) -> list[NewNotice]:
    told = {user.pk: user for user in users if user.pk != event.by_id}
    key = f"referral:{referral.pk}:{event.pk}"
    subject = f"{what}:{short(referral)}"
    return [NewNotice(to=user, key=key, subject=subject, body=body, link=link) for user in told.values()]


def short(referral: Referral) -> str:
    label = referral.label
    return f"“{label[:SUBJECT]}…”" if len(label) > SUBJECT else f"“{label}”"


def named(referral: Referral) -> str:
    return f"{referral.number}“{referral.label}”"


def until(referral: Referral) -> str:
    """2026年3月6日(周五)24时; empty without a clock."""
    deadline = referral.deadline
    if deadline is None:
        return ""
    return f"{chinese_date(deadline.due_on)}24时{'(暂定)' if deadline.provisional else ''}"


def word_of_unit(referral: Referral) -> str:
    """What the unit gave: an answer with its result, or a joint opinion."""
    if referral.state == states.OPINION_IN:
        return f"{referral.unit}已交会办意见"
    return f"{referral.unit}已答复:{referral.get_result_display()}"
