"""Who is behind hears of it once for each quota and period, kindly, before its end."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from assessment.models import QuotaReminder, QuotaTold
from assessment.services import remind_behind, reminders
from assessment.tasks import remind_quotas
from members.models import Seat
from notices.models import Notice
from tests.assessment.makers import visit
from tests.assessment.test_quotas import switch
from tests.cast import Cast
from tests.members.people import known
from tests.studios import duty


def at(day: str) -> dt.datetime:
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(9, 5), ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def monthly(cast: Cast) -> Cast:
    """One reception a month is asked, and nothing else; 韩梅 is behind, the others are not."""
    for code in ("151-contacts", "151-visits"):
        switch(code, on=False, by=cast.officer)
    switch("reception", by=cast.officer)
    for who in (cast.other, cast.convener):
        for month in (3, 4):
            visit(cast.person(who), dt.date(2026, month, 21), way="reception")
    return cast


@pytest.mark.parametrize(("day", "told"), [("2026-03-20", 0), ("2026-03-21", 1), ("2026-03-31", 1)])
def test_told_only_in_the_last_days_of_the_period(monthly: Cast, day: str, told: int) -> None:
    assert remind_behind(now=at(day)) == told


def test_notice_is_kind_says_what_is_missing_and_leads_to_the_page(monthly: Cast, signed_in) -> None:
    known(monthly, monthly.member)
    remind_behind(now=at("2026-03-25"))
    notice = Notice.objects.get()
    assert notice.user == monthly.member
    assert notice.subject == "接待群众还差1次,请抽空补上"
    assert "韩梅委员,您好。" in notice.body
    assert "接待群众还差1次(3月31日前),本月已有0次。" in notice.body
    assert "记一笔" in notice.body
    assert "田秀英" not in notice.body
    client = signed_in(monthly.member)
    assert client.get(notice.link)["Location"] == "/my/quotas/"


def test_once_in_a_period_and_again_in_the_next(monthly: Cast) -> None:
    assert [remind_behind(now=at(day)) for day in ("2026-03-25", "2026-03-25", "2026-03-26", "2026-04-25")] == [
        1,
        0,
        0,
        1,
    ]
    assert Notice.objects.count() == 2
    assert QuotaTold.objects.filter(user=monthly.member, code="reception").count() == 2


def test_several_quotas_are_one_notice_and_one_told_before_is_left_out(monthly: Cast) -> None:
    switch("mediation", by=monthly.officer)
    remind_behind(now=at("2026-06-12"))  # the quarter's last twenty days, not the month's last ten
    assert Notice.objects.filter(user=monthly.member).get().body.count("还差1次") == 1
    switch("headcount", by=monthly.officer, period="month")
    remind_behind(now=at("2026-06-22"))
    second = Notice.objects.get(user=monthly.member, subject="联系界别群众人次还差40人次等2项,请抽空补上")
    assert "化解" not in second.body
    assert Notice.objects.filter(user=monthly.member).count() == 2


def test_what_comes_next_is_said_where_it_is_known(monthly: Cast) -> None:
    remind_behind(now=at("2026-03-25"), coming=lambda member: f"{member}3月27日(周五)上午有值班")
    assert "韩梅3月27日(周五)上午有值班。" in Notice.objects.get().body


def test_nothing_comes_next_and_no_empty_line_stands(monthly: Cast) -> None:
    remind_behind(now=at("2026-03-25"), coming=lambda member: "")
    assert "\n。" not in Notice.objects.get().body


@pytest.mark.parametrize("why", ["no account", "account closed", "never", "new in the seat", "done"])
def test_who_is_left_in_peace(monthly: Cast, why: str) -> None:
    person = monthly.person(monthly.member)
    if why == "no account":
        person.user = None
        person.save(update_fields=["user"])
    elif why == "account closed":
        monthly.member.is_active = False
        monthly.member.save(update_fields=["is_active"])
    elif why == "never":
        QuotaReminder.objects.filter(period="month").update(days=0)
    elif why == "new in the seat":
        Seat.objects.filter(member=person).update(started_on=dt.date(2026, 3, 22))
    else:
        visit(person, dt.date(2026, 3, 22), way="reception")
    assert remind_behind(now=at("2026-03-25")) == 0
    assert not Notice.objects.exists()


def test_staff_are_told_too(monthly: Cast, signed_in) -> None:
    switch("staff-village", by=monthly.officer)
    visit(monthly.person(monthly.member), dt.date(2026, 12, 2), way="reception")
    for who in (monthly.other, monthly.convener):
        visit(monthly.person(who), dt.date(2026, 12, 2), way="reception")
    remind_behind(now=at("2026-12-26"))
    notice = Notice.objects.get(user=monthly.clerk)
    assert "联系村(社区)还差1个村(社区),现在已有0个村(社区)。" in notice.body
    assert "我的联系" in notice.body
    assert signed_in(monthly.clerk).get(notice.link)["Location"] == "/office/quotas/progress/"
    assert signed_in(monthly.stranger).get(notice.link).status_code == 404


def test_second_run_of_the_same_moment_tells_nobody_twice(monthly: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both read before either wrote."""
    before = reminders.everybody(dt.date(2026, 3, 25))
    remind_behind(now=at("2026-03-25"))
    due = [reminders.Due(row.user, row, row.behind) for row in before if row.user == monthly.member]
    with pytest.raises(IntegrityError):
        reminders._tell(due, dt.date(2026, 3, 25), at("2026-03-25"), None)


def test_job_says_what_it_did_or_nothing(monthly: Cast) -> None:
    assert remind_quotas(now=at("2026-03-25")) == "联系定额还差的,已提醒1人"
    assert remind_quotas(now=at("2026-03-25")) == ""


def test_job_tells_when_the_next_duty_is(monthly: Cast) -> None:
    duty.shift(monthly, day=dt.date(2026, 4, 3))
    duty.shift(monthly)
    remind_quotas(now=at("2026-03-25"))
    assert "2026年3月27日(周五)9:00有您在城关工作室的值班。" in Notice.objects.get(key__startswith="quota:").body


def test_job_asks_the_same_for_one_shift_and_for_three(monthly: Cast) -> None:
    asked = []
    for number in range(3):
        duty.shift(monthly, day=dt.date(2026, 4, 3) + dt.timedelta(days=number))
        QuotaTold.objects.all().delete()
        Notice.objects.filter(key__startswith="quota:").delete()
        with CaptureQueriesContext(connection) as queries:
            remind_quotas(now=at("2026-03-25"))
        asked.append(len(queries))
    assert asked == [asked[0]] * 3


def test_same_queries_whatever_the_numbers(cast: Cast, django_assert_max_num_queries) -> None:
    """Three behind in two quotas each: nine to count, two to know, the rest in batches."""
    with django_assert_max_num_queries(30):
        assert remind_behind(now=at("2026-12-01")) == 3
    with django_assert_max_num_queries(11):
        assert remind_behind(now=at("2026-12-02")) == 0
