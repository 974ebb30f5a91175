"""The page of jobs, and the alert that leads to it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from liaison.models import JobRun, JobState
from liaison.services import claim, finish
from tests.cast import Cast
from tests.liaison.made import MINUTELY, NIGHTLY

pytestmark = pytest.mark.usefixtures("made_jobs")

DAY = dt.timedelta(days=1)


def text(response) -> str:
    return " ".join(response.content.decode().split())


def ran(job, now: dt.datetime, *, did: str = "", error: str = "", engine: str = "work@甲") -> None:
    finish(claim=claim(job=job, engine=engine, now=now), did=did, error=error, now=now + dt.timedelta(seconds=3))


def all_ran(now: dt.datetime) -> None:
    for job in (MINUTELY, NIGHTLY):
        ran(job, now)


def test_system_administrator_may_see_the_jobs_too(cast: Cast, signed_in):
    assert signed_in(cast.keeper).get("/office/jobs/").status_code == 200
    assert "/office/jobs/" in text(signed_in(cast.keeper).get("/admin/"))
    assert "/office/jobs/" not in text(signed_in(cast.leader).get("/admin/"))


def test_page_before_any_engine_ran_says_what_to_do(cast: Cast, signed_in):
    page = text(signed_in(cast.clerk).get("/office/jobs/"))
    assert "后台任务还没有启动" in page
    assert page.count("还没有做过</span>") == 2
    assert "最近一天没有出错的任务" in page


def test_page_tells_what_ran_what_it_did_and_what_failed(cast: Cast, signed_in):
    now = timezone.now()
    ran(NIGHTLY, now - DAY, error="出错(ValueError)", engine="celery@乙")
    ran(NIGHTLY, now, did="清除 3 个")
    ran(MINUTELY, now)
    page = text(signed_in(cast.clerk).get("/office/jobs/"))
    assert page.count("清除 3 个") == 2  # the job's line and the history
    assert "出错(ValueError)" in page
    assert "celery@乙" in page
    assert page.count("正常</span>") == 2
    assert "3 秒" in page


def test_page_tells_of_a_run_that_broke_off_and_was_made_up(cast: Cast, signed_in):
    now = timezone.now()
    claim(job=NIGHTLY, engine="dead", now=now - dt.timedelta(hours=25))
    assert "中断</span>" in text(signed_in(cast.clerk).get("/office/jobs/"))
    ran(NIGHTLY, now, did="补做了")
    assert "第 2 次才做完" in text(signed_in(cast.clerk).get("/office/jobs/"))


def test_history_of_a_job_that_is_gone_keeps_its_code(cast: Cast, signed_in):
    now = timezone.now()
    JobRun.objects.create(job="gone", slot=now, started_at=now, finished_at=now, engine="work@甲", did="做了")
    assert ">gone</th>" in text(signed_in(cast.clerk).get("/office/jobs/"))


def test_page_asks_the_same_queries_for_one_run_and_three(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    now = timezone.now()
    asked = []
    for days in (1, 3):
        for day in range(days):
            at = now - DAY * (10 * days - day)
            JobRun.objects.create(job="made", slot=at, started_at=at, finished_at=at, engine="work@甲", did="做了")
        client.get("/office/jobs/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/office/jobs/")
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    ("happened", "said"),
    [
        (lambda now: None, "后台任务还没有启动"),
        (lambda now: all_ran(now - DAY), "后台任务已经停了"),
        (lambda now: (ran(MINUTELY, now), ran(NIGHTLY, now - 2 * DAY)), "没有按时运行:夜间任务。"),
        (lambda now: (ran(MINUTELY, now, error="出错"), ran(NIGHTLY, now)), "上次没有做成:试任务。"),
    ],
    ids=["never", "silent", "late", "failed"],
)
def test_office_page_alerts_who_may_see_jobs_and_nobody_else(cast: Cast, signed_in, happened, said: str):
    happened(timezone.now())
    JobState.objects.filter(job="nightly", looked_at__lt=timezone.now() - 1.5 * DAY).update(looked_at=timezone.now())
    page = text(signed_in(cast.clerk).get("/office/"))
    assert said in page
    assert 'href="/office/jobs/"' in page
    for other in (cast.officer, cast.auditor):
        assert "后台任务" not in text(signed_in(other).get("/office/"))
    assert "后台任务" not in text(signed_in(cast.member).get("/my/"))


def test_office_page_is_quiet_while_all_is_well(cast: Cast, signed_in):
    all_ran(timezone.now())
    assert "后台任务" not in text(signed_in(cast.clerk).get("/office/"))


def test_alert_costs_one_query_and_none_for_others(cast: Cast, signed_in):
    def asked_of_jobs(who) -> int:
        client = signed_in(who)
        with CaptureQueriesContext(connection) as queries:
            client.get("/office/")
        return sum("liaison_job" in query["sql"] for query in queries)

    assert asked_of_jobs(cast.clerk) == 1
    assert asked_of_jobs(cast.officer) == 0
