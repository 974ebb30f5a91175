"""Redis goes away under the running site: nobody notices, nothing is lost, and the jobs go on when it is back."""

from collections.abc import Callable

from django.utils import timezone

from liaison.models import JobRun
from studios.models import VisitLog
from tests.cast import PASSWORD, Cast
from tests.reliability.processes import Processes, free_port, listens
from tests.reliability.visitor import Visitor


def everything_answers(port: int, cast: Cast) -> None:
    """Sign in, list, post a visit."""
    clerk = Visitor(port)
    clerk.sign_in(cast.clerk.username, PASSWORD)
    assert "韩梅" in clerk.get("/office/members/")
    assert "后台任务" in clerk.get("/office/jobs/")
    member = Visitor(port)
    member.sign_in(cast.member.phone, PASSWORD)
    before = VisitLog.objects.filed().count()
    day = f"{timezone.localdate():%Y-%m-%d}"
    said = member.post("/my/visits/new/", occurred_on=day, way="visit", headcount=2, people="居民", act="file")
    assert "已提交" in said
    assert VisitLog.objects.filed().count() == before + 1
    assert member.get("/healthz").strip() == "正常"


def test_site_works_without_redis_and_its_jobs_go_on_when_it_is_back(
    processes: Callable[..., Processes], cast: Cast
) -> None:
    running = processes()
    web, port = free_port(), free_port()
    redis = running.redis(port)
    running.web(web)
    running.worker(f"redis://127.0.0.1:{port}/0")
    running.beat(f"redis://127.0.0.1:{port}/0")
    running.wait(lambda: JobRun.objects.count() > 2, "no job ran at first")
    running.wait(lambda: listens(web), "the web server does not answer")
    everything_answers(web, cast)

    running.stop(redis)
    done = JobRun.objects.count()
    everything_answers(web, cast)
    everything_answers(web, cast)

    running.redis(port)
    running.wait(lambda: JobRun.objects.count() > done + 2, "the jobs did not go on")
    everything_answers(web, cast)
    assert len(running.lines("tick")) == len(set(running.lines("tick")))
    assert VisitLog.objects.filed().count() == 4
