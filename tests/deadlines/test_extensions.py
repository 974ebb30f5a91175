"""More time: asked, granted by whom the limit names, refused."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from deadlines.models import Deadline, Extension
from deadlines.services import ask_extension, grant_extension, meet, refuse_extension
from deadlines.states import NotAllowed
from notices.models import Notice
from tests.cast import Cast
from tests.deadlines.makers import at, day, opened

ASKED, DECIDED = at("2026-03-18", 10), at("2026-03-19", 10)


def ask(cast: Cast, deadline: Deadline, until: str = "2026-04-08", by: User | None = None) -> Extension:
    return ask_extension(deadline=deadline, until_on=day(until), reason="等候检测结果", by=by or cast.member, now=ASKED)


def test_asking_tells_those_who_may_grant_and_changes_no_date(cast: Cast):
    deadline = opened(cast)
    request = ask(cast, deadline)
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.leg, request.state) == (day("2026-03-23"), 1, "asked")
    assert [notice.user for notice in Notice.objects.all()] == [cast.clerk]
    assert list(Extension.objects.to_decide_by(cast.clerk)) == [request]
    assert not Extension.objects.to_decide_by(cast.leader).exists()


def test_granting_begins_a_leg_with_its_ladder_from_the_beginning(cast: Cast):
    deadline = opened(cast)
    Deadline.objects.filter(pk=deadline.pk).update(reached=-3)
    grant_extension(request=ask(cast, deadline), by=cast.clerk, now=DECIDED)
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.leg, deadline.leg_at) == (day("2026-04-08"), 2, DECIDED)
    assert (deadline.reached, deadline.next_at) == (None, at("2026-03-27"))
    event = deadline.events.get(action="grant")
    assert (event.from_due, event.to_due, event.by) == (day("2026-03-23"), day("2026-04-08"), cast.clerk)
    told = Notice.objects.filter(subject__startswith="延期已批准")
    assert {notice.user for notice in told} == {cast.member, cast.convener}


def test_granted_day_off_moves_to_the_working_day_after(cast: Cast):
    deadline = opened(cast)
    grant_extension(request=ask(cast, deadline, "2026-04-05"), by=cast.clerk, now=DECIDED)
    deadline.refresh_from_db()
    assert deadline.due_on == day("2026-04-07")


def test_refusal_keeps_date_and_leg_and_says_why(cast: Cast):
    deadline = opened(cast)
    refuse_extension(request=ask(cast, deadline), by=cast.clerk, now=DECIDED, answer="不宜再拖")
    deadline.refresh_from_db()
    assert (deadline.due_on, deadline.leg) == (day("2026-03-23"), 1)
    assert "不宜再拖" in Notice.objects.filter(user=cast.member).get().body
    assert deadline.events.get(action="refuse").why == "不宜再拖"


@pytest.mark.parametrize("decide", [grant_extension, refuse_extension])
@pytest.mark.parametrize("who", ["member", "leader", "officer", "stranger"])
def test_only_whom_the_limit_names_may_decide(cast: Cast, decide, who: str):
    request = ask(cast, opened(cast))
    with pytest.raises(NotAllowed, match="不归您批准"):
        decide(request=request, by=getattr(cast, who), now=DECIDED, answer="行")
    request.refresh_from_db()
    assert request.state == "asked"


def test_nobody_decides_on_their_own_request(cast: Cast):
    request = ask(cast, opened(cast), by=cast.clerk)
    with pytest.raises(NotAllowed, match="由别人批准"):
        grant_extension(request=request, by=cast.clerk, now=DECIDED)
    assert not Extension.objects.to_decide_by(cast.clerk).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.filter(pk=request.pk).update(state="granted", decided_at=DECIDED, decided_by=cast.clerk)


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2026-03-23", "要在这以后"),
        ("2026-04-15", "连同延期最长30个工作日,最晚到2026年4月14日"),
    ],
)
def test_date_too_early_or_beyond_the_longest_is_refused(cast: Cast, until: str, words: str):
    with pytest.raises(NotAllowed, match=words):
        ask(cast, opened(cast), until)
    assert ask(cast, opened(cast, 2), "2026-04-14")


def test_six_months_in_all_for_a_reply(cast: Cast):
    deadline = opened(cast, kind="reply", now=at("2026-01-30"), started_on=day("2026-01-30"))
    assert deadline.due_on == day("2026-04-30")
    with pytest.raises(NotAllowed, match="最长6个月,最晚到2026年7月30日"):
        ask(cast, deadline, "2026-07-31")
    assert ask(cast, deadline, "2026-07-30")


def test_limit_without_approver_is_not_extended(cast: Cast):
    with pytest.raises(NotAllowed, match="没有规定谁批准"):
        ask(cast, opened(cast, kind="feedback"))


def test_one_request_waits_at_a_time(cast: Cast):
    deadline = opened(cast)
    request = ask(cast, deadline)
    with pytest.raises(NotAllowed, match="韩梅已申请延到2026年4月8日"):
        ask(cast, deadline, "2026-04-09")
    refuse_extension(request=request, by=cast.clerk, now=DECIDED, answer="不行")
    with pytest.raises(NotAllowed, match="周敏已答复这个申请:未同意"):
        grant_extension(request=request, by=cast.clerk, now=DECIDED)
    assert ask(cast, deadline, "2026-04-09")


def test_request_of_what_is_met_is_dropped(cast: Cast):
    deadline = opened(cast)
    request = ask(cast, deadline)
    meet(deadline=deadline, by=cast.clerk, now=DECIDED)
    request.refresh_from_db()
    assert request.state == "dropped"
    with pytest.raises(NotAllowed, match="已办结"):
        grant_extension(request=request, by=cast.clerk, now=DECIDED)
