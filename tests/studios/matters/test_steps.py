"""Each act on a matter: what it writes, what clock runs then, who is told; twice the same form, and forms too old."""

import datetime as dt

import pytest

from deadlines.models import Deadline
from notices.models import Notice
from referrals import services as units
from referrals import states as theirs
from referrals.models import Referral
from studios.models import Matter, MatterReport, MatterSetting
from studios.services import matters as services
from studios.services import send_back
from studios.services.matters import MatterStale, WordsRefused
from studios.states import NotAllowed
from tests.cast import NOW, Cast
from tests.members.people import known
from tests.referrals.makers import answer
from tests.studios.matters.makers import (
    LATER,
    TODAY,
    again,
    answered_by_unit,
    clocks,
    in_situation,
    moves,
    raised,
    refer,
    referral_of,
    report,
    result,
    settled,
    telling,
    told,
)


def step(cast: Cast, act: str, matter: Matter, by: str = "liaison", now: dt.datetime = NOW, **said: object) -> Matter:
    """One act by the revision that stands now."""
    said.setdefault("revision", again(matter).revision)
    return getattr(services, act)(matter=matter, **said, by=getattr(cast, by), now=now)


def told_of(user: object) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("subject", flat=True))


# Handed to a unit


def test_referring_hands_it_to_one_unit_and_asks_others_for_their_opinion(cast: Cast):
    matter = refer(cast, raised(cast), joint=[cast.hall], urgent=True)
    sent = Referral.objects.about(matter.key).order_by("pk")
    assert [(one.unit, one.part, one.urgent) for one in sent] == [
        (cast.water, "lead", True),
        (cast.hall, "joint", True),
    ]
    assert sent[0].label == f"{matter.number} 东关村机井维修"
    assert sent[0].link == f"/go/studios.matter/{matter.pk}/"
    assert clocks(matter) == [("matter", "met")]
    assert "您反映的诉求有新情况:转办" in told_of(cast.member)


def test_referring_twice_by_the_same_form_refers_once(cast: Cast):
    matter = raised(cast)
    seen = matter.revision
    for _ in range(2):
        refer(cast, matter, revision=seen)
    assert Referral.objects.about(matter.key).count() == 1
    assert len(moves(matter)) == 2


def test_second_officer_with_an_older_form_is_told_who_was_first(cast: Cast):
    matter = raised(cast)
    seen = matter.revision
    refer(cast, matter, revision=seen)
    with pytest.raises(MatterStale, match=r"赵联2026年3月20日.*已转办.*您写的还在下面"):
        refer(cast, matter, by=cast.convener, lead=cast.hall, revision=seen)
    assert Referral.objects.about(matter.key).count() == 1


def test_it_is_not_referred_while_a_unit_has_it(cast: Cast):
    matter = refer(cast, raised(cast))
    with pytest.raises(NotAllowed, match="这件诉求在县水利局"):
        refer(cast, matter, lead=cast.hall)


def test_matter_of_a_returned_log_is_not_handed_on(cast: Cast):
    matter = raised(cast)
    send_back(visit=matter.visit, revision=matter.visit.revision, why="写清地点", by=cast.liaison, now=NOW)
    with pytest.raises(NotAllowed, match="已退回"):
        refer(cast, matter)
    with pytest.raises(NotAllowed, match="已退回"):
        report(cast, matter)


def test_no_constituent_is_named_in_a_title_and_no_phone_given(cast: Cast):
    matter = raised(cast)
    matter.visit.constituents.add(known(cast, cast.member, "孙小梅"))
    with pytest.raises(WordsRefused, match="不要写群众的姓名"):
        refer(cast, matter, title="孙小梅家的机井")
    with pytest.raises(WordsRefused, match="电话") as refused:
        refer(cast, matter, text="请联系13812345678")
    assert refused.value.field == "text"
    with pytest.raises(WordsRefused) as refused:
        refer(cast, matter, title="13812345678家的机井")
    assert refused.value.field == "title"


def test_lead_is_not_asked_for_its_opinion_too(cast: Cast):
    with pytest.raises(WordsRefused, match="已经是主办单位"):
        refer(cast, raised(cast), joint=[cast.water])


def test_returned_it_goes_to_another_unit(cast: Cast):
    matter = refer(cast, raised(cast))
    asked = units.ask_back(referral=referral_of(matter), reason="归镇里管", by=cast.handler, now=NOW)
    services.accept_return(matter=matter, referral=asked, by=cast.liaison, now=NOW)
    services.accept_return(matter=matter, referral=asked, by=cast.liaison, now=NOW)  # pressed twice
    assert referral_of(matter).state == theirs.RETURNED
    assert clocks(matter) == [("matter", "met"), ("matter", "open")]
    assert "您反映的诉求有新情况:同意单位退回" in told_of(cast.member)
    refer(cast, matter, lead=cast.hall)
    assert referral_of(matter).unit == cast.hall
    assert [action for action, _ in moves(matter)] == ["begin", "refer", "sent_back", "refer"]


def test_unit_that_may_not_give_it_back_keeps_it(cast: Cast):
    matter = refer(cast, raised(cast))
    asked = units.ask_back(referral=referral_of(matter), reason="不归我管", by=cast.handler, now=NOW)
    for _ in range(2):
        services.refuse_return(matter=matter, referral=asked, why="按职责归你", by=cast.liaison, now=NOW)
    assert referral_of(matter).state == theirs.WAITING
    assert moves(matter)[-1] == ("kept", "open")
    assert clocks(matter) == [("matter", "met")]


def test_answer_rejected_is_answered_again(cast: Cast):
    matter = refer(cast, raised(cast))
    referral = answered_by_unit(cast, matter)
    for _ in range(2):
        services.reject_answer(matter=matter, referral=referral, why="没有写明何时修好", by=cast.liaison, now=NOW)
    assert referral_of(matter).state == theirs.REJECTED
    assert again(matter).state == "open"
    assert [action for action, _ in moves(matter)] == ["begin", "refer", "rejected"]


def test_withdrawn_from_a_unit_its_own_clock_runs_again(cast: Cast):
    matter = refer(cast, raised(cast))
    for _ in range(2):
        services.withdraw_referral(matter=matter, referral=referral_of(matter), why="转错了", by=cast.convener, now=NOW)
    assert referral_of(matter).state == theirs.WITHDRAWN
    assert clocks(matter) == [("matter", "met"), ("matter", "open")]


def approve(cast: Cast, matter: Matter, code: str = "done", **said: object) -> Matter:
    referral = Referral.objects.about(matter.key).get(part="lead", state=theirs.ANSWERED)
    return step(cast, "approve_answer", matter, referral=referral, result=result(code), **said)


def test_answer_approved_becomes_the_result_and_waits_to_be_told(cast: Cast):
    matter = refer(cast, raised(cast))
    answered_by_unit(cast, matter)
    seen = again(matter).revision
    approve(cast, matter, revision=seen)
    matter = again(matter)
    assert (matter.state, matter.result, matter.result_text) == ("answered", "done", "机井已经修好")
    assert referral_of(matter).state == theirs.APPROVED
    assert clocks(matter)[-1] == ("echo", "open")
    assert "您反映的诉求有新情况:记办理结果" in told_of(cast.member)


def test_answer_approved_twice_by_one_form_and_by_two_people(cast: Cast):
    matter = refer(cast, raised(cast))
    referral, seen = answered_by_unit(cast, matter), again(matter).revision
    for _ in range(2):
        services.approve_answer(
            matter=matter, referral=referral, result=result(), revision=seen, by=cast.liaison, now=NOW
        )
    assert [action for action, _ in moves(matter)].count("result") == 1
    with pytest.raises(NotAllowed, match=r"赵联.*已记办理结果"):
        services.approve_answer(
            matter=matter, referral=referral, result=result(), revision=seen, by=cast.convener, now=NOW
        )


def test_opinions_end_with_the_answer_of_the_lead(cast: Cast):
    matter = refer(cast, raised(cast), joint=[cast.hall])
    joint = Referral.objects.get(part="joint")
    lead = Referral.objects.get(part="lead")
    signed = units.sign(referral=lead, by=cast.handler, now=NOW)
    units.submit_answer(referral=signed, answer=answer(), revision=signed.revision, by=cast.handler, now=NOW)
    approve(cast, matter)
    joint.refresh_from_db()
    assert joint.state == theirs.WITHDRAWN
    assert again(matter).state == "answered"


def test_unit_at_work_is_supervised_until_a_named_day(cast: Cast):
    matter = refer(cast, raised(cast))
    answered_by_unit(cast, matter, "doing")
    approve(cast, matter, "doing")
    matter = again(matter)
    assert (matter.state, matter.supervisor_name) == ("doing", "钱主席")
    deadline = Deadline.objects.open().about(matter.key).get()
    assert (deadline.kind, deadline.named_on) == ("matter_next", TODAY + dt.timedelta(days=30))


# Reported upwards


def test_report_asks_the_office_within_its_limit(cast: Cast):
    matter = raised(cast, "reported")
    seen = matter.revision
    for _ in range(2):
        services.report_matter(
            matter=matter, level="office", desk="政协办公室", text="请协调", revision=seen, by=cast.liaison, now=NOW
        )
    assert MatterReport.objects.get().state == "waiting"
    assert again(matter).level == "office"
    assert clocks(matter) == [("matter", "met"), ("support", "open")]
    assert told_of(cast.clerk) == ["诉求上报,请协调"]


def test_office_passes_it_on_to_the_governments_office_with_a_limit_of_its_own(cast: Cast):
    matter = report(cast, raised(cast, "reported"))
    report(cast, matter, "government", by=cast.clerk)
    assert list(MatterReport.objects.order_by("pk").values_list("level", "state")) == [
        ("office", "passed"),
        ("government", "waiting"),
    ]
    assert clocks(matter)[-2:] == [("support", "met"), ("support_desk", "open")]
    with pytest.raises(NotAllowed, match="已报政府办"):
        report(cast, matter, "party", by=cast.clerk)


def test_office_refers_what_was_reported_to_it(cast: Cast):
    matter = report(cast, raised(cast, "reported"))
    refer(cast, matter, by=cast.clerk)
    assert MatterReport.objects.get().state == "passed"
    assert ("support", "open") not in clocks(matter)


def test_answer_without_a_result_sends_it_back_down(cast: Cast):
    matter = report(cast, raised(cast, "reported"))
    said = {"text": "已请水利局安排", "on": TODAY, "result": None, "revision": again(matter).revision}
    for _ in range(2):
        services.answer_report(matter=matter, **said, by=cast.clerk, now=NOW)
    assert MatterReport.objects.get().state == "answered"
    assert (again(matter).state, again(matter).level) == ("open", "studio")
    assert clocks(matter)[-1] == ("matter", "open")
    assert "上报的诉求有答复" in told_of(cast.liaison)


def test_answer_with_a_result_settles_it(cast: Cast):
    matter = report(cast, raised(cast, "reported"), "party", by=cast.clerk)
    said = {"text": "不符合政策", "on": TODAY, "result": result("cannot"), "revision": again(matter).revision}
    for _ in range(2):
        services.answer_report(matter=matter, **said, by=cast.clerk, now=NOW)
    assert (again(matter).state, again(matter).result) == ("answered", "cannot")
    assert clocks(matter)[-1] == ("echo", "open")


def test_report_taken_back_leaves_it_with_the_studio(cast: Cast):
    matter = report(cast, raised(cast, "reported"))
    seen = again(matter).revision
    for _ in range(2):
        services.take_report_back(matter=matter, why="自己办了", revision=seen, by=cast.liaison, now=NOW)
    assert MatterReport.objects.get().state == "taken_back"
    assert clocks(matter)[-2:] == [("support", "cancelled"), ("matter", "open")]
    with pytest.raises(NotAllowed, match="没有等答复的上报"):
        step(cast, "take_report_back", matter, why="再撤")


# Results, outcomes, people


@pytest.mark.parametrize(("code", "state"), [("done", "answered"), ("doing", "doing"), ("cannot", "answered")])
def test_result_is_recorded_once(cast: Cast, code: str, state: str):
    matter = raised(cast)
    seen = matter.revision
    for _ in range(2):
        services.record_result(matter=matter, result=result(code), revision=seen, by=cast.liaison, now=NOW)
    assert again(matter).state == state
    assert len(moves(matter)) == 2


def test_result_of_what_a_unit_or_a_desk_has_is_refused(cast: Cast):
    for name, why in [("at_unit", "审核它的答复"), ("at_office", "记下答复")]:
        with pytest.raises(NotAllowed, match=why):
            settled(cast, in_situation(cast, name))


def test_what_is_being_done_wants_a_supervisor_and_a_day_to_come(cast: Cast):
    with pytest.raises(NotAllowed, match="哪位领导督办"):
        settled(cast, raised(cast), "doing", supervisor_name="")
    with pytest.raises(WordsRefused, match="今天以后"):
        settled(cast, raised(cast), "doing", next_on=TODAY)
    with pytest.raises(WordsRefused, match="日期还没有到"):
        settled(cast, raised(cast), on=TODAY + dt.timedelta(days=1))


def test_next_word_on_what_is_being_done_sets_the_next_day(cast: Cast):
    matter = settled(cast, raised(cast), "doing")
    settled(cast, matter, "doing", now=LATER, text="已经开工", next_on=TODAY + dt.timedelta(days=60))
    assert [one for one in clocks(matter) if one[0] == "matter_next"] == [
        ("matter_next", "met"),
        ("matter_next", "open"),
    ]
    settled(cast, matter, "done", now=LATER)
    assert clocks(matter)[-1] == ("echo", "open")
    assert (again(matter).supervisor_name, again(matter).next_on) == ("", None)


def test_outcome_is_changed_with_its_reason(cast: Cast):
    matter = raised(cast)
    seen = matter.revision
    for _ in range(2):
        services.change_outcome(
            matter=matter, outcome="guided", told=False, why="已在诉讼中", revision=seen, by=cast.liaison, now=NOW
        )
    matter = again(matter)
    assert (matter.state, matter.outcome) == ("closed", "guided")
    event = matter.events.last()
    assert (event.said, event.why) == ("转办→引导信访或司法", "已在诉讼中")
    assert clocks(matter) == [("matter", "cancelled")]


def test_what_was_only_recorded_is_taken_up_again(cast: Cast):
    matter = raised(cast, "noted")
    step(cast, "change_outcome", matter, outcome="topic", told=False, why="好几户都说")
    assert again(matter).state == "open"
    assert clocks(matter) == [("matter", "open")]


def test_outcome_that_it_has_already_is_no_change(cast: Cast):
    with pytest.raises(NotAllowed, match="本来就是“转办”"):
        step(cast, "change_outcome", raised(cast), outcome="referred", told=False, why="再转")


def test_somebody_else_sees_to_it_and_has_its_deadline(cast: Cast):
    matter = raised(cast)
    seen = matter.revision
    for _ in range(2):
        services.assign(matter=matter, responsible=cast.member, revision=seen, by=cast.convener, now=NOW)
    assert again(matter).responsible == cast.member
    deadline = Deadline.objects.open().about(matter.key).with_parties().get()
    assert [one.user for one in deadline.parties.all() if one.part == "responsible"] == [cast.member]
    assert any(one.startswith("移交给您") for one in told_of(cast.member))


# Told


def test_done_and_told_to_person_and_town_it_is_closed(cast: Cast):
    matter = settled(cast, raised(cast))
    seen = again(matter).revision
    for _ in range(2):
        services.tell(matter=matter, telling=telling(), revision=seen, by=cast.liaison, now=NOW)
    matter = again(matter)
    assert (matter.state, matter.told, matter.town_told) == ("closed", True, "东关村村委会")
    assert matter.feedbacks.get().content == "satisfied"
    assert clocks(matter)[-1] == ("echo", "met")


def test_done_and_told_to_the_person_only_it_waits_for_the_town(cast: Cast):
    matter = told(cast, settled(cast, raised(cast)), town="", town_on=None)
    assert (again(matter).state, again(matter).told) == ("answered", True)
    with pytest.raises(NotAllowed, match="还差的是告知镇街"):
        told(cast, matter)
    seen = again(matter).revision
    for _ in range(2):
        services.tell_town(matter=matter, town="东关村", on=TODAY, revision=seen, by=cast.liaison, now=NOW)
    assert again(matter).state == "closed"


def test_town_told_first_it_waits_for_the_person(cast: Cast):
    matter = settled(cast, raised(cast))
    step(cast, "tell_town", matter, town="东关村", on=TODAY)
    assert again(matter).state == "answered"
    told(cast, matter, town="", town_on=None)
    assert again(matter).state == "closed"


def test_what_cannot_be_done_is_closed_when_it_was_explained(cast: Cast):
    matter = told(cast, settled(cast, raised(cast), "cannot"), words="资金没有着落,明年再报", town="", town_on=None)
    assert again(matter).state == "closed"
    feedback = matter.feedbacks.get()
    assert (feedback.told_by, feedback.whom, feedback.words) == ("赵联", "self", "资金没有着落,明年再报")


def test_word_while_it_is_being_done_ends_nothing(cast: Cast):
    matter = told(cast, settled(cast, raised(cast), "doing"), words="开工了", town="", town_on=None)
    assert again(matter).state == "doing"
    assert not matter.feedbacks.get().final


def test_telling_wants_days_that_were_and_a_town_with_its_day(cast: Cast):
    matter = settled(cast, raised(cast))
    with pytest.raises(WordsRefused, match="日期还没有到"):
        told(cast, matter, told_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(WordsRefused, match="两样都要填"):
        told(cast, matter, town_on=None)


def test_who_is_not_content_has_it_opened_again_once(cast: Cast):
    matter = in_situation(cast, "unhappy")
    seen = matter.revision
    for _ in range(2):
        services.reopen(matter=matter, why="又坏了", revision=seen, by=cast.convener, now=NOW)
    matter = again(matter)
    assert (matter.state, matter.reopened, matter.result, matter.told) == ("open", 1, "", False)
    assert clocks(matter)[-1] == ("matter", "open")
    told(cast, settled(cast, matter), content="unsatisfied")
    assert [one.round for one in matter.feedbacks.all()] == [0, 1]
    with pytest.raises(NotAllowed, match="已经重新办理过1次"):
        step(cast, "reopen", matter, why="还是不行")
    MatterSetting.objects.filter(pk=1).update(reopenings=2)
    step(cast, "reopen", matter, why="还是不行")
    assert again(matter).reopened == 2


def test_who_is_content_opens_nothing(cast: Cast):
    with pytest.raises(NotAllowed, match="只有反映人不满意的"):
        step(cast, "reopen", in_situation(cast, "closed"), why="想再办")


def test_member_is_told_of_every_change_but_their_own(cast: Cast):
    matter = settled(cast, raised(cast))
    before = Notice.objects.filter(user=cast.member).count()
    services.tell(matter=matter, telling=telling(), revision=again(matter).revision, by=cast.member, now=NOW)
    assert Notice.objects.filter(user=cast.member).count() == before


def test_member_without_an_account_is_told_by_phone(cast: Cast):
    matter = raised(cast)
    person = cast.person(cast.member)
    person.user = None
    person.save(update_fields=["user"])
    settled(cast, matter)
    assert Notice.objects.filter(user=None).values_list("phone", flat=True).get() == "13900000001"


# The job


def test_job_opens_the_clocks_that_are_missing(cast: Cast):
    matter = refer(cast, raised(cast))
    units.withdraw(referral=referral_of(matter), why="在交办页撤回", by=cast.clerk, now=NOW)
    assert clocks(matter) == [("matter", "met")]
    refer(cast, raised(cast, text="别的"))
    raised(cast, "noted")
    assert services.open_missing_clocks(now=NOW) == 1
    assert clocks(matter)[-1] == ("matter", "open")
    assert services.open_missing_clocks(now=NOW) == 0
