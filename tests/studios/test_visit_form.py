"""The form of a visit: who was met, who came along, several matters; what is wrong is said where it is."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Constituent, Tie
from studios.models import Purpose, VisitLog
from tests.cast import Cast
from tests.members.people import known
from tests.studios.test_my_pages import empty_form, form, text, today

__all__ = ["today"]

MET = {"newcomer-0-name": "田小山", "newcomer-0-agreed": "on", "newcomer-0-phone": "13912345670"}


def many(cast: Cast, count: int) -> list[Constituent]:
    return [known(cast, cast.member, f"田{n:02}", phone=f"139123456{n:02}") for n in range(count)]


def send(cast: Cast, signed_in, today: dt.date, **changes: object) -> str:
    """The page that comes back; "" when the visit was filed."""
    answer = signed_in(cast.member).post("/my/visits/new/", form(today, **changes))
    return "" if answer.status_code == 302 else text(answer)


def test_everything_that_can_be_written_is_kept(cast: Cast, signed_in, today):
    villager, purpose = known(cast, cast.member, "田大山"), Purpose.objects.first()
    filled = {
        "constituents": [villager.pk], "purposes": [purpose.pk], "companions": [cast.person(cast.convener).pk],
        "others": "镇司法所王主任", "summary": "随访", "place": "东关村", "people": "城关镇村民",
        "studio": cast.town.pk,
        "matter-0-text": "路灯不亮", "matter-0-asked_before": "on", "matter-0-asked_whom": "供电所",
        "matter-0-asked_when": "去年冬天", "matter-0-asked_answer": "等排期", "matter-0-concerned": "30",
        "matter-0-outcome": "referred", "matter-1-text": "机井没水",
    }  # fmt: skip
    assert send(cast, signed_in, today, **filled) == ""
    visit = VisitLog.objects.get()
    assert list(visit.constituents.all()) == [villager]
    assert list(visit.purposes.all()) == [purpose]
    assert list(visit.companions.all()) == [cast.person(cast.convener)]
    assert (visit.others, visit.summary, visit.people, visit.studio) == (
        "镇司法所王主任", "随访", "城关镇村民", cast.town,
    )  # fmt: skip
    first, second = visit.matters.all()
    assert (first.asked_before, first.asked_whom, first.asked_when, first.asked_answer) == (
        True, "供电所", "去年冬天", "等排期",
    )  # fmt: skip
    assert (first.concerned, first.outcome, second.text) == (30, "referred", "机井没水")


def test_constituent_met_for_the_first_time_is_written_down_with_the_visit(cast: Cast, signed_in, today):
    assert send(cast, signed_in, today, **MET, **{"newcomer-0-fixed": "on"}) == ""
    villager = Constituent.objects.get()
    assert VisitLog.objects.get().constituents.get() == villager
    assert villager.contacted_on == today
    assert Tie.objects.get().kind == Tie.Kind.FIXED


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"newcomer-0-agreed": ""}, "没有本人同意不能登记"),
        ({"newcomer-0-name": ""}, "请写上这位群众的姓名"),
        ({"newcomer-0-phone": "12"}, "号码"),
        ({"headcount": "0"}, "至少1人次"),
        ({"matter-0-concerned": "3"}, "请补上群众反映的问题"),
        ({"matter-0-text": "路灯", "matter-0-asked_before": "on"}, "请写明向哪个部门"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(changes, complaint: str, cast: Cast, signed_in, today):
    page = send(cast, signed_in, today, **{**MET, "place": "东关村", **changes})
    assert complaint in page
    assert 'value="东关村"' in page
    assert not VisitLog.objects.exists()
    assert not Constituent.objects.exists()


def test_number_that_is_known_already_is_told_and_the_visit_not_filed(cast: Cast, signed_in, today):
    known(cast, cast.member, "田大山", phone="13912345670")
    page = send(cast, signed_in, today, **MET)
    assert "还没有保存" in page
    assert 'value="田小山"' in page
    assert not VisitLog.objects.exists()


def test_constituent_and_companion_of_others_are_no_choice(cast: Cast, signed_in, today):
    stranger = known(cast, cast.other, "李四", phone="13912345671")
    page = empty_form(signed_in(cast.member))
    assert "李四" not in page
    assert "李强" not in page
    send(cast, signed_in, today, constituents=[stranger.pk])
    send(cast, signed_in, today, companions=[cast.person(cast.other).pk])
    assert not VisitLog.objects.exists()


def test_long_list_of_constituents_shows_eight_and_finds_the_rest(cast: Cast, signed_in, today):
    many(cast, 12)
    client = signed_in(cast.member)
    page = empty_form(client)
    assert "其余 4 位" in page
    sent = form(today, act="find", find="田11", place="东关村")
    found = text(client.post("/my/visits/new/", sent))
    assert "其余 11 位" in found
    assert found.index("田11") < found.index("其余 11 位")
    assert 'value="东关村"' in found
    assert not VisitLog.objects.exists()


def test_form_asks_the_same_queries_for_one_constituent_and_three(cast: Cast, signed_in):
    client = signed_in(cast.member)
    page = client.get("/my/visits/new/").headers["Location"]

    def asked() -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    many(cast, 1)
    one = asked()
    for n in (1, 2):
        known(cast, cast.member, f"王{n}", phone=f"1391234560{n}")
    assert asked() == one


@pytest.mark.parametrize("act", ["more_matters", "more_people"])
def test_one_block_more_gives_the_page_back_as_typed(act: str, cast: Cast, signed_in, today):
    page = send(cast, signed_in, today, act=act, place="东关村", **MET, **{"matter-0-text": "路灯不亮"})
    for typed in ('value="东关村"', "路灯不亮", 'value="田小山"', 'value="13912345670"'):
        assert typed in page
    assert "还没有保存" not in page
    assert not VisitLog.objects.exists()


def test_staff_check_each_others_log_and_not_their_own(cast: Cast, signed_in, today):
    signed_in(cast.clerk).post("/my/visits/new/", form(today, place="东关村"))
    visit = VisitLog.objects.get()
    ticked = {"visit": [f"{visit.pk}:{visit.revision}"]}
    signed_in(cast.clerk).post("/office/visits/check/", ticked)
    assert VisitLog.objects.get().state == "filed"
    signed_in(cast.officer).post("/office/visits/check/", ticked)
    assert VisitLog.objects.get().checked_by == cast.officer


def test_list_of_staff_asks_the_same_queries_for_one_and_three(cast: Cast, signed_in, today):
    client = signed_in(cast.liaison)

    def asked() -> int:
        client.get("/my/visits/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/my/visits/")
        return len(queries)

    client.post("/my/visits/new/", form(today, **{"matter-0-text": "路灯"}))
    one = asked()
    for _ in range(2):
        client.post("/my/visits/new/", form(today, **{"matter-0-text": "路灯"}))
    assert VisitLog.objects.count() == 3
    assert asked() == one
