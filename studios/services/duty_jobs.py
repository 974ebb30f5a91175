"""What is done about shifts every day and every few minutes, by nobody."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts import roles
from accounts.models import User
from deadlines.models import Deadline, Part
from deadlines.queries import timetable
from deadlines.services import AlreadyOpen, open_deadline
from deadlines.states import CANCELLED as DEADLINE_CANCELLED
from notices.services import NewNotice, notify_all
from studios import rules
from studios.models import DutyShift, Residency, ShiftTurn, Swap, VisitLog
from studios.queries.duty import duty_setting, runners_of
from studios.services import duty_notices as notices
from studios.services.attendance import hold_shift_if_whole, reopen_shift
from studios.services.shift_steps import hold_shift, lapse_swaps
from studios.services.shifts import OUTCOME, subject_of
from studios.states import shifts as states

DAY = dt.timedelta(days=1)


@transaction.atomic
def remind_turns(*, now: dt.datetime) -> int:
    """Tell each holder of a published turn from the set hour of the day before on, until it begins; once.

    A turn swapped or put on later is told at the next run, a changed day or hour anew. Two queries, and the notices'.
    """
    today, hour = timezone.localdate(now), duty_setting().reminder_hour
    turns = ShiftTurn.objects.standing().filter(
        shift__state=states.PUBLISHED, shift__day__range=(today, today + DAY), state=states.EXPECTED
    )
    told = []
    for turn in turns.select_related("shift__studio", "member__user", "user"):
        shift = turn.shift
        since = timezone.make_aware(dt.datetime.combine(shift.day - DAY, dt.time(hour)))
        to = notices.person_of(turn)
        if to is None or not since <= now < rules.begins_at(shift):
            continue
        day = "明天" if shift.day > today else "今天"
        told.append(
            NewNotice(
                to,
                key=f"duty:{shift.pk}:remind:{turn.pk}:{shift.day:%Y%m%d}{shift.starts:%H%M}",
                subject=f"{day}{shift.starts:%-H:%M}您在{shift.studio}值班"[:120],
                body=f"{notices.facts(shift)}{notices.CANNOT_COME}",
                link=f"/go/studios.dutyshift/{shift.pk}/",
                not_before=since,
            )
        )
    return notify_all(notices=told, now=now)


@transaction.atomic
def remind_to_publish(*, now: dt.datetime) -> int:
    """Tell who runs a studio of what is still unpublished a few days ahead: once of each shift, in one notice."""
    today = timezone.localdate(now)
    last = today + duty_setting().unpublished_days * DAY
    shifts = DutyShift.objects.planned().filter(day__range=(today, last)).select_related("studio").in_order()
    first: dict[int, DutyShift] = {}
    days: dict[int, list[str]] = {}
    for shift in shifts:
        first.setdefault(shift.studio_id, shift)
        days.setdefault(shift.studio_id, []).append(notices.short_day(shift))
    runners = runners_of([shift.studio for shift in first.values()])
    told = []
    for studio, shift in first.items():
        said = "、".join(days[studio])
        for one in runners.get(studio, []):
            if to := notices.person_of(one):
                subject, body = (
                    f"{shift.studio}的值班还没有发布",
                    f"{said}的值班还没有发布,值班的人还不知道。请核对后发布。",
                )
                told.append(
                    NewNotice(to, f"duty:{shift.pk}:publish", subject, body, f"/go/studios.dutyshift/{shift.pk}/")
                )
    return notify_all(notices=told, now=now)


@dataclass
class Looked:
    """What the nightly look did: held what had become whole, opened again what lost its outcome, began deadlines,
    ended swaps whose shift has begun."""

    held: int = 0
    reopened: int = 0
    opened: int = 0
    lapsed: int = 0


def look_after_shifts(*, now: dt.datetime) -> Looked:
    """Past shifts: each in a transaction of its own."""
    done, today = Looked(), timezone.localdate(now)
    entries = VisitLog.objects.filed().filter(shift=OuterRef("pk"))
    for shift in DutyShift.objects.filter(state=states.HELD, no_visitors=False).exclude(Exists(entries)).order_by("pk"):
        done.reopened += reopen_shift(shift=shift, by=None, now=now, via="job")
    for shift in DutyShift.objects.without_outcome(today).order_by("pk"):
        done.held += hold_shift_if_whole(shift=shift, by=None, now=now, via="job")
    begun = DutyShift.objects.filter(day__lt=today, turns__swaps__in=Swap.objects.running()).distinct()
    for shift in begun.order_by("pk"):
        with transaction.atomic():
            done.lapsed += len(lapse_swaps(hold_shift(shift), why="这一班已经开始", by=None, now=now, via="job"))
    done.opened = _open_deadlines(now)
    return done


@transaction.atomic
def _open_deadlines(now: dt.datetime) -> int:
    """For each past shift without outcome that has no deadline running, and none that the office cancelled."""
    waiting = list(DutyShift.objects.without_outcome(timezone.localdate(now)).select_related("studio").in_order())
    known = Deadline.objects.filter(kind=OUTCOME, subject__in=[subject_of(shift) for shift in waiting])
    had: dict[str, set[str]] = {}
    for subject, state in known.values_list("subject", "state"):
        had.setdefault(subject, set()).add(state)
    runners = runners_of({shift.studio for shift in waiting})
    office = list(Group.objects.filter(name=roles.GENERAL_OFFICE.name))
    table, opened = timetable() if waiting else None, 0
    for shift in waiting:
        before = had.get(subject_of(shift), set())
        if before & {"open", DEADLINE_CANCELLED}:
            continue
        people = runners.get(shift.studio_id, [])
        liaisons, conveners = _users(people, Residency.Part.LIAISON), _users(people, Residency.Part.CONVENER)
        try:
            open_deadline(
                kind=OUTCOME,
                subject=subject_of(shift),
                label=f"{shift.studio}{shift.day.month}月{shift.day.day}日值班的成果",
                started_on=timezone.localdate(now) if before else shift.day,
                parties={Part.RESPONSIBLE: liaisons or conveners, Part.HEAD: conveners, Part.OFFICE: office},
                by=None,
                now=now,
                via="job",
                table=table,
            )
        except AlreadyOpen:
            continue
        opened += 1
    return opened


def _users(people: list[Residency], part: Residency.Part) -> list[User]:
    found = [one.user or (one.member.user if one.member else None) for one in people if one.part == part]
    return [user for user in found if user]
