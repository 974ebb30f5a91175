"""What a unit does, what is decided over it; pressed twice, pressed by two, pressed too late."""

import pytest

from accounts.models import AuditEvent, UnitPost
from accounts.services import end_post
from deadlines.models import Deadline
from deadlines.services import change_limit
from deadlines.services.limits import LimitValues
from notices.models import Notice
from referrals import services, states
from referrals.models import Part, Referral, ReferralSetting
from referrals.queries import as_rows, row_of
from referrals.services import NotAllowed, Slip, Stale, TooLate
from tests.cast import NOW as CAST
from tests.cast import Cast, post, user
from tests.deadlines.makers import at, day, known_calendar
from tests.referrals.makers import (
    ANSWERED,
    LATER,
    SENT,
    SIGNED,
    answer,
    answered,
    attachment,
    head_must_sign_off,
    in_state,
    moved,
    opinion,
    referred,
    signed,
    village,
)
from tests.referrals.test_sending import running, told


@pytest.mark.parametrize(
    ("changes", "kind", "due"),
    [
        ({}, "referral", "2026-03-24"),
        ({"urgent": True}, "referral_urgent", "2026-03-06"),
        ({"part": Part.SHARE}, "referral", "2026-03-24"),
        ({"part": Part.JOINT}, "joint_opinion", "2026-04-02"),
    ],
)
def test_signing_starts_the_time_to_answer(cast: Cast, changes: dict[str, object], kind: str, due: str):
    held = signed(cast, **changes)
    assert (held.state, held.signed_by, held.signed_at) == (states.SIGNED, cast.handler, SIGNED)
    assert running(held) == {kind: day(due)}
    assert (held.deadline.kind, held.deadline.due_on) == (kind, day(due))
    assert told(held) == {("赵联", "已签收")}


def test_signing_twice_is_signing_once_and_the_second_person_hears_of_the_first(cast: Cast):
    held = signed(cast)
    services.sign(referral=held, by=cast.handler, now=ANSWERED)
    assert [event[0] for event in moved(held)] == ["send", "sign"]
    with pytest.raises(NotAllowed, match=r"2026年3月3日\(周二\)09:00马经办已签收,这一件现在是“已签收”"):
        services.sign(referral=held, by=cast.head, now=ANSWERED)


def test_step_loaded_before_another_was_taken_is_refused(cast: Cast):
    stale = referred(cast)
    services.withdraw(referral=stale, why="重复", by=cast.liaison, now=SIGNED)
    with pytest.raises(NotAllowed, match="赵联已撤回"):
        services.sign(referral=stale, by=cast.handler, now=SIGNED)
    assert running(stale) == {}


# Giving back


def test_asking_back_leaves_the_clock_running_and_gives_the_answer_one_of_its_own(cast: Cast):
    held = referred(cast)
    for _ in range(2):
        services.ask_back(
            referral=held, reason="归路灯所管", suggested_unit=cast.hall, by=cast.handler, now=at("2026-03-11", 17)
        )
    assert running(held) == {"sign_for": day("2026-03-05"), "dispute": day("2026-03-18")}
    event = held.events.get(action="ask_back")
    assert (event.why, event.suggested_unit, event.from_state) == ("归路灯所管", cast.hall, states.WAITING)
    assert told(held) == {("赵联", "申请退回"), ("周敏", "申请退回")}
    dispute = Deadline.objects.open().get(kind="dispute")
    assert {(party.part, str(party)) for party in dispute.parties.all()} == {
        ("responsible", "赵联"), ("office", "办公室"), ("office", "赵联"),
    }  # fmt: skip


def test_limit_of_giving_back_is_a_row_and_is_counted_from_sending(cast: Cast):
    late, at_last = referred(cast), referred(cast)
    services.ask_back(referral=at_last, reason="不归", by=cast.handler, now=at("2026-03-11", 23))
    with pytest.raises(TooLate, match="到2026年3月11日"):
        services.ask_back(referral=late, reason="不归", by=cast.handler, now=at("2026-03-12", 8))
    limit = late.deadline.limit.__class__.objects.of("return", day("2026-03-12"))
    values = LimitValues(count="working", value=3, source="本县")
    change_limit(seen=limit, values=values, effective_from=day("2026-03-12"), by=cast.clerk, now=at("2026-03-12"))
    new = referred(cast, at("2026-03-12"))
    with pytest.raises(TooLate, match="到2026年3月17日"):
        services.ask_back(referral=new, reason="不归", by=cast.handler, now=at("2026-03-18"))


def test_office_may_let_a_late_return_be_asked_for_and_it_stands_in_the_trail(cast: Cast):
    held = signed(cast)
    with pytest.raises(NotAllowed, match="还没有过"):
        services.allow_return(referral=held, why="机构改革", by=cast.clerk, now=ANSWERED)
    for _ in range(2):
        services.allow_return(referral=held, why="机构改革", by=cast.clerk, now=at("2026-03-13"))
    row = AuditEvent.objects.get(subject=f"放宽退回期限 {held.number}")
    assert (row.reason, row.actor_id) == ("机构改革", cast.clerk.pk)
    assert told(held) == {("马经办", "可以申请退回"), ("郑局长", "可以申请退回")}
    assert services.ask_back(referral=held, reason="不归", by=cast.handler, now=at("2026-03-13")).state == "asked_back"


def test_own_unit_is_no_suggestion(cast: Cast):
    with pytest.raises(NotAllowed, match="就是本单位"):
        services.ask_back(
            referral=referred(cast), reason="不归", suggested_unit=cast.water, by=cast.handler, now=SIGNED
        )


def test_return_accepted_ends_everything(cast: Cast):
    held = in_state(cast, states.RETURNED)
    assert running(held) == {}
    found = dict(Deadline.objects.about(f"referrals.referral:{held.pk}").values_list("kind", "state"))
    assert found == {"sign_for": "cancelled", "dispute": "met"}
    assert told(held) == {("马经办", "已同意退回"), ("郑局长", "已同意退回")}


@pytest.mark.parametrize("before", [states.WAITING, states.SIGNED])
def test_return_refused_leaves_it_as_it_was_with_its_clock(cast: Cast, before: str):
    held = in_state(cast, before)
    clock = running(held)
    services.ask_back(referral=held, reason="不归", by=cast.handler, now=ANSWERED)
    for _ in range(2):
        held = services.refuse_return(referral=held, why="三定方案归你局", by=cast.liaison, now=LATER)
    assert (held.state, running(held)) == (before, clock)
    assert len(moved(held)) == (3 if before == states.WAITING else 4)
    assert told(held) == {("马经办", "未同意退回"), ("郑局长", "未同意退回")}


# Answering


def test_draft_is_kept_and_two_who_write_at_once_hear_of_each_other(cast: Cast, files_dir):
    held = signed(cast)
    first = services.save_answer_draft(
        referral=held, answer=answer("已派人"), revision=held.revision, by=cast.handler, now=ANSWERED,
        files=[attachment()],
    )  # fmt: skip
    assert (first.answer, first.state, first.files.get().handed_in_at) == ("已派人", states.SIGNED, None)
    with pytest.raises(Stale, match="马经办2026年3月10日") as refused:
        services.save_answer_draft(
            referral=held, answer=answer("另一稿"), revision=held.revision, by=cast.head, now=ANSWERED
        )
    assert refused.value.stored.answer == "已派人"
    with pytest.raises(Stale):
        services.submit_answer(
            referral=held, answer=answer("另一稿"), revision=held.revision, by=cast.head, now=ANSWERED
        )
    again = services.save_answer_draft(
        referral=held, answer=answer("已派人"), revision=held.revision, by=cast.head, now=ANSWERED,
        files=[attachment()],
    )  # fmt: skip
    assert (again.revision, again.files.count()) == (first.revision, 1)


def test_answer_meets_the_clock_hands_in_the_files_and_tells_who_sent_it(cast: Cast, files_dir):
    held = signed(cast)
    for _ in range(2):
        services.submit_answer(
            referral=held, answer=answer(), revision=held.revision, by=cast.handler, now=ANSWERED,
            files=[attachment()],
        )  # fmt: skip
    held.refresh_from_db()
    assert (held.state, held.answered_on, held.answered_by) == (states.ANSWERED, day("2026-03-10"), cast.handler)
    assert (held.result, held.head_name, held.contact_phone) == ("done", "郑局长", "0700-5551234")
    assert (running(held), held.files.get().handed_in_at) == ({}, ANSWERED)
    assert told(held) == {("赵联", "县水利局已答复"), ("周敏", "县水利局已答复")}
    assert held.events.get(action="answer").said == "已更换灯头12盏。"
    with pytest.raises(NotAllowed, match=r"马经办已答复.*您写的没有保存"):
        services.submit_answer(
            referral=held, answer=answer("另一答复"), revision=held.revision, by=cast.head, now=LATER
        )


def test_link_of_what_it_is_about_goes_to_who_sent_it(cast: Cast):
    held = answered(cast)
    event = held.events.get(action="answer")
    assert {one.link for one in Notice.objects.filter(key=f"referral:{held.pk}:{event.pk}")} == {held.link}


def test_joint_unit_gives_an_opinion_and_no_answer(cast: Cast):
    held = signed(cast, part=Part.JOINT)
    with pytest.raises(NotAllowed, match="会办单位交会办意见"):
        services.submit_answer(referral=held, answer=answer(), revision=held.revision, by=cast.handler, now=ANSWERED)
    for _ in range(2):
        services.give_opinion(referral=held, answer=opinion(), revision=held.revision, by=cast.handler, now=ANSWERED)
    held.refresh_from_db()
    assert (held.state, held.result, running(held)) == (states.OPINION_IN, "", {})
    assert told(held) == {("赵联", "县水利局已交会办意见"), ("周敏", "县水利局已交会办意见")}
    lead = signed(cast)
    with pytest.raises(NotAllowed, match="直接答复"):
        services.give_opinion(referral=lead, answer=opinion(), revision=lead.revision, by=cast.handler, now=ANSWERED)


def test_head_has_the_last_word_where_the_office_wants_it(cast: Cast):
    head_must_sign_off()
    held = answered(cast)
    assert (held.state, held.answered_on, set(running(held))) == (states.FOR_HEAD, None, {"referral"})
    assert told(held) == {("郑局长", "请审定答复")}
    services.hand_back(referral=held, why="写明数量", by=cast.head, now=ANSWERED)
    assert told(held) == {("马经办", "答复退回修改")}
    held.refresh_from_db()
    held = services.submit_answer(
        referral=held, answer=answer("已更换12盏"), revision=held.revision, by=cast.handler, now=LATER
    )
    for _ in range(2):
        services.sign_off(referral=held, by=cast.head, now=LATER)
    held.refresh_from_db()
    assert (held.state, held.head_name, running(held)) == (states.ANSWERED, "郑局长", {})
    assert [event[0] for event in moved(held)][2:] == ["submit", "hand_back", "submit", "sign_off"]


def test_head_who_answers_needs_no_sign_off_nor_does_a_unit_without_one(cast: Cast):
    head_must_sign_off()
    held = signed(cast)
    held = services.submit_answer(referral=held, answer=answer(), revision=held.revision, by=cast.head, now=ANSWERED)
    assert held.state == states.ANSWERED
    alone = services.sign(referral=referred(cast, unit=cast.hall), by=cast.convener, now=SIGNED)
    alone = services.submit_answer(
        referral=alone, answer=answer(), revision=alone.revision, by=cast.convener, now=ANSWERED
    )
    assert alone.state == states.ANSWERED


def test_handler_takes_back_what_no_head_is_left_to_sign_off(cast: Cast):
    head_must_sign_off()
    held = answered(cast)
    end_post(post=UnitPost.objects.get(user=cast.head), by=cast.keeper, now=CAST)
    for _ in range(2):
        held = services.take_back(referral=held, by=cast.handler, now=LATER)
    held = services.submit_answer(referral=held, answer=answer(), revision=held.revision, by=cast.handler, now=LATER)
    assert held.state == states.ANSWERED
    assert [event[0] for event in moved(held)][2:] == ["submit", "take_back", "answer"]


def test_rejected_answer_stays_readable_and_the_time_begins_anew(cast: Cast):
    held = answered(cast)
    for _ in range(2):
        held = services.reject(referral=held, why="没有写明何时修好", by=cast.clerk, now=LATER)
    assert (held.state, running(held)) == (states.REJECTED, {"referral": day("2026-04-01")})
    assert told(held) == {("马经办", "驳回重办"), ("郑局长", "驳回重办")}
    held = services.submit_answer(
        referral=held, answer=answer("3月20日前修好", result="doing"), revision=held.revision, by=cast.handler,
        now=at("2026-03-12"),
    )  # fmt: skip
    services.approve(referral=held, by=cast.liaison, now=at("2026-03-13"))
    said = [event.said for event in held.events.filter(action="answer")]
    assert said == ["已更换灯头12盏。", "3月20日前修好"]
    held.refresh_from_db()
    assert (held.state, held.result) == (states.APPROVED, "doing")


# Paper


def slip(act: str = "answer", on: str = "2026-03-09", **fields: object) -> Slip:
    return Slip(act, day(on), **fields)


def test_paper_answer_signs_for_it_on_its_day_and_says_who_entered_it(cast: Cast, files_dir):
    held = referred(cast, unit=village())
    for _ in range(2):
        services.enter_paper(
            referral=held, slip=slip(answer=answer(), scan=attachment("回执.png")), by=cast.liaison, now=LATER
        )
    held.refresh_from_db()
    assert (held.state, held.answered_on) == (states.ANSWERED, day("2026-03-09"))
    assert (held.answered_by, held.entered_by, held.signed_by) == (None, cast.liaison, None)
    events = held.events.exclude(action="send")
    assert [(one.action, one.via, one.on) for one in events] == [
        ("sign", "paper", day("2026-03-09")), ("answer", "paper", day("2026-03-09")),
    ]  # fmt: skip
    assert (str(held.files.get()), held.files.get().side) == ("回执.jpg", "scan")
    assert held.deadline.due_on == day("2026-03-30")


def test_paper_signature_counts_from_its_day(cast: Cast):
    held = referred(cast, unit=village())
    for _ in range(2):
        services.enter_paper(referral=held, slip=slip("sign", "2026-03-04"), by=cast.clerk, now=LATER)
    held.refresh_from_db()
    assert (held.state, running(held)) == (states.SIGNED, {"referral": day("2026-03-25")})


def test_paper_return_keeps_to_the_limit_by_its_own_day(cast: Cast):
    late = at("2026-03-20")
    early = referred(cast, unit=village())
    services.enter_paper(
        referral=early, slip=slip("ask_back", "2026-03-11", reason="不归本村"), by=cast.liaison, now=late
    )
    held = referred(cast, unit=village("西关村"))
    asked = {"referral": held, "slip": slip("ask_back", "2026-03-12", reason="不归本村"), "now": late}
    with pytest.raises(TooLate, match="由办公室录入"):
        services.enter_paper(**asked, by=cast.liaison)
    services.enter_paper(**asked, by=cast.clerk, override=True)
    assert AuditEvent.objects.get(subject__startswith="代录逾期的退回申请").reason == "不归本村"


@pytest.mark.parametrize("on", ["2026-03-01", "2026-03-12"])
def test_paper_of_no_possible_day_is_refused(cast: Cast, on: str):
    with pytest.raises(NotAllowed, match="到今天之间"):
        services.enter_paper(referral=referred(cast), slip=slip("sign", on), by=cast.clerk, now=LATER)


def test_paper_answer_without_result_is_refused(cast: Cast):
    with pytest.raises(NotAllowed, match="办理结果"):
        services.enter_paper(referral=referred(cast), slip=slip(answer=answer(result="")), by=cast.clerk, now=LATER)


# Files, settings, words


def test_draft_file_may_go_and_a_handed_in_one_stays(cast: Cast, files_dir):
    held = signed(cast)
    held = services.save_answer_draft(
        referral=held, answer=answer("稿"), revision=held.revision, by=cast.handler, now=ANSWERED,
        files=[attachment()],
    )  # fmt: skip
    file = held.files.get()
    for _ in range(2):
        services.remove_draft_file(file=file, by=cast.handler, now=ANSWERED)
    assert not held.files.exists()
    held = services.submit_answer(
        referral=held, answer=answer(), revision=held.revision, by=cast.handler, now=ANSWERED, files=[attachment()]
    )
    with pytest.raises(NotAllowed, match="已经随答复提交"):
        services.remove_draft_file(file=held.files.get(), by=cast.handler, now=ANSWERED)


def test_setting_is_changed_with_a_row_in_the_trail(cast: Cast):
    services.change_setting(head_signs_off=True, number_pattern="转〔{year}〕{number}号", by=cast.clerk, now=SENT)
    setting = ReferralSetting.objects.get()
    assert (setting.head_signs_off, setting.number_of(2026, 3)) == (True, "转〔2026〕3号")
    assert AuditEvent.objects.get(subject="交办设置").detail["changes"] == [
        "负责人审定关→负责人审定开", "编号转办〔{year}〕{number}号→编号转〔{year}〕{number}号",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "today", "words", "tone"),
    [
        (states.WAITING, "2026-03-03", "还有2个工作日", "busy"),
        (states.WAITING, "2026-03-05", "今天到期", "soon"),
        (states.SIGNED, "2026-03-25", "已逾期1个工作日", "late"),
        (states.ANSWERED, "2026-05-01", "按期答复", "done"),
        (states.RETURNED, "2026-05-01", "", "off"),
    ],
)
def test_row_says_how_it_stands(cast: Cast, state: str, today: str, words: str, tone: str):
    row = row_of(in_state(cast, state), known_calendar(), day(today))
    assert (row.standing, row.tone) == (words, tone)


def test_answer_after_its_day_is_late_for_good(cast: Cast):
    held = answered(cast, at("2026-03-25"))
    assert as_rows([held], known_calendar(), day("2026-06-01"))[0].standing == "逾期答复"


def test_colleague_in_the_post_sees_what_came_before(cast: Cast):
    held = answered(cast)
    new = post(user("xin", "新经办"), cast.water)
    assert Referral.objects.of_units_of(new).get() == held
