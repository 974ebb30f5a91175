"""The month's workbook from the request to the download."""

import datetime as dt
import io

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from accounts.models import AuditEvent, StoredFile
from assessment import states
from assessment.models import MonthlySheet, SheetEvent
from assessment.resources import write_month_sheet
from assessment.services import ask_sheet, make_asked_sheets
from assessment.tasks import make_sheets
from members.models import Seat
from tests.assessment.conftest import APRIL
from tests.assessment.makers import MARCH, visit
from tests.cast import Cast

PAGE = "/office/month/2026-03/sheets/"


def ask(cast: Cast, month: dt.date = MARCH, *, at: dt.datetime = APRIL) -> MonthlySheet:
    return ask_sheet(month=month, by=cast.clerk, now=at)


def make(write=write_month_sheet, *, at: dt.datetime = APRIL) -> list[MonthlySheet]:
    return make_asked_sheets(write=write, clock=lambda: at)


def text_of(response) -> str:
    return response.content.decode()


def test_asked_twice_it_is_one_request(cast: Cast):
    assert ask(cast) == ask_sheet(month=MARCH, by=cast.leader, now=APRIL)


def test_asked_again_after_it_was_made_is_another_request(cast: Cast):
    first = ask(cast)
    make()
    assert ask(cast) != first


def test_database_refuses_a_second_open_request_of_a_month(cast: Cast):
    ask(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlySheet.objects.create(month=MARCH, asked_by=cast.clerk, asked_at=APRIL)


def test_made_sheet_is_a_stored_workbook_with_its_steps(cast: Cast):
    visit(cast.person(cast.member), dt.date(2026, 3, 5))
    ask(cast)
    (sheet,) = make()
    assert (sheet.state, sheet.done, sheet.total, sheet.ended_at) == (states.READY, 3, 3, APRIL)
    assert sheet.file.name == "政协××县委员会_委员履职月度汇总表_2026年3月_202604100900.xlsx"
    assert sheet.file.by == cast.clerk
    steps = SheetEvent.objects.values_list("action", "from_state", "to_state")
    assert list(steps) == [("take", "asked", "making"), ("finish", "making", "ready")]


def test_progress_is_seen_while_it_is_made(cast: Cast, monkeypatch):
    monkeypatch.setattr("assessment.resources.months.CHUNK", 1)
    asked, seen = ask(cast), []

    def watched(target, *, progress, **options):
        def tell(done, total):
            progress(done, total)
            seen.append(MonthlySheet.objects.values_list("state", "done", "total").get(pk=asked.pk))

        return write_month_sheet(target, progress=tell, **options)

    make(watched)
    assert seen == [("making", n, 3) for n in range(4)]


def test_month_without_members_fails_with_the_reason(cast: Cast):
    Seat.objects.update(ended_on=dt.date(2026, 1, 1))
    ask(cast)
    (sheet,) = make()
    assert (sheet.state, sheet.file) == (states.FAILED, None)
    assert "没有在任委员" in sheet.problem
    assert SheetEvent.objects.get(action="fail").why == sheet.problem


def test_writer_that_breaks_is_told_and_the_next_sheet_is_made(cast: Cast, caplog):
    ask(cast)
    ask(cast, dt.date(2026, 2, 1), at=APRIL + dt.timedelta(minutes=1))

    def breaks_in_march(target, *, month, **options):
        if month == MARCH:
            raise ZeroDivisionError("委员姓名")
        return write_month_sheet(target, month=month, **options)

    march, february = make(breaks_in_march)
    assert (march.state, february.state) == (states.FAILED, states.READY)
    assert "ZeroDivisionError" in march.problem
    assert "委员姓名" not in march.problem
    assert "could not be made" in caplog.text


def test_sheet_whose_maker_died_is_taken_up_again(cast: Cast):
    asked = ask(cast)

    def killed(target, **options):
        raise SystemExit

    with pytest.raises(SystemExit):
        make(killed)
    asked.refresh_from_db()
    assert asked.state == states.MAKING
    (sheet,) = make()
    assert (sheet.state, sheet.attempts) == (states.READY, 2)


def test_sheet_that_kills_its_maker_thrice_is_given_up(cast: Cast):
    asked = ask(cast)
    MonthlySheet.objects.update(state=states.MAKING, attempts=3)
    (sheet,) = make()
    assert sheet.pk == asked.pk
    assert sheet.state == states.FAILED
    assert "中断" in sheet.problem


def test_maker_that_was_thought_dead_writes_no_more(cast: Cast):
    asked = ask(cast)

    def overtaken(target, *, progress, **options):
        MonthlySheet.objects.update(attempts=2)  # another maker took it up meanwhile
        return write_month_sheet(target, progress=progress, **options)

    make(overtaken)
    asked.refresh_from_db()
    assert (asked.state, asked.attempts, asked.file) == (states.MAKING, 2, None)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("state", states.STATES)
@pytest.mark.parametrize("action", states.ACTIONS)
def test_action_moves_only_from_where_the_table_says(cast: Cast, action: str, state: str):
    from assessment.services.sheets import TakenOver, _move

    file = {"file": StoredFile.objects.create(path="a", name="a.xlsx", kind="xlsx", size=1, at=APRIL)}
    ended = {"ended_at": APRIL}
    fields = {states.READY: file | ended, states.FAILED: ended}
    sheet = MonthlySheet.objects.create(
        month=MARCH, asked_by=cast.clerk, asked_at=APRIL, state=state, **fields.get(state, {})
    )
    changes = {"finish": file | ended, "fail": ended}.get(action, {})
    starts, end = states.TRANSITIONS[action]
    if state in starts:
        _move(sheet, action, now=APRIL, **changes)
        assert sheet.state == end
    else:
        with pytest.raises(TakenOver):
            _move(sheet, action, now=APRIL, **changes)
        assert not SheetEvent.objects.exists()


def test_job_tells_what_it_made(cast: Cast):
    assert make_sheets(now=APRIL) == ""
    ask(cast)
    assert make_sheets(now=APRIL) == "2026年3月汇总表已生成"


# Pages


@pytest.fixture
def _april(clock) -> None:
    """The pages' clock."""


@pytest.mark.usefixtures("_april")
class TestPages:
    def test_button_asks_and_leads_to_the_progress(self, cast: Cast, signed_in):
        client = signed_in(cast.clerk)
        assert "生成汇总表" in text_of(client.get("/office/month/2026-03/"))
        assert client.get(PAGE).status_code == 405
        answer = client.post(PAGE, follow=True)
        sheet = MonthlySheet.objects.get()
        assert answer.request["PATH_INFO"] == f"{PAGE}{sheet.pk}/"
        assert "马上开始" in text_of(answer)
        assert "<progress" in text_of(answer)
        assert "后台程序可能没有运行" not in text_of(answer)

    def test_request_that_nobody_takes_up_says_whom_to_tell(self, cast: Cast, signed_in):
        sheet = ask(cast, at=APRIL - dt.timedelta(minutes=3))
        assert "后台程序可能没有运行" in text_of(signed_in(cast.clerk).get(f"{PAGE}{sheet.pk}/"))

    def test_ready_sheet_is_downloaded_by_post_with_an_audit_row_each_time(self, cast: Cast, signed_in):
        sheet = ask(cast)
        make()
        client = signed_in(cast.leader)
        assert "下载汇总表" in text_of(client.get(f"{PAGE}{sheet.pk}/"))
        assert client.get(f"{PAGE}{sheet.pk}/file/").status_code == 405
        answer = client.post(f"{PAGE}{sheet.pk}/file/")
        assert "2026%E5%B9%B43%E6%9C%88_202604100900.xlsx" in answer.headers["Content-Disposition"]
        assert load_workbook(io.BytesIO(b"".join(answer.streaming_content))).sheetnames == ["汇总", "明细", "说明"]
        event = AuditEvent.objects.get(action=AuditEvent.Action.EXPORTED)
        assert (event.actor_id, event.subject) == (cast.leader.pk, "月度汇总表 2026年3月")
        assert (event.via, event.address) == ("页面", "127.0.0.1")

    def test_sheet_that_is_not_ready_is_not_downloaded(self, cast: Cast, signed_in):
        sheet = ask(cast)
        answer = signed_in(cast.clerk).post(f"{PAGE}{sheet.pk}/file/")
        assert answer.headers["Location"] == f"{PAGE}{sheet.pk}/"
        assert not AuditEvent.objects.filter(action=AuditEvent.Action.EXPORTED).exists()

    def test_failed_sheet_says_why_and_offers_another_try(self, cast: Cast, signed_in):
        Seat.objects.update(ended_on=dt.date(2026, 1, 1))
        sheet = ask(cast)
        make()
        page = text_of(signed_in(cast.clerk).get(f"{PAGE}{sheet.pk}/"))
        assert "没有在任委员" in page
        assert "重新生成" in page

    def test_sheet_of_another_month_is_not_found_under_this_one(self, cast: Cast, signed_in):
        sheet = ask(cast, dt.date(2026, 2, 1))
        assert signed_in(cast.clerk).get(f"{PAGE}{sheet.pk}/").status_code == 404

    @pytest.mark.parametrize("who", ["auditor", "member", "convener", "stranger"])
    def test_sheet_does_not_exist_for_others(self, cast: Cast, signed_in, who: str):
        sheet = ask(cast)
        make()
        client = signed_in(getattr(cast, who))
        assert client.get(f"{PAGE}{sheet.pk}/").status_code == 404
        assert client.post(f"{PAGE}{sheet.pk}/file/").status_code == 404
        assert client.post(PAGE).status_code == 404

    def test_same_queries_with_one_sheet_and_with_three(self, cast: Cast, signed_in, django_assert_num_queries):
        client = signed_in(cast.clerk)
        for number in range(2):
            sheet = ask(cast, at=APRIL + dt.timedelta(minutes=number))
            make()
            with django_assert_num_queries(9):
                client.get(f"{PAGE}{sheet.pk}/")
            ask(cast)
            make()
