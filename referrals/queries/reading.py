"""Reads of referrals: lists, what is about a subject, the story of one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import Unit, UnitPost, User
from common.dates import next_month
from deadlines import states as clocks
from deadlines.calendar import Calendar
from deadlines.models import Limit
from deadlines.why import standing
from referrals import rules, states
from referrals.models import Referral, ReferralEvent, ReferralFile, ReferralSetting, Side
from referrals.models.referrals import ReferralQuerySet
from referrals.rules import Standing


def the_setting() -> ReferralSetting:
    """The one row; its defaults while nobody has saved one. One query."""
    return ReferralSetting.objects.first() or ReferralSetting(pk=1)


def subject_of(referral: Referral) -> str:
    """As what deadlines know it."""
    return f"referrals.referral:{referral.pk}"


def standing_of(user: User, referral: Referral) -> Standing:
    """What the user is to it. One query."""
    posts = UnitPost.objects.open().held_by(user).filter(unit=referral.unit_id)
    parts = set(posts.values_list("part", flat=True))
    return Standing(
        handler=UnitPost.Part.HANDLER in parts,
        head=UnitPost.Part.HEAD in parts,
        sender=rules.is_sender(user, referral),
        manager=rules.can_manage_referrals(user),
    )


def return_until(referral: Referral, calendar: Calendar) -> dt.date | None:
    """The last day on which the unit may ask to give it back, by the limit of the day it was sent. One query."""
    sent_on = timezone.localdate(referral.sent_at)
    limit = Limit.objects.of("return", sent_on)
    return calendar.last_day(limit, sent_on).on if limit else None


@dataclass(frozen=True)
class Row:
    """A referral as pages show it: how it stands with time in words, and the colours of that and of its state."""

    referral: Referral
    standing: str
    tone: str
    state_tone: str

    @property
    def running(self) -> bool:
        """Whether a clock runs for the unit."""
        one = self.referral
        return one.state in states.WITH_UNIT and one.deadline is not None and one.deadline.state == clocks.OPEN

    @property
    def next_step(self) -> str:
        """Who does what next; until when, the clock says beside it."""
        one = self.referral
        what = "交会办意见" if one.part == "joint" else "答复"
        waits = {
            states.WAITING: f"等{one.unit}签收",
            states.SIGNED: f"等{one.unit}{what}",
            states.REJECTED: f"等{one.unit}重新{what}",
            states.FOR_HEAD: f"等{one.unit}负责人审定",
            states.ASKED_BACK: f"等{one.sent_by.name}或办公室答复退回申请",
            states.ANSWERED: f"等{one.sent_by.name}或办公室审核答复",
            states.OPINION_IN: f"等{one.sent_by.name}或办公室审核会办意见",
        }
        return waits.get(one.state, "")

    @property
    def answer_shown(self) -> bool:
        """Whether both sides may read the answer; a draft is the unit's own."""
        return self.referral.state in states.HEARD


_TONES = {
    states.WAITING: "soon",
    states.ASKED_BACK: "soon",
    states.FOR_HEAD: "soon",
    states.REJECTED: "late",
    states.RETURNED: "off",
    states.WITHDRAWN: "off",
    states.SIGNED: "busy",
}


def row_of(referral: Referral, calendar: Calendar, today: dt.date) -> Row:
    """``referral.deadline`` must be loaded; no query then."""
    words, tone = _clock(referral, calendar, today)
    return Row(referral, words, tone, _TONES.get(referral.state, "done"))


def as_rows(found: Iterable[Referral], calendar: Calendar, today: dt.date) -> list[Row]:
    """Referrals as pages show them; they come ``with_details``. No query more."""
    return [row_of(one, calendar, today) for one in found]


def _clock(referral: Referral, calendar: Calendar, today: dt.date) -> tuple[str, str]:
    deadline = referral.deadline
    if deadline is None:
        return "", "off"
    if referral.state in states.WITH_UNIT and deadline.state == clocks.OPEN:
        soon = deadline.due_on == today or deadline.reached is not None
        tone = "late" if deadline.due_on < today else "soon" if soon else "busy"
        return standing(deadline.due_on, calendar, today), tone
    if referral.state in states.HEARD and referral.answered_on:
        late = referral.answered_on > deadline.due_on
        return ("逾期答复", "late") if late else ("按期答复", "done")
    return "", "off"


def matching(found: ReferralQuerySet, filters: dict[str, Any], today: dt.date) -> ReferralQuerySet:
    """Those of ``found`` that a list shows by its filters: state, unit, part, urgent, late, month, q.

    state: a state, or "" (all), "open" (the unit is not ready), "hand", "soon", "late", "review".
    """
    state = filters.get("state") or ""
    groups = {
        "open": states.WITH_UNIT,
        "hand": states.IN_HAND | {states.FOR_HEAD},
        "review": states.IN,
        "heard": states.HEARD,
    }
    if state == "soon":
        found = found.soon(today)
    elif state == "late":
        found = found.late(today)
    elif state:
        found = found.filter(state__in=groups.get(state, {state}))
    for name in ("unit", "part"):
        if value := filters.get(name):
            found = found.filter(**{name: value})
    if filters.get("urgent"):
        found = found.filter(urgent=True)
    if month := filters.get("month"):
        first, after = _midnight(month), _midnight(next_month(month))
        found = found.filter(sent_at__gte=first, sent_at__lt=after)
    if text := str(filters.get("q") or "").strip():
        found = found.filter(Q(label__contains=text) | Q(number__contains=text) | Q(text__contains=text))
    return found


def months_with_referrals(found: ReferralQuerySet) -> list[dt.date]:
    """The months in which any was sent, the latest in front. One query."""
    return [timezone.localdate(month) for month in found.order_by().datetimes("sent_at", "month", order="DESC")]


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def referrals_about(subject: str) -> list[Referral]:
    """Every referral of a subject, the first sent in front, with unit, clock, sender and files. Two queries.

    For the pages of higher apps. An answer may be shown where ``referral.state in states.HEARD``.
    """
    found = Referral.objects.about(subject).with_details().prefetch_related("files__file")
    return list(found.order_by("sent_at", "pk"))


def live_with(unit: Unit) -> list[Referral]:
    """What a unit has in hand, or has answered and nobody has looked at yet; the oldest first. One query."""
    return list(Referral.objects.live().filter(unit=unit).order_by("sent_at", "pk"))


def story_of(referral: Referral) -> list[ReferralEvent]:
    """What happened to it, oldest first. One query."""
    return list(referral.events.select_related("by", "suggested_unit"))


def waiting_return(referral: Referral) -> ReferralEvent | None:
    """The unit's asking to give it back that nobody has answered yet, or None. One query."""
    if referral.state != states.ASKED_BACK:
        return None
    asked = referral.events.filter(action="ask_back").select_related("by", "suggested_unit")
    return asked.order_by("-at", "-pk").first()


@dataclass(frozen=True)
class Files:
    """Of one referral: what was sent along, what the unit gave back, what it is still writing, the scans of slips."""

    sent: list[ReferralFile]
    answer: list[ReferralFile]
    drafts: list[ReferralFile]
    scans: list[ReferralFile]


def files_of(referral: Referral) -> Files:
    """One query."""
    found = list(referral.files.select_related("file"))
    units = [one for one in found if one.side == Side.UNIT]
    return Files(
        sent=[one for one in found if one.side == Side.SENDER],
        answer=[one for one in units if one.handed_in_at],
        drafts=[one for one in units if not one.handed_in_at],
        scans=[one for one in found if one.side == Side.SCAN],
    )
