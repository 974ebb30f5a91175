"""Deadlines opened, met, cancelled, handed over, and who hears of it."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts import roles
from accounts.models import UnitPost
from accounts.services import end_post
from deadlines import states
from deadlines.models import Deadline, DeadlineEvent, Firing, Limit, Part, Party
from deadlines.queries import with_undelivered
from deadlines.services import (
    AlreadyOpen,
    LimitValues,
    NoLimit,
    cancel,
    change_limit,
    close_about,
    hand_over,
    hand_over_all,
    meet,
    open_general,
    see,
    settle,
)
from deadlines.states import NotAllowed
from notices.models import Notice
from tests.cast import NOW, Cast
from tests.deadlines.makers import at, day, group, opened

TODAY = at("2026-03-20", 10)


def parts(deadline: Deadline) -> set[tuple[str, str]]:
    return {(party.part, str(party)) for party in Party.objects.filter(deadline=deadline)}


# Opening


def test_opening_counts_from_the_day_after_and_keeps_the_limit(cast: Cast):
    deadline = opened(cast)
    assert (deadline.due_on, deadline.provisional, deadline.limit.code) == (day("2026-03-23"), False, "referral")
    assert deadline.link == "/go/studios.matter/1/"
    assert deadline.next_at == at("2026-03-12")
    assert parts(deadline) == {
        ("responsible", "韩梅"), ("head", "王召"), ("office", "办公室"), ("leader", "钱主席"),
    }  # fmt: skip
    event = deadline.events.get()
    assert (event.action, event.to_due, event.by) == ("open", day("2026-03-23"), cast.clerk)


def test_one_deadline_of_a_kind_runs_for_a_subject(cast: Cast):
    first = opened(cast)
    with pytest.raises(AlreadyOpen, match="已经在计时"):
        opened(cast)
    opened(cast, kind="return")
    meet(deadline=first, by=cast.clerk, now=TODAY)
    assert opened(cast).state == states.OPEN


def test_named_day_needs_no_limit_and_a_kind_without_limit_needs_a_day(cast: Cast):
    assert opened(cast, kind="shift", due_on=day("2026-03-22")).due_on == day("2026-03-22")  # a Sunday, as named
    with pytest.raises(NoLimit, match="填写到期日期"):
        opened(cast, 2, kind="shift")
    with pytest.raises(NoLimit, match="核对年份"):
        opened(cast, 2, due_on=day("2062-03-22"))


def test_fixed_date_that_is_past_is_said_and_opens_nothing(cast: Cast):
    change_limit(
        seen=Limit.objects.get(code="reply"),
        values=LimitValues("fixed_date", fixed_on=day("2026-03-31")),
        effective_from=NOW.date(),
        by=cast.clerk,
        now=NOW,
    )
    with pytest.raises(NoLimit, match="2026年3月31日已过"):
        opened(cast, kind="reply", now=at("2026-04-02"))
    assert opened(cast, kind="reply", now=at("2026-04-02"), due_on=day("2026-06-30")).due_on == day("2026-06-30")


@pytest.mark.parametrize("subject", ["matter", "studios.matter", "studios.matter:x", "Studios.Matter:1", ""])
def test_subject_is_a_noun_with_its_number(cast: Cast, subject: str):
    with pytest.raises(ValueError, match=r"app\.noun:pk"):
        opened(cast, subject=subject)


def test_general_deadline_is_its_own_subject(cast: Cast):
    deadline = open_general(
        label="报送季度小结", started_on=day("2026-03-02"), parties={Part.RESPONSIBLE: [cast.officer]},
        by=cast.clerk, now=at("2026-03-02"),
    )  # fmt: skip
    assert deadline.subject == f"deadlines.deadline:{deadline.pk}"
    assert deadline.link == f"/go/deadlines.deadline/{deadline.pk}/"
    assert deadline.due_on == day("2026-03-23")


# Time


def test_last_day_lasts_until_midnight_of_beijing(cast: Cast):
    deadline = opened(cast)
    assert not Deadline.objects.lapsed("referral", at("2026-03-23", 23, 59)).exists()
    assert Deadline.objects.lapsed("referral", at("2026-03-24", 0, 0)).get() == deadline
    utc_evening = dt.datetime(2026, 3, 23, 16, 1, tzinfo=dt.UTC)  # one past midnight there
    assert Deadline.objects.lapsed("referral", utc_evening).exists()
    assert not Deadline.objects.lapsed("return", at("2026-03-24")).exists()


def test_lapsed_is_still_open_and_nothing_else_happens(cast: Cast):
    deadline = opened(cast)
    assert Deadline.objects.lapsed("referral", at("2026-06-01")).get().state == states.OPEN
    assert deadline.events.count() == 1


# Closing


def test_met_deadline_is_quiet_and_closed_once(cast: Cast):
    deadline = opened(cast)
    stale = Deadline.objects.get(pk=deadline.pk)
    meet(deadline=deadline, by=cast.clerk, now=TODAY, why="已答复")
    deadline.refresh_from_db()
    assert (deadline.state, deadline.closed_at, deadline.next_at) == (states.MET, TODAY, None)
    for again, error in ((deadline, "已办结,不能再取消"), (stale, "刚刚已经办结")):
        with pytest.raises(NotAllowed, match=error):
            cancel(deadline=again, by=cast.clerk, now=TODAY, why="重复")
    assert [event.action for event in deadline.events.all()] == ["open", "meet"]


def test_closing_by_subject_takes_one_kind_or_all(cast: Cast):
    opened(cast), opened(cast, kind="return"), opened(cast, 2)
    said = {"subject": "studios.matter:1", "by": cast.clerk, "now": TODAY}
    assert close_about(action="meet", kind="return", **said) == 1
    assert close_about(action="cancel", why="撤回", **said) == 1
    assert close_about(action="cancel", **said) == 0
    assert Deadline.objects.open().get().subject == "studios.matter:2"


@pytest.mark.parametrize("action", states.ACTIONS)
@pytest.mark.parametrize("state", states.STATES)
def test_every_action_from_every_state(action: str, state: str):
    starts, end = states.TRANSITIONS[action]
    if state in starts:
        assert states.target(action, state) == end
    else:
        with pytest.raises(NotAllowed):
            states.target(action, state)


def test_database_refuses_a_closed_deadline_that_would_still_be_swept(cast: Cast):
    deadline = opened(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.filter(pk=deadline.pk).update(state=states.MET, closed_at=TODAY)


# People


def test_hand_over_puts_one_person_in_the_place_of_another_and_tells_them(cast: Cast):
    deadline = opened(cast)
    hand_over(
        deadline=deadline, part=Part.RESPONSIBLE, old=cast.member, new=cast.other, by=cast.clerk, now=TODAY, why="轮岗"
    )
    assert ("responsible", "李强") in parts(deadline)
    assert ("responsible", "韩梅") not in parts(deadline)
    assert deadline.events.get(action="hand_over").why == "承办由韩梅移交李强,轮岗"
    assert Notice.objects.get().user == cast.other


def test_hand_over_from_who_has_no_part_is_refused(cast: Cast):
    deadline = opened(cast)
    with pytest.raises(NotAllowed, match="承办已经不是李强"):
        hand_over(deadline=deadline, part=Part.RESPONSIBLE, old=cast.other, new=cast.clerk, by=cast.clerk, now=TODAY)
    meet(deadline=deadline, by=cast.clerk, now=TODAY)
    with pytest.raises(NotAllowed, match="已办结"):
        hand_over(deadline=deadline, part=Part.RESPONSIBLE, old=cast.member, new=cast.other, by=None, now=TODAY)


def test_everything_open_of_one_person_goes_to_another(cast: Cast):
    opened(cast), opened(cast, 2)
    closed = meet(deadline=opened(cast, 3), by=cast.clerk, now=TODAY)
    assert hand_over_all(old=cast.member, new=cast.other, by=cast.clerk, now=TODAY) == 2
    assert DeadlineEvent.objects.filter(action="hand_over").count() == 2  # as one by one: the same events, the same
    assert Notice.objects.filter(user=cast.other).count() == 2  # notices
    assert Deadline.objects.to_do_by(cast.other).count() == 2
    assert ("responsible", "韩梅") in parts(closed)


def test_role_stands_for_whoever_has_it(cast: Cast):
    deadline = opened(cast, parties={Part.RESPONSIBLE: [group(roles.ASSESSMENT)]})
    assert list(Deadline.objects.to_do_by(cast.officer)) == [deadline]
    cast.officer.groups.clear()
    assert not Deadline.objects.to_do_by(cast.officer).exists()


def test_unit_stands_for_whoever_holds_a_post_in_it(cast: Cast):
    deadline = opened(cast, parties={Part.RESPONSIBLE: [cast.water]})
    opened(cast, 2, parties={Part.RESPONSIBLE: [cast.hall]})
    assert list(Deadline.objects.to_do_by(cast.handler)) == list(Deadline.objects.of_user(cast.head)) == [deadline]
    end_post(post=UnitPost.objects.get(user=cast.handler), by=cast.keeper, now=TODAY)
    assert not Deadline.objects.of_user(cast.handler).exists()


def test_unit_gives_its_part_to_another_whose_people_are_told(cast: Cast):
    deadline = opened(cast, parties={Part.RESPONSIBLE: [cast.water]})
    hand_over(deadline=deadline, part=Part.RESPONSIBLE, old=cast.water, new=cast.hall, by=cast.clerk, now=TODAY)
    assert parts(deadline) == {("responsible", "城关镇政府")}
    assert [notice.user for notice in Notice.objects.all()] == [cast.convener]  # 经办人 there


def test_people_see_their_own_and_the_office_all(cast: Cast):
    opened(cast), opened(cast, 2, parties={Part.RESPONSIBLE: [cast.other]})
    assert Deadline.objects.visible_to(cast.member).count() == 1
    assert Deadline.objects.visible_to(cast.clerk).count() == 2
    assert not Deadline.objects.visible_to(cast.stranger).exists()
    assert Deadline.objects.to_do_by(cast.member).count() == 1
    assert not Deadline.objects.to_do_by(cast.leader).exists()  # above, not at work on it


def test_party_is_one_person_or_one_role_or_one_unit(cast: Cast):
    deadline = opened(cast)
    role = group(roles.LEADER)
    for holders in ({}, {"user": cast.member, "group": role}, {"group": role, "unit": cast.water}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Party.objects.create(deadline=deadline, part="head", **holders)


def told(deadline: Deadline, **fields) -> Firing:
    return Firing.objects.create(
        deadline=deadline, leg=1, at=TODAY, due_on=deadline.due_on, **({"offset": 0, "level": "urge"} | fields)
    )


def test_first_who_takes_note_is_named_and_stays(cast: Cast):
    firing = told(opened(cast), told=1)
    assert see(firing=firing, by=cast.convener, now=TODAY)
    assert not see(firing=firing, by=cast.member, now=TODAY + dt.timedelta(hours=1))
    firing.refresh_from_db()
    assert (firing.seen_by, firing.seen_at) == (cast.convener, TODAY)
    assert DeadlineEvent.objects.filter(action="see").count() == 1


def test_what_reached_nobody_stays_listed_until_the_office_says_they_told_them(cast: Cast):
    deadline = opened(cast)
    told(deadline, offset=-1, level="remind", passed_over=True), told(deadline, offset=5, told=1)
    firing = told(deadline)
    assert list(Firing.objects.undelivered()) == [firing]
    assert with_undelivered(Deadline.objects.all()).get().unheard == [firing]
    assert settle(deadline=deadline, by=cast.clerk, now=TODAY)
    assert not settle(deadline=deadline, by=cast.clerk, now=TODAY)
    assert not Firing.objects.undelivered().exists()
