"""Two people pressing at once on a member: one wins, the other hears what stands."""

import datetime as dt
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from common.seen import Stale, mark_of
from members.models import Constituent, Member, Representative, Seat, Sector, Tie
from members.services import RepresentativeRefused, TieRefused, add_constituent, add_member, change_seat, correct_member
from members.services import tie as keep_contact
from members.services.people import SeatConflict, said_of
from tests.cast import NOW, Cast
from tests.meeting import second_while_first_is_open
from tests.members.people import entry, known, representative, village

pytestmark = pytest.mark.django_db(transaction=True)

REFUSALS = (Stale, SeatConflict, ValidationError, RepresentativeRefused, TieRefused)
meet = partial(second_while_first_is_open, refusals=REFUSALS)


def twice(press: Any) -> Exception | None:
    return meet(press, press)


def test_two_correct_one_member(cast: Cast) -> None:
    held = cast.seat(cast.member)
    seen = mark_of(said_of(held))

    def correct(note: str) -> None:
        correct_member(seat=held, person={"note": note}, seat_fields={}, by=cast.clerk, now=NOW, seen=seen)

    why = meet(lambda: correct("先写的"), lambda: correct("后写的"))
    assert "刚刚有人改过,现在是:备注 先写的" in str(why)
    assert cast.person(cast.member).note == "先写的"


def test_two_write_down_one_member(cast: Cast) -> None:
    who = {"term": cast.term, "person": {"name": "丁一"}, "seat": {"sector": Sector.objects.get(name="教育界")}}
    why = twice(lambda: add_member(**who, by=cast.clerk, now=NOW))
    assert "本届已经有一位丁一(教育界)" in str(why)
    assert Member.objects.filter(name="丁一").count() == 1


def test_two_change_one_seat(cast: Cast) -> None:
    held = cast.seat(cast.member)
    change = {"sector": held.sector, "post": "standing", "area": None, "on": dt.date(2026, 3, 1), "why": "增补"}
    why = twice(lambda: change_seat(seat=held, **change, by=cast.clerk, now=NOW))
    assert "这一任职已于2026-03-01结束(增补)" in str(why)
    assert Seat.objects.filter(member=held.member).count() == 2


def test_one_without_a_phone_written_down_twice(cast: Cast) -> None:
    member, made = cast.person(cast.member), entry(phone="")
    assert twice(lambda: add_constituent(entry=made, member=member, by=cast.member, now=NOW)) is None
    assert Constituent.objects.count() == Tie.objects.count() == 1


def test_two_put_somebody_into_the_pool(cast: Cast) -> None:
    person = known(cast, cast.member)
    assert "已经在群众代表库里" in str(twice(lambda: representative(cast, person)))
    assert Representative.objects.count() == 1


def test_two_set_the_same_village(cast: Cast) -> None:
    place, person = village(), cast.person(cast.member)
    why = twice(lambda: keep_contact(source=person, target=place, kind="three_links", by=None, now=NOW))
    assert "不用再登记" in str(why)
    assert Tie.objects.count() == 1
