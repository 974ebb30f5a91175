"""More time: asked, granted by whom the limit names, or refused."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from common.dates import chinese_date
from deadlines import states
from deadlines.calendar import Calendar
from deadlines.models import Deadline, Extension, Limit
from deadlines.queries import people_of, the_calendar, timetable
from deadlines.services.deadlines import hold, record
from deadlines.services.texts import asked_notice, decided_notice
from deadlines.states import NotAllowed
from notices.services import notify_all


@transaction.atomic
def ask_extension(
    *, deadline: Deadline, until_on: dt.date, reason: str, by: User, now: dt.datetime, via: str = "page"
) -> Extension:
    """Ask for more time; those who may grant it are told. Sent twice, it is asked once. Locks the deadline.

    Raises NotAllowed when nobody grants it, when the date will not do, or when a request waits already.
    """
    held = hold(deadline)
    waiting = Extension.objects.waiting().filter(deadline=held).select_related("asked_by").first()
    if waiting and (waiting.asked_by_id, waiting.until_on, waiting.reason) == (by.pk, until_on, reason[:200]):
        return waiting
    if waiting:
        asked = f"{waiting.asked_by.name}已申请延到{chinese_date(waiting.until_on)}"
        raise NotAllowed(f"{asked},正在等批准。请等答复,或与批准人商量。")
    _check_date(held, until_on, the_calendar())
    request = Extension.objects.create(deadline=held, until_on=until_on, reason=reason[:200], asked_at=now, asked_by=by)
    record(held, "ask", by=by, now=now, via=via, why=f"申请延到{chinese_date(until_on)}:{reason}")
    approvers = _approvers(held.limit, but=by)
    notify_all(notices=[asked_notice(request, user) for user in approvers], now=now)
    return request


@transaction.atomic
def grant_extension(*, request: Extension, by: User, now: dt.datetime, answer: str = "", via: str = "page") -> Deadline:
    """Grant what was asked: a new leg begins, its ladder from the beginning. Locks the deadline. Raises NotAllowed."""
    held = hold(request.deadline)
    table = timetable()
    _decide(request, states.GRANTED, held, by=by, now=now, answer=answer)
    _check_date(held, request.until_on, table.calendar)
    old = held.due_on
    held.extended_to = request.until_on
    due = table.calendar.due_of(held)
    held.due_on, held.provisional = due.on, due.provisional
    held.leg, held.leg_at, held.reached = held.leg + 1, now, None
    held.next_at = table.next_at(held)
    held.save(update_fields=["extended_to", "due_on", "provisional", "leg", "leg_at", "reached", "next_at"])
    record(held, "grant", by=by, now=now, via=via, why=request.reason, from_due=old, to_due=held.due_on)
    _tell(request, held, granted=True, now=now)
    return held


@transaction.atomic
def refuse_extension(*, request: Extension, by: User, now: dt.datetime, answer: str, via: str = "page") -> Deadline:
    """Leave the date as it is. Locks the deadline. Raises NotAllowed."""
    held = hold(request.deadline)
    _decide(request, states.REFUSED, held, by=by, now=now, answer=answer)
    record(held, "refuse", by=by, now=now, via=via, why=answer)
    _tell(request, held, granted=False, now=now)
    return held


def latest_day(limit: Limit, started_on: dt.date, calendar: Calendar) -> dt.date | None:
    """How far a deadline may be extended at the most; None where the limit says nothing."""
    if not limit.longest:
        return None
    whole = Limit(count=limit.longest_count, value=limit.longest, rolls=limit.rolls)
    return calendar.last_day(whole, started_on).on


def _check_date(deadline: Deadline, until_on: dt.date, calendar: Calendar) -> None:
    limit = deadline.limit
    if limit is None or limit.granted_by is None:
        raise NotAllowed("这一件的时限没有规定谁批准延期,不能申请。请与政协办公室商量。")
    if until_on <= deadline.due_on:
        raise NotAllowed(f"现在的期限是{chinese_date(deadline.due_on)},延到的日期要在这以后。")
    latest = latest_day(limit, deadline.started_on, calendar)
    if latest and until_on > latest:
        raise NotAllowed(f"连同延期最长{limit.longest_in_words()},最晚到{chinese_date(latest)}。")
    if not latest and (until_on - deadline.due_on).days > 366:
        raise NotAllowed("一次最多延一年,请核对日期。")


def _decide(request: Extension, state: str, held: Deadline, *, by: User, now: dt.datetime, answer: str) -> None:
    """Move the request by compare-and-set. The only place that decides one."""
    limit = held.limit
    if limit is None or limit.granted_by_id is None or not by.groups.filter(pk=limit.granted_by_id).exists():
        raise NotAllowed("这一件的延期不归您批准。")
    if request.asked_by_id == by.pk:
        raise NotAllowed("自己申请的延期,要由别人批准。")
    changes = {"state": state, "decided_at": now, "decided_by": by, "answer": answer[:200]}
    if not Extension.objects.waiting().filter(pk=request.pk).update(**changes):
        done = Extension.objects.select_related("decided_by").get(pk=request.pk)
        raise NotAllowed(f"{done.decided_by or '系统'}已答复这个申请:{done.get_state_display()}。请看现在的期限。")
    request.answer, request.deadline = answer, held


def _approvers(limit: Limit | None, *, but: User) -> Iterable[User]:
    if limit is None or limit.granted_by_id is None:
        return []
    found: Iterable[User] = User.objects.filter(groups=limit.granted_by_id, is_active=True).exclude(pk=but.pk)
    return found


def _tell(request: Extension, held: Deadline, *, granted: bool, now: dt.datetime) -> None:
    """Who asked and who is responsible hear of the decision, once each."""
    users = {user.pk: user for user in [request.asked_by, *people_of([held]).of(held, ["responsible", "head"])]}
    notices = [decided_notice(request, user, granted=granted) for user in users.values()]
    notify_all(notices=notices, now=now)
