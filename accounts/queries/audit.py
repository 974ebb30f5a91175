"""Reads of the audit trail."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import AuditCheckpoint, AuditEvent, AuditHead, AuditSeal, User
from accounts.models.audit import AuditQuerySet
from common.imports import Outcome

LONGEST_OPEN = dt.timedelta(days=1)  # no transaction of ours is open for longer
MOST_ACTORS = 200
PER_PAGE = 50


def sealed_below(now: dt.datetime) -> int:
    """A key of an event below which nothing waits for its seal, unless its transaction was open for over a day.

    Keys are given out in order: what is committed later with a smaller key was begun before this one was sealed.
    """
    sealed = AuditSeal.objects.filter(sealed_at__lt=now - LONGEST_OPEN).order_by("-sealed_at")
    return sealed.values_list("event_id", flat=True).first() or 0


@dataclass(frozen=True)
class ChainState:
    """``waiting`` rows are committed and have no seal yet."""

    head: AuditHead
    waiting: int


def chain_state(now: dt.datetime) -> ChainState:
    """Three queries; counts rows of about the last day only."""
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    return ChainState(head, AuditEvent.objects.unsealed().filter(pk__gt=sealed_below(now)).count())


def checkpoints() -> list[AuditCheckpoint]:
    """What was purged, the newest first."""
    return list(AuditCheckpoint.objects.order_by("-number")[:PER_PAGE])


def audit_trail(user: User, chosen: dict[str, Any]) -> AuditQuerySet:
    """The filtered trail, newest first, none for who may not read it. A name asks one query for its accounts."""
    rows = AuditEvent.objects.readable_by(user).newest_first()
    if who := chosen["who"]:
        named = User.objects.filter(Q(name__icontains=who) | Q(username__icontains=who))
        rows = rows.filter(actor_id__in=list(named.values_list("pk", flat=True)[:MOST_ACTORS]))
    if chosen["action"]:
        rows = rows.filter(action=chosen["action"])
    if chosen["subject"]:
        rows = rows.filter(subject__icontains=chosen["subject"])
    if chosen["via"]:
        rows = rows.filter(via__icontains=chosen["via"])
    if chosen["since"]:
        rows = rows.filter(at__gte=_midnight(chosen["since"]))
    if chosen["until"]:
        rows = rows.filter(at__lt=_midnight(chosen["until"] + dt.timedelta(days=1)))
    if chosen["number"]:
        rows = rows.filter(seal__number=chosen["number"])
    return rows


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


@dataclass(frozen=True)
class TrailPage:
    """``newer`` and ``older`` are the places from which the neighbouring pages go on; None where there is no such."""

    rows: list[AuditEvent]
    newer: int | None
    older: int | None


def trail_page(trail: AuditQuerySet, *, older_than: int | None, newer_than: int | None) -> TrailPage:
    """One page before or after an event; the newest without one. Two queries, at any depth."""
    place = older_than or newer_than
    anchor = AuditEvent.objects.filter(pk=place).values_list("at", "pk").first() if place else None
    backward = bool(anchor and newer_than and not older_than)
    rows = trail.select_related("seal")
    if anchor:
        rows = rows.newer_than(*anchor).reverse() if backward else rows.older_than(*anchor)
    found = list(rows[: PER_PAGE + 1])
    more, shown = len(found) > PER_PAGE, found[:PER_PAGE]
    if backward:
        shown.reverse()
    newer, older = (more, True) if backward else (bool(anchor), more)
    return TrailPage(
        shown, newer=shown[0].pk if shown and newer else None, older=shown[-1].pk if shown and older else None
    )


# What a row's ``detail`` calls its values, in the office's words; a key that is Chinese already speaks for itself.
DETAIL_WORDS: dict[str, str] = {
    "rows": "行数",
    "visits": "次数",
    "count": "人数",
    "member": "委员编号",
    "fields": "改动的栏目",
    "changes": "改动",
    "before": "原来",
    "after": "现在",
    "term": "届",
    "absent": "不在名册里的人数",
    "findings": "发现问题",
    "sheet": "汇总表编号",
    "constituent": "群众编号",
    "user": "账号编号",
    "source": "出处",
    "days": "改动的日子",
    "effective_from": "施行日期",
    "notice_way": "通知方式",
    "email": "邮箱",
    **{str(outcome): outcome.label for outcome in Outcome},
}


def detail_in_words(event: AuditEvent) -> list[tuple[str, str]]:
    return [(DETAIL_WORDS.get(name, name), _told(value)) for name, value in event.detail.items()]


def _told(value: object) -> str:
    if isinstance(value, dict):
        return ";".join(f"{name}:{_told(one)}" for name, one in value.items())
    if isinstance(value, list):
        return "、".join(_told(one) for one in value) or "—"
    return "—" if value in (None, "") else str(value)
