"""What the office enters of the working calendar. Every change works open deadlines out anew."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEvent, User
from accounts.services import audit
from common.dates import chinese_date
from deadlines.announcement import Announcement
from deadlines.calendar import Calendar, NoWorkingDays, refuse_empty
from deadlines.models import DayOff, MakeUpDay, YearNotice
from deadlines.queries import reach, the_calendar
from deadlines.rules import SET_CALENDAR
from deadlines.services.recalculation import Moved, recalculate
from notices.services import NewNotice, notify_all

BY_HAND = "本机关录入"
BY_ROLES = "django.contrib.auth.backends.ModelBackend"  # where rights come from; another backend locks

TABLES: tuple[Any, Any] = (DayOff, MakeUpDay)

Days = Mapping[dt.date, str]


class CalendarRefused(Exception):
    """The calendar may not be changed so; the message is Chinese and says how to mend it."""


@transaction.atomic
def enter_notice(
    *, notice: Announcement, source: str, by: User | None, now: dt.datetime, via: str = "页面", address: str = ""
) -> list[Moved]:
    """Put a year's notice in place of an earlier entry of the same year; returns the deadlines whose last day moved.

    Days that the office entered by hand stay unless the notice names them. Entered again, it changes nothing. Raises
    CalendarRefused for a notice with faults, or with which a year would have no working day.
    """
    if notice.faults or not notice.year or not notice.off:
        raise CalendarRefused("通知还有没读懂的地方,没有保存。请核对后再录入。")
    before = the_calendar()
    again = YearNotice.objects.filter(year=notice.year, source=source[:60]).exists()
    _place(notice.year, notice.off, notice.work, source=source, by=by, now=now)
    if again and the_calendar() == before:
        return []
    why = f"录入{notice.year}年放假通知"
    return _changed(before, why, by=by, now=now, via=via, address=address, detail={"source": source})


@transaction.atomic
def set_day(
    *, day: dt.date, works: bool, name: str, by: User, now: dt.datetime, via: str = "页面", address: str = ""
) -> list[Moved]:
    """Say of one day that it is off, or that it works; what was said of it before no longer holds.

    Said again, it changes nothing. Returns the deadlines whose last day moved. Raises CalendarRefused when a year would
    have no working day left.
    """
    before, model = the_calendar(), MakeUpDay if works else DayOff
    if model.objects.filter(date=day, name=name, source=BY_HAND).exists():
        return []
    for table in TABLES:
        table.objects.filter(date=day).delete()
    model.objects.create(date=day, name=name, source=BY_HAND)
    why = f"{chinese_date(day)}{name}改为{'上班' if works else '放假'}"
    return _changed(before, why, by=by, now=now, via=via, address=address)


@transaction.atomic
def clear_day(*, day: dt.date, by: User, now: dt.datetime, via: str = "页面", address: str = "") -> list[Moved]:
    """Let a day go by its weekday again. Returns the deadlines whose last day moved. Raises CalendarRefused."""
    before = the_calendar()
    gone = [model.objects.filter(date=day).delete()[0] for model in TABLES]
    if not any(gone):
        raise CalendarRefused(f"{chinese_date(day)}本来就按星期算,没有改动。")
    why = f"{chinese_date(day)}改为按星期算"
    return _changed(before, why, by=by, now=now, via=via, address=address)


@transaction.atomic
def enter_known_years(*, years: Iterable[int], off: Days, work: Days, source: str, now: dt.datetime) -> list[Moved]:
    """Put in years of which nothing is known yet, all at once; a year whose notice is in stays as it is.

    A day of December may belong to New Year's of the year after, as in 2007.
    """
    wanted = set(years) - set(YearNotice.objects.values_list("year", flat=True))
    if not wanted:
        return []
    before = the_calendar()
    YearNotice.objects.bulk_create(YearNotice(year=year, source=source, entered_at=now) for year in sorted(wanted))
    notices = {notice.year: notice for notice in YearNotice.objects.filter(year__in=wanted)}
    for model, days in zip(TABLES, (off, work), strict=True):
        model.objects.bulk_create(
            (
                model(date=day, name=name, source=source, notice=notices[_belongs_to(day, name)])
                for day, name in sorted(days.items())
                if _belongs_to(day, name) in wanted
            ),
            ignore_conflicts=True,  # what the office entered by hand stays
        )
    why = f"录入{min(wanted)}至{max(wanted)}年放假安排"
    return _changed(before, why, by=None, now=now, via="升级", address="")


def _belongs_to(day: dt.date, name: str) -> int:
    return day.year + 1 if day.month == 12 and name == "元旦" else day.year


def _place(year: int, off: Days, work: Days, *, source: str, by: User | None, now: dt.datetime) -> None:
    said = {"source": source[:60], "entered_at": now, "entered_by": by}
    notice, _ = YearNotice.objects.update_or_create(year=year, defaults=said)
    named = [*off, *work]
    for model, days in zip(TABLES, (off, work), strict=True):
        model.objects.filter(notice=notice).delete()
        model.objects.filter(date__in=named).delete()
        model.objects.bulk_create(
            model(date=day, name=name[:30], source=source[:60], notice=notice) for day, name in sorted(days.items())
        )


def _changed(
    before: Calendar,
    why: str,
    *,
    by: User | None,
    now: dt.datetime,
    via: str,
    address: str,
    detail: dict[str, str] | None = None,
) -> list[Moved]:
    """Check the calendar as it now is, write the trail of who did it, work the deadlines out anew."""
    after = the_calendar()
    touched = {*_differences(before.off, after.off), *_differences(before.work, after.work)}
    try:
        for year in {day.year for day in touched}:
            refuse_empty(after, year)
    except NoWorkingDays as error:
        raise CalendarRefused(str(error)) from None
    if by:  # what a release brings along leaves no trail: a new database holds no office's acts
        days = [f"{day}:{_word(before, day)}→{_word(after, day)}" for day in sorted(touched)]
        audit(
            AuditEvent.Action.CHANGED,
            by=by,
            now=now,
            subject=f"工作日历 {why}",
            detail={"days": days, **(detail or {})},
            via=via,
            address=address,
        )
    return recalculate(by=by, now=now, why=why, via="page" if by else "job")


def _differences(before: Days, after: Days) -> set[dt.date]:
    return {day for day in before.keys() | after.keys() if before.get(day) != after.get(day)}


def _word(calendar: Calendar, day: dt.date) -> str:
    return calendar.name_of(day) or "平常"


@transaction.atomic
def ask_for_calendar(*, now: dt.datetime) -> int:
    """Once a week tell those who keep the calendar that the next year's notice is missing, from November on.

    Returns how many were told; none when nothing is missing. Nobody is told twice in a week.
    """
    today = timezone.localdate(now)
    missing = reach(today)
    if not missing.asked:
        return 0
    week = "-".join(str(part) for part in today.isocalendar()[:2])
    subject = f"请录入{missing.missing}年放假通知"
    body = (
        f"工作日历里还没有{missing.missing}年的放假安排,落在那一年的到期日都是暂定的。"
        "国务院办公厅的通知发布后,请到“期限”下面的“工作日历”里粘贴录入。"
    )
    keepers = User.objects.with_perm(SET_CALENDAR, include_superusers=False, backend=BY_ROLES)
    return notify_all(
        notices=[NewNotice(user, f"calendar:{missing.missing}:{week}", subject, body) for user in keepers], now=now
    )
