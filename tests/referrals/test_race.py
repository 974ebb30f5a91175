"""Two people pressing at once, by two connections that really meet: one wins, the other hears what happened."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from common.seen import Stale, mark_of
from deadlines.models import Deadline
from referrals import services, states
from referrals.models import Referral
from referrals.queries import subject_of, the_setting
from referrals.services import NotAllowed
from tests.cast import Cast
from tests.meeting import second_while_first_is_open
from tests.referrals.makers import ANSWERED, LATER, SIGNED, answer, in_state, referred, signed

pytestmark = pytest.mark.django_db(transaction=True)

meet = partial(second_while_first_is_open, refusals=(NotAllowed, Stale))


def test_two_sign_at_once(cast: Cast):
    held = referred(cast)
    why = meet(
        lambda: services.sign(referral=held, by=cast.handler, now=SIGNED),
        lambda: services.sign(referral=held, by=cast.head, now=SIGNED),
    )
    assert "马经办已签收" in str(why)
    assert held.events.count() == 2
    assert Deadline.objects.open().about(subject_of(held)).count() == 1


def test_two_answer_at_once(cast: Cast):
    held = signed(cast)

    def answering(text: str, by: Any) -> Callable[[], Any]:
        return lambda: services.submit_answer(
            referral=held, answer=answer(text), revision=held.revision, by=by, now=ANSWERED
        )

    why = meet(answering("先写的", cast.handler), answering("后写的", cast.head))
    assert "马经办已答复" in str(why)
    held.refresh_from_db()
    assert (held.answer, held.events.filter(action="answer").count()) == ("先写的", 1)


def test_one_agrees_and_one_refuses_at_once(cast: Cast):
    held = in_state(cast, states.ASKED_BACK)
    why = meet(
        lambda: services.accept_return(referral=held, by=cast.liaison, now=LATER),
        lambda: services.refuse_return(referral=held, why="归你局", by=cast.clerk, now=LATER),
    )
    assert "赵联已同意退回" in str(why)
    held.refresh_from_db()
    assert held.state == states.RETURNED
    assert not Deadline.objects.open().about(subject_of(held)).exists()


def test_withdrawn_while_it_is_being_signed(cast: Cast):
    held = referred(cast)
    why = meet(
        lambda: services.withdraw(referral=held, why="重复", by=cast.liaison, now=SIGNED),
        lambda: services.sign(referral=held, by=cast.handler, now=SIGNED),
    )
    assert "赵联已撤回" in str(why)
    assert not Deadline.objects.open().about(subject_of(held)).exists()


def test_two_set_how_things_are_handed_out(cast: Cast):
    seen = mark_of(the_setting().in_words())

    def change(pattern: str) -> None:
        services.change_setting(head_signs_off=False, number_pattern=pattern, by=cast.clerk, now=SIGNED, seen=seen)

    why = meet(lambda: change("甲〔{year}〕{number}号"), lambda: change("乙〔{year}〕{number}号"))
    assert "现在是:编号甲〔{year}〕{number}号" in str(why)
    assert the_setting().number_pattern == "甲〔{year}〕{number}号"


def test_one_subject_sent_to_one_unit_twice_at_once(cast: Cast):
    why = meet(
        lambda: referred(cast, subject="studios.matter:7"),
        lambda: referred(cast, subject="studios.matter:7", by=cast.clerk),
    )
    assert "已经有这一件" in str(why)
    assert Referral.objects.about("studios.matter:7").count() == 1
