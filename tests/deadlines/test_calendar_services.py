"""The calendar as the office keeps it, and what its changes do to deadlines that run."""

import datetime as dt

import pytest

from accounts.models import AuditEvent
from deadlines.announcement import Announcement, read_announcement
from deadlines.models import DayOff, Deadline, MakeUpDay, Part, YearNotice
from deadlines.queries import compare, reach, the_calendar, timetable
from deadlines.seed import seed
from deadlines.services import (
    CalendarRefused,
    ask_for_calendar,
    clear_day,
    enter_notice,
    meet,
    open_deadline,
    recalculate,
    set_day,
)
from notices.models import Notice
from tests.cast import Cast
from tests.deadlines.makers import at, day, opened

T2027 = """国务院办公厅关于2027年部分节假日安排的通知
一、元旦:2026年12月31日(周四)至2027年1月2日(周六)放假调休,共3天。2026年12月27日(周日)上班。
二、春节:2月5日(周五)至12日(周五)放假调休,共8天。1月31日(周日)、2月20日(周六)上班。
三、国庆节:10月1日(周五)至7日(周四)放假调休,共7天。"""
NOVEMBER = at("2026-11-25", 10)


def notice_2027() -> Announcement:
    return read_announcement(T2027)


def enter(cast: Cast, found: Announcement | None = None):
    return enter_notice(notice=found or notice_2027(), source="国办发明电", by=cast.clerk, now=NOVEMBER)


def late(cast: Cast, number: int = 1, **changes) -> Deadline:
    """15 working days from 20 January 2027: provisional until the notice is in."""
    return opened(cast, number, **({"now": NOVEMBER, "started_on": day("2027-01-20")} | changes))


# Rows


def test_seed_holds_the_years_that_are_announced(db):
    calendar = the_calendar()
    assert calendar.years == frozenset(range(2004, 2027))
    assert calendar.off[day("2026-10-01")] == "国庆节"
    assert calendar.work[day("2026-10-10")] == "国庆节"
    assert calendar.add_working_days(day("2026-02-09"), 15) == day("2026-03-06")
    assert DayOff.objects.get(date=day("2007-12-31")).notice.year == 2008


def test_seed_again_changes_nothing_and_keeps_the_offices_own(cast: Cast):
    set_day(day=day("2026-06-18"), works=False, name="县庆", by=cast.clerk, now=NOVEMBER)
    before = set(DayOff.objects.values_list("date", "name", "notice")), MakeUpDay.objects.count()
    seed()
    assert (set(DayOff.objects.values_list("date", "name", "notice")), MakeUpDay.objects.count()) == before


def test_preview_says_what_each_day_was(cast: Cast):
    set_day(day=day("2027-02-20"), works=False, name="县庆", by=cast.clerk, now=NOVEMBER)
    rows = {row.date: row.change for row in compare(notice_2027())}
    assert rows[day("2027-10-01")] == "新增"
    assert rows[day("2027-02-20")] == "改为上班"
    enter(cast)
    assert {row.change for row in compare(notice_2027())} == {"不变"}
    corrected = read_announcement(T2027.replace("12日(周五)放假调休,共8天", "11日(周四)放假调休,共7天"))
    assert [(row.date, row.change) for row in compare(corrected) if row.change != "不变"] == [
        (day("2027-02-12"), "去掉")
    ]


def test_notice_takes_the_place_of_an_earlier_entry_and_keeps_hand_made_days(cast: Cast):
    set_day(day=day("2027-06-18"), works=False, name="县庆", by=cast.clerk, now=NOVEMBER)
    enter(cast)
    enter(cast, read_announcement(T2027.replace("12日(周五)放假调休,共8天", "11日(周四)放假调休,共7天")))
    assert not DayOff.objects.filter(date=day("2027-02-12")).exists()
    assert DayOff.objects.filter(date=day("2027-06-18"), notice=None).exists()
    assert YearNotice.objects.filter(year=2027).count() == 1
    trail = AuditEvent.objects.filter(subject="工作日历 录入2027年放假通知")
    assert trail.count() == 2
    assert "2027-02-12:春节→平常" in trail.first().detail["days"]


def test_notice_with_a_fault_is_refused_whole(cast: Cast):
    with pytest.raises(CalendarRefused, match="没读懂"):
        enter(cast, read_announcement(T2027.replace("(周五)至12日", "(周四)至12日")))
    assert not YearNotice.objects.filter(year=2027).exists()


def test_day_is_off_or_works_and_never_both(cast: Cast):
    set_day(day=day("2026-10-10"), works=False, name="停电", by=cast.clerk, now=NOVEMBER)
    assert not the_calendar().is_working(day("2026-10-10"))
    assert not MakeUpDay.objects.filter(date=day("2026-10-10")).exists()
    set_day(day=day("2026-10-10"), works=True, name="抗洪", by=cast.clerk, now=NOVEMBER)
    assert the_calendar().is_working(day("2026-10-10"))
    clear_day(day=day("2026-10-10"), by=cast.clerk, now=NOVEMBER)
    assert not the_calendar().is_working(day("2026-10-10"))  # a plain Saturday
    with pytest.raises(CalendarRefused, match="本来就按星期算"):
        clear_day(day=day("2026-10-10"), by=cast.clerk, now=NOVEMBER)


def test_year_without_a_working_day_is_refused_and_nothing_stays(cast: Cast):
    whole_year = {day("2027-01-01") + dt.timedelta(days=n): "放假" for n in range(365)}
    with pytest.raises(CalendarRefused, match="一个工作日也没有"):
        enter(cast, Announcement(2027, off=whole_year))
    assert not YearNotice.objects.filter(year=2027).exists()
    assert not DayOff.objects.filter(date__year=2027).exists()


# Deadlines that run


def test_notice_moves_provisional_dates_either_way_logs_and_tells(cast: Cast):
    later, earlier = late(cast, 1), late(cast, 2, started_on=day("2027-01-27"), kind="return")
    untouched = late(cast, 3, started_on=day("2026-12-11"), kind="return")
    assert (later.due_on, later.provisional) == (day("2027-02-16"), True)
    moved = {one.deadline.pk: (one.old, one.new) for one in enter(cast)}
    assert moved == {
        later.pk: (day("2027-02-16"), day("2027-02-17")),
        earlier.pk: (day("2027-02-11"), day("2027-02-04")),
    }
    later.refresh_from_db()
    assert (later.due_on, later.provisional) == (day("2027-02-17"), False)
    event = later.events.get(action="recalculate")
    assert (event.from_due, event.to_due, event.by) == (day("2027-02-16"), day("2027-02-17"), cast.clerk)
    assert event.why == "录入2027年放假通知"
    told = Notice.objects.filter(key__startswith=f"deadline:{later.pk}:moved")
    assert {notice.user for notice in told} == {cast.member, cast.convener}
    assert "2027年2月16日(周二)改为2027年2月17日(周三)" in told.first().body
    assert not Notice.objects.filter(key__startswith=f"deadline:{untouched.pk}:").exists()


def test_date_moves_earlier_only_when_it_was_provisional(cast: Cast):
    firm = late(cast, 1, started_on=day("2026-12-16"), kind="return")  # counted in 2026 alone
    open_one = late(cast, 2, started_on=day("2026-12-24"), kind="return")
    assert (firm.due_on, firm.provisional) == (day("2026-12-25"), False)
    assert (open_one.due_on, open_one.provisional) == (day("2027-01-05"), True)
    set_day(day=day("2026-12-19"), works=True, name="抢险", by=cast.clerk, now=NOVEMBER)  # a Saturday
    set_day(day=day("2026-12-26"), works=True, name="抢险", by=cast.clerk, now=NOVEMBER)
    firm.refresh_from_db()
    open_one.refresh_from_db()
    assert firm.due_on == day("2026-12-25")
    assert open_one.due_on == day("2027-01-04")
    assert not firm.events.filter(action="recalculate").exists()


def test_new_day_off_moves_a_running_deadline_and_a_closed_one_not(cast: Cast):
    running, closed = opened(cast, 1), opened(cast, 2)
    meet(deadline=closed, by=cast.clerk, now=at("2026-03-03"))
    moved = set_day(day=day("2026-03-16"), works=False, name="县庆", by=cast.clerk, now=at("2026-03-04"))
    assert [(one.old, one.new) for one in moved] == [(day("2026-03-23"), day("2026-03-24"))]
    closed.refresh_from_db()
    running.refresh_from_db()
    assert (running.due_on, closed.due_on) == (day("2026-03-24"), day("2026-03-23"))
    assert running.next_at == at("2026-03-12")  # still seven working days before: the 16th is none of them now


def test_change_of_calendar_begins_no_leg(cast: Cast):
    deadline = opened(cast)
    Deadline.objects.filter(pk=deadline.pk).update(reached=-7)
    set_day(day=day("2026-03-16"), works=False, name="县庆", by=cast.clerk, now=at("2026-03-13"))
    deadline.refresh_from_db()
    assert (deadline.leg, deadline.reached) == (1, -7)
    assert deadline.next_at == at("2026-03-19")


def test_dates_mended_at_night_are_those_that_differ(cast: Cast):
    deadline = opened(cast)
    DayOff.objects.create(date=day("2026-03-16"), name="县庆", source="别处写入")
    assert [one.deadline for one in recalculate(by=None, now=at("2026-03-04", 3), why="核对", via="job")] == [deadline]
    assert recalculate(by=None, now=at("2026-03-05", 3), why="核对", via="job") == []
    assert deadline.events.filter(action="recalculate").count() == 1


def test_named_day_does_not_move(cast: Cast):
    deadline = opened(cast, due_on=day("2027-02-08"), now=NOVEMBER)
    assert not deadline.provisional
    assert enter(cast) == []


# Until when it reaches


def test_reach_speaks_of_the_last_open_deadline(cast: Cast):
    opened(cast, 1, now=at("2026-10-20"))
    assert (reach(day("2026-10-31")).until, reach(day("2026-10-31")).short) == (day("2026-12-31"), False)
    assert not reach(day("2026-10-31")).asked
    late(cast, 2)
    found = reach(NOVEMBER.date())
    assert (found.short, found.asked, found.missing, found.provisional) == (True, True, 2027, 1)
    enter(cast)
    found = reach(NOVEMBER.date())
    assert (found.until, found.short, found.asked, found.provisional) == (day("2027-12-31"), False, False, 0)


def test_office_is_asked_for_the_next_year_once_a_week_from_november(cast: Cast):
    assert ask_for_calendar(now=at("2026-10-30")) == 0
    assert ask_for_calendar(now=at("2026-11-02")) == 1
    assert ask_for_calendar(now=at("2026-11-06")) == 0
    assert ask_for_calendar(now=at("2026-11-09")) == 1
    assert {notice.user for notice in Notice.objects.all()} == {cast.clerk}
    enter(cast)
    assert ask_for_calendar(now=at("2026-11-16")) == 0


def test_opening_past_the_last_notice_is_provisional_and_never_fails(cast: Cast):
    table = timetable()
    for number, year in enumerate((2027, 2030, 2150), start=1):
        made = open_deadline(
            kind="return", subject=f"a.b:{number}", label="远", started_on=dt.date(year, 3, 1),
            parties={Part.RESPONSIBLE: [cast.member]}, by=None, now=NOVEMBER, table=table,
        )  # fmt: skip
        assert made.provisional
        assert made.due_on > dt.date(year, 3, 8)
