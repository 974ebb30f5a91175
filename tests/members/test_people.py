import datetime as dt

import pytest

from members.models import Seat, Sector
from members.services import change_seat, correct_member
from members.services.people import SeatConflict
from tests.cast import NOW, Cast


def change(cast: Cast, on: dt.date) -> Seat:
    return change_seat(
        seat=cast.seat(cast.member),
        sector=Sector.objects.get(name="教育界"),
        post=Seat.Post.STANDING,
        area=None,
        on=on,
        why="界别调整",
        by=cast.clerk,
        now=NOW,
    )


def test_change_of_seat_closes_one_and_opens_the_next(cast: Cast):
    before = cast.seat(cast.member)
    after = change(cast, dt.date(2026, 3, 1))
    before.refresh_from_db()
    assert (before.ended_on, before.end_reason) == (dt.date(2026, 3, 1), "界别调整")
    assert (after.sector.name, after.post, after.started_on) == ("教育界", "standing", dt.date(2026, 3, 1))
    assert Seat.objects.on(dt.date(2026, 3, 1)).get(member=before.member) == after


def test_seat_that_ended_cannot_change_again(cast: Cast):
    seat = cast.seat(cast.member)
    change(cast, dt.date(2026, 3, 1))
    with pytest.raises(SeatConflict):
        change_seat(
            seat=seat,
            sector=seat.sector,
            post=seat.post,
            area=None,
            on=dt.date(2026, 3, 2),
            why="再调",
            by=None,
            now=NOW,
        )


def test_correction_of_a_number_is_told_without_the_number(cast: Cast):
    seat = cast.seat(cast.member)
    changes = correct_member(seat=seat, person={"phone": "13800000009"}, seat_fields={}, by=cast.clerk, now=NOW)
    assert changes == {"手机号码": ("139****0001", "138****0009")}
    assert cast.person(cast.member).phone == "13800000009"
