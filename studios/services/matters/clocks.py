"""The one deadline that runs for a matter, by where it stands: work, help from above, the next word, the echo."""

import datetime as dt
from collections.abc import Collection

from django.utils import timezone

from accounts import roles
from accounts.models import User
from deadlines import states as running
from deadlines.models import Deadline, Limit, Part
from deadlines.queries import holders_of
from deadlines.rungs import Timetable
from deadlines.services import cancel, meet, open_deadline
from deadlines.services.deadlines import Holder
from referrals.models import Referral
from studios.models import Matter, MatterReport, Residency
from studios.services.matters.texts import label_of
from studios.states import matters as states

WORK, SUPPORT, DESK, NEXT, ECHO = "matter", "support", "support_desk", "matter_next", "echo"
KINDS = [WORK, SUPPORT, DESK, NEXT, ECHO]
_LEADERS = {MatterReport.Level.PARTY, MatterReport.Level.GOVERNMENT}


def run_clock(
    matter: Matter,
    *,
    by: User | None,
    now: dt.datetime,
    action: str = "meet",
    why: str = "",
    via: str = "page",
    table: Timetable | None = None,
) -> None:
    """Let exactly the deadline run that the matter needs as it stands: one of its own for each level that helps.

    Seven queries at most, beside those of opening and closing. Raises NoLimit.
    """
    kind, report = _needed(matter)
    open_now = list(Deadline.objects.open().about(matter.key).filter(kind__in=KINDS).order_by("pk"))
    moved = any(one.kind == NEXT and one.named_on != matter.next_on for one in open_now)
    for deadline in open_now:
        if deadline.kind != kind or moved:
            close = meet if action == "meet" else cancel
            close(deadline=deadline, by=by, now=now, why=why, via=via)
    if kind and not any(one.kind == kind and one.state == running.OPEN for one in open_now):
        open_deadline(
            kind=kind,
            subject=matter.key,
            label=label_of(matter),
            started_on=timezone.localdate(now),
            due_on=matter.next_on if kind == NEXT else None,
            parties=_parties(matter, kind, report),
            by=by,
            now=now,
            via=via,
            table=table,
        )


def _needed(matter: Matter) -> tuple[str, MatterReport | None]:
    if matter.state == states.ANSWERED:
        return ECHO, None
    if matter.state == states.DOING:
        return NEXT, None
    if matter.state != states.OPEN:
        return "", None
    report = matter.reports.filter(state=states.REPORT_WAITING).first()
    if report:
        return (DESK if report.level in _LEADERS else SUPPORT), report
    return ("" if Referral.objects.about(matter.key).live().exists() else WORK), None


def _parties(matter: Matter, kind: str, report: MatterReport | None) -> dict[Part, list[Holder]]:
    """Who sees to it, who runs the studio, the office; of what lies with a desk the secretary-general too."""
    office: list[Holder] = list(holders_of(roles.GENERAL_OFFICE))
    if report:
        heads: list[Holder] = list(holders_of(roles.SECRETARY)) if report.level in _LEADERS else []
        return {Part.RESPONSIBLE: office, Part.HEAD: heads, Part.OFFICE: [*office, *_doers(matter)]}
    heads = [matter.supervisor] if kind == NEXT and matter.supervisor else list(runners_of(matter))
    return {Part.RESPONSIBLE: _doers(matter) or office, Part.HEAD: heads, Part.OFFICE: office}


def _doers(matter: Matter) -> list[Holder]:
    return [matter.responsible] if matter.responsible else []


def runners_of(matter: Matter) -> list[User]:
    """Who runs the studio in which the matter was raised and can sign in, conveners first. One query."""
    studio = matter.visit.studio_id
    return runners_of_studios([studio]).get(studio, []) if studio else []


def runners_of_studios(studios: Collection[int]) -> dict[int, list[User]]:
    """The same for each of several studios. One query, none for no studio."""
    found: dict[int, list[User]] = {}
    if not studios:
        return found
    held = Residency.objects.open().running().filter(studio__in=studios).select_related("user", "member__user")
    for one in held.order_by("part", "pk"):
        user = one.user or (one.member.user if one.member else None)
        if user is not None and user.is_active:
            found.setdefault(one.studio_id, []).append(user)
    return found


def usual_next_day(now: dt.datetime, table: Timetable) -> dt.date | None:
    """By when the next word on what is being done is usually due. One query."""
    today = timezone.localdate(now)
    limit = Limit.objects.of(NEXT, today)
    return table.calendar.last_day(limit, today).on if limit else None
