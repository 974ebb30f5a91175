"""Base data of units: one that has something in hand is not closed."""

import html

import pytest

from accounts.models import AuditEvent, Unit
from referrals import states
from tests.cast import Cast
from tests.referrals.makers import in_state


def close(cast: Cast, signed_in, day: str = "2026-03-20") -> str:
    values = {"name": "县水利局", "short_name": "水利局", "desk": "government", "parent": "", "closed_on": day}
    answer = signed_in(cast.clerk).post(f"/admin/accounts/unit/{cast.water.pk}/change/", values, follow=True)
    return html.unescape(answer.content.decode())


def is_closed(cast: Cast) -> bool:
    return Unit.objects.get(pk=cast.water.pk).closed_on is not None


@pytest.mark.parametrize("state", sorted(states.STATES))
def test_unit_is_closed_only_when_nothing_is_live_there(cast: Cast, signed_in, state: str):
    held = in_state(cast, state)
    page = close(cast, signed_in)
    assert is_closed(cast) == (state in states.OVER)
    assert ("县水利局还有1件没有办完" in page) == (state in states.LIVE)
    assert (f"{held.number} {held.label}" in page) == (state in states.LIVE)


def test_five_are_named_and_how_many_in_all(cast: Cast, signed_in):
    made = [in_state(cast, states.WAITING) for _ in range(6)]
    page = close(cast, signed_in)
    assert "还有6件没有办完" in page
    assert made[4].number in page
    assert made[5].number not in page


def test_closed_unit_s_row_is_still_put_right_and_each_change_is_audited(cast: Cast, signed_in):
    close(cast, signed_in)
    in_state(cast, states.WAITING, unit=cast.hall)
    close(cast, signed_in, "2026-03-19")
    rows = AuditEvent.objects.filter(subject="承办单位 县水利局").order_by("at")
    assert [row.detail["after"] for row in rows] == [{"撤销日期": "2026-03-20"}, {"撤销日期": "2026-03-19"}]
