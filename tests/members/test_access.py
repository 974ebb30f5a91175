"""Accounts for many members at once: who gets which name to sign in with, and who none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, OneTimeKey, User
from accounts.services import KeyRefused
from members.models import Member
from members.services import hand_out_keys, let_in
from tests.cast import NOW, Cast, seat, user


def new(cast: Cast, name: str, phone: str = "") -> Member:
    return seat(cast.term, name, "教育界", phone=phone).member


def hand_out(cast: Cast, *members: Member):
    return hand_out_keys(members=members, by=cast.clerk, now=NOW)


def test_mobile_of_one_member_alone_is_their_way_in_the_others_get_a_user_name(cast: Cast):
    alone, twin = new(cast, "丁一", "13900000071"), new(cast, "丁二", "13900000072")
    double, without = new(cast, "丁三", "13900000072"), new(cast, "丁四")
    desk = new(cast, "丁五", "075788888888")
    done = hand_out(cast, alone, twin, double, without, desk)
    assert [key.user.phone for _, key in done.slips] == ["13900000071", None, None, None, None]
    assert len({key.user.username for _, key in done.slips}) == 5
    assert done.without == []


def test_twin_who_comes_later_gets_no_phone_either(cast: Cast):
    first, second = new(cast, "丁一", "13900000072"), new(cast, "丁二", "13900000072")
    assert let_in(member=first, by=cast.clerk, now=NOW).user.phone is None
    assert let_in(member=second, by=cast.clerk, now=NOW).user.phone is None


def test_phone_of_another_account_is_left_to_it(cast: Cast):
    assert let_in(member=new(cast, "丁一", "13900000021"), by=cast.clerk, now=NOW).user.phone is None
    assert User.objects.get(phone="13900000021") == cast.handler


def test_person_who_has_an_account_by_name_and_phone_keeps_that_one(cast: Cast):
    member = new(cast, "马经办", "13900000021")
    done = hand_out(cast, member)
    assert done.slips == []
    assert "仍用原来的密码" in done.without[0][1]
    assert Member.objects.get(pk=member.pk).user == cast.handler
    assert not OneTimeKey.objects.exists()


def test_account_of_one_member_is_never_anothers(cast: Cast):
    Member.objects.filter(pk=cast.person(cast.member).pk).update(phone="13900000009")
    done = hand_out(cast, new(cast, "韩梅", "13900000001"))
    assert done.slips[0][1].user != cast.member
    assert cast.person(cast.member)


def test_phone_that_changed_in_the_roster_is_the_way_in_from_the_next_slip_on(cast: Cast):
    member = cast.person(cast.member)
    Member.objects.filter(pk=member.pk).update(phone="13900000081")
    let_in(member=Member.objects.get(pk=member.pk), by=cast.clerk, now=NOW)
    assert User.objects.get(pk=cast.member.pk).phone == "13900000081"


def test_phone_follows_nobody_whose_slip_was_refused(cast: Cast):
    member = cast.person(cast.convener)
    Member.objects.filter(pk=member.pk).update(phone="13900000081")
    with pytest.raises(KeyRefused):
        let_in(member=Member.objects.get(pk=member.pk), by=cast.clerk, now=NOW)
    assert User.objects.get(pk=cast.convener.pk).phone == "13900000003"


def test_slips_come_in_the_order_asked_and_each_leaves_rows(cast: Cast):
    members = [new(cast, name) for name in ("丁三", "丁一", "丁二")]
    done = hand_out(cast, *members)
    assert [member for member, _ in done.slips] == members
    assert AuditEvent.objects.filter(action="account_opened", actor_id=cast.clerk.pk).count() == 3
    assert AuditEvent.objects.filter(action="key_issued", actor_id=cast.clerk.pk).count() == 3


def test_asked_again_gives_new_slips_and_opens_nothing(cast: Cast):
    member = new(cast, "丁一")
    hand_out(cast, member)
    accounts = User.objects.count()
    hand_out(cast, Member.objects.get(pk=member.pk))
    assert User.objects.count() == accounts
    assert OneTimeKey.objects.open().count() == 1
    assert OneTimeKey.objects.count() == 2


def test_who_may_not_edit_members_gets_no_slip_for_them(cast: Cast):
    done = hand_out_keys(members=[cast.person(cast.other)], by=cast.leader, now=NOW)
    assert done.slips == []
    assert not OneTimeKey.objects.exists()


def test_keeper_hands_out_to_a_member_with_a_part_in_a_unit(cast: Cast):
    assert let_in(member=cast.person(cast.convener), by=cast.keeper, now=NOW).user == cast.convener


def test_queries_grow_by_a_dozen_for_each_new_member_at_most(cast: Cast):
    people = [new(cast, f"丁{n}") for n in "一二三四"]
    user("warm", "先来")
    with CaptureQueriesContext(connection) as one:
        hand_out(cast, people[0])
    with CaptureQueriesContext(connection) as three:
        hand_out(cast, *people[1:])
    assert len(three) - len(one) <= 2 * 12
