"""Matters that wait: for a result past their limit, for a word to the person, for a unit that is late."""

import datetime as dt
from itertools import count as numbers
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deadlines.models import Deadline, Part
from deadlines.services import close_about, open_deadline
from referrals.services import withdraw
from studios.models import Matter, Studio
from studios.queries.gap_counts import count_gaps
from studios.queries.gap_lists import as_found, gap_rows
from studios.queries.gaps import own_scope
from tests.cast import Cast
from tests.deadlines.makers import at as moment
from tests.referrals.makers import answered, referred, signed
from tests.studios.gap_makers import at, count, day, entry, everywhere, listed
from tests.studios.test_my_pages import text

TOWN = "城关工作室"
NEXT = numbers(1)
STATES: dict[str, dict[str, Any]] = {
    "written": {"number": ""},
    "open": {},
    "doing": {
        "result": "doing",
        "result_text": "正在修",
        "result_on": day(3),
        "next_on": day(9),
        "supervisor_name": "钱",
    },
    "answered": {"result": "done", "result_text": "修好了", "result_on": day(3)},
    "closed": {"closed_at": moment("2026-03-04")},
    "dropped": {},
}


def raised(cast: Cast, state: str, on: dt.date | None = None, studio: Studio | None = None, **fields: Any) -> Matter:
    visit = entry(cast, cast.member, on or day(2), studio=studio or cast.town, state="checked")
    values = {"text": "路灯不亮", "title": "村口路灯不亮", "number": f"诉求〔2026〕{next(NEXT)}号", "state": state}
    return Matter.objects.create(visit=visit, **(values | STATES[state] | fields))


def clock(cast: Cast, matter: Matter, due: dt.date, kind: str = "matter") -> Deadline:
    """A clock of the matter itself that runs out at the end of ``due``."""
    return open_deadline(
        kind=kind, subject=matter.key, label=matter.title, started_on=day(2), due_on=due,
        parties={Part.RESPONSIBLE: [cast.liaison]}, by=cast.liaison, now=moment("2026-03-02"),
    )  # fmt: skip


@pytest.mark.parametrize("state", ["open", "doing"])
def test_matter_without_result_is_late_when_its_last_day_is_over(cast: Cast, state: str):
    clock(cast, raised(cast, state), day(19))
    clock(cast, raised(cast, state), day(20))  # to 24:00 of today
    raised(cast, state)  # no clock at all
    assert count("late_result") == {TOWN: 1}


@pytest.mark.parametrize("state", ["written", "answered", "closed", "dropped"])
def test_matter_with_a_result_is_not_without_one(cast: Cast, state: str):
    clock(cast, raised(cast, state), day(19), "echo")
    assert count("late_result") == {}


def test_clock_that_was_met_is_late_for_nothing(cast: Cast):
    matter = raised(cast, "open")
    clock(cast, matter, day(19))
    close_about(subject=matter.key, action="meet", by=cast.liaison, now=moment("2026-03-20"))
    assert count("late_result") == {}


def test_clock_of_another_matter_is_not_this_ones(cast: Cast):
    """12 begins like 1."""
    matter = raised(cast, "open")
    clock(cast, matter, day(19))
    Deadline.objects.update(subject=f"{matter.key}2")
    assert count("late_result") == {}


@pytest.mark.parametrize("state", list(STATES))
def test_result_waits_until_the_person_is_told(cast: Cast, state: str):
    raised(cast, state)
    assert count("no_echo") == ({TOWN: 1} if state == "answered" else {})


def test_matter_is_late_with_a_unit_once_however_many_are(cast: Cast):
    matter = raised(cast, "open")
    for unit in (cast.water, cast.hall):
        referred(cast, subject=matter.key, unit=unit)  # sent on the 2nd, to be signed for by the 5th
    assert count("late_referral") == {TOWN: 1}
    assert listed("late_referral") == [matter.number]


def test_unit_within_its_time_is_not_late(cast: Cast):
    signed(cast, subject=raised(cast, "open").key)  # 15 working days from the 3rd
    answered(cast, subject=raised(cast, "open").key)
    referred(cast, subject=raised(cast, "open").key, now=moment("2026-03-18"))
    assert count("late_referral") == {}


def test_referral_that_was_taken_back_or_of_a_closed_matter_is_late_for_nobody(cast: Cast):
    taken = referred(cast, subject=raised(cast, "open").key)
    withdraw(referral=taken, why="重复了", by=cast.liaison, now=moment("2026-03-19"))
    referred(cast, subject=raised(cast, "closed").key)
    assert count("late_referral") == {}


def test_matters_wait_from_their_month_on_and_not_before(cast: Cast):
    raised(cast, "answered", on=day(27, 2))
    assert count("no_echo", at(day(1, 1))) == {}
    assert count("no_echo", at(day(1, 2))) == count("no_echo") == {TOWN: 1}


def test_list_names_a_matter_by_number_and_title_and_never_by_what_was_said(cast: Cast):
    raised(cast, "answered", text="张三家门口的路灯")
    row = next(as_found(gap_rows("no_echo", everywhere(), at())))
    assert row.detail == "村口路灯不亮"
    assert row.what.startswith("诉求〔2026〕")
    assert "张三" not in f"{row}"


def test_matters_of_another_studio_are_not_shown(cast: Cast):
    for studio in (cast.river, None):
        matter = raised(cast, "open", studio=studio)
        Matter.objects.filter(pk=matter.pk).update(visit=entry(cast, cast.other, day(2), studio=studio))
        clock(cast, matter, day(10))
        referred(cast, subject=matter.key)
    counted = count_gaps(own_scope(cast.convener), at())
    assert not counted["late_result"] | counted["late_referral"] | counted["no_echo"]
    assert count("late_result") == count("late_referral") == {"河东工作室": 1, "": 1}


def test_counts_and_lists_ask_the_same_for_one_and_for_three(cast: Cast):
    asked = []
    for _ in range(3):
        raised(cast, "answered")
        late = raised(cast, "open")
        clock(cast, late, day(10))
        referred(cast, subject=late.key)
        with CaptureQueriesContext(connection) as queries:
            count_gaps(everywhere(), at())
            for gap in ("late_result", "no_echo", "late_referral"):
                list(as_found(gap_rows(gap, everywhere(), at())))
        asked.append(len(queries))
    assert asked == [asked[0]] * 3


WAITING = {
    "late_result": ("open", "?needs=late", "去办逾期的诉求"),
    "no_echo": ("answered", "?needs=any&amp;state=answered", "去告诉群众"),
    "late_referral": ("open", "?needs=unit", "去看在单位办的"),
}


@pytest.mark.parametrize("gap", list(WAITING))
def test_number_opens_the_matter_and_its_studio_the_list_to_work_off(cast: Cast, signed_in, gap: str):
    state, query, button = WAITING[gap]
    matter = raised(cast, state)
    if gap == "late_result":
        clock(cast, matter, day(19))
    if gap == "late_referral":
        referred(cast, subject=matter.key)
    assert f'href="/office/matters/{matter.pk}/"' in text(signed_in(cast.clerk).get(f"/office/gaps/{gap}/"))
    convener = signed_in(cast.convener)
    page = text(convener.get("/my/studio/gaps/"))
    assert f'href="/my/studio/matters/{matter.pk}/"' in page
    assert f'href="/my/studio/matters/{query}">{button}</a>' in page
    assert matter.number in text(convener.get(f"/my/studio/matters/{query.replace('&amp;', '&')}"))
