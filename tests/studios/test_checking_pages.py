"""Pages on which visits are checked, many at once, and returned one by one."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studios.models import VisitLog
from studios.services import VisitEntry, check, correct
from tests.cast import Cast
from tests.studios.makers import matter
from tests.studios.test_my_pages import filed, messages_after, text, today

__all__ = ["today"]


def of_three(cast: Cast, today) -> list[VisitLog]:
    return [filed(cast, cast.member, today, studio=cast.town, place=f"东关{n}组") for n in range(3)]


def box(visit: VisitLog) -> str:
    return f"{visit.pk}:{visit.revision}"


def boxes(page: str, name: str) -> set[str]:
    return set(re.findall(rf'name="{name}" value="([0-9:]+)"', page))


DOORS = [("liaison", "/my/studio/"), ("clerk", "/office/visits/")]


@pytest.mark.parametrize(("who", "page"), DOORS)
def test_ticked_visits_are_checked_and_the_rest_wait(who: str, page: str, cast: Cast, signed_in, today):
    visits = of_three(cast, today)
    client = signed_in(getattr(cast, who))
    assert boxes(text(client.get(page)), "visit") == {box(one) for one in visits}
    answer = client.post(f"{page}check/", {"visit": [box(one) for one in visits[:2]], "next": page})
    assert answer.headers["Location"] == page
    assert "已核实 2 条,计入履职记录。" in messages_after(client, answer)
    assert boxes(text(client.get(page)), "visit") == {box(visits[2])}
    assert VisitLog.objects.checked().count() == 2


@pytest.mark.parametrize(("who", "page"), DOORS)
def test_whole_page_is_checked_by_one_press(who: str, page: str, cast: Cast, signed_in, today):
    visits = of_three(cast, today)
    client = signed_in(getattr(cast, who))
    shown = boxes(text(client.get(page)), "shown")
    assert shown == {box(one) for one in visits}
    client.post(f"{page}check/", {"shown": list(shown), "all": "1"})
    assert VisitLog.objects.checked().count() == 3


def test_nothing_ticked_is_said(cast: Cast, signed_in, today):
    of_three(cast, today)
    client = signed_in(cast.liaison)
    assert "还没有选中记录" in messages_after(client, client.post("/my/studio/check/"))


def test_second_who_presses_hears_who_was_first(cast: Cast, signed_in, today):
    visits = of_three(cast, today)
    ticked = {"visit": [box(one) for one in visits]}
    signed_in(cast.liaison).post("/my/studio/check/", ticked)
    client = signed_in(cast.convener)
    page = messages_after(client, client.post("/my/studio/check/", ticked))
    assert "有 3 条没有核实" in page
    assert "已由赵联核实" in page
    assert {one.checked_by for one in VisitLog.objects.all()} == {cast.liaison}


def test_visit_corrected_since_the_page_was_loaded_is_left_and_the_others_are_checked(cast: Cast, signed_in, today):
    visits = of_three(cast, today)
    ticked = {"visit": [box(one) for one in visits]}
    correct(
        visit=visits[0], revision=visits[0].revision, entry=VisitEntry(today, "phone", studio=cast.town),
        by=cast.member, now=timezone.now(),
    )  # fmt: skip
    client = signed_in(cast.liaison)
    page = messages_after(client, client.post("/my/studio/check/", ticked))
    assert "已核实 2 条" in page
    assert "刚才已经更正,请看过现在的内容再核" in page


def test_visits_of_another_studio_and_what_no_page_wrote_are_not_checked(cast: Cast, signed_in, today):
    foreign = filed(cast, cast.other, today, studio=cast.river)
    client = signed_in(cast.liaison)
    for sent in (box(foreign), "1", "x:1", f"{foreign.pk}:1:1", "9" * 19 + ":1", ""):
        client.post("/my/studio/check/", {"visit": [sent]})
    assert signed_in(cast.member).post("/my/studio/check/", {"visit": [box(foreign)]}).status_code == 404
    assert signed_in(cast.leader).post("/office/visits/check/", {"visit": [box(foreign)]}).status_code == 404
    assert VisitLog.objects.get().state == "filed"


def test_return_asks_for_the_reason_and_keeps_it_where_somebody_was_first(cast: Cast, signed_in, today):
    visit = of_three(cast, today)[0]
    client, page = signed_in(cast.convener), f"/my/studio/{visit.pk}/return/"
    assert "请写明为什么退回。" in text(client.post(page, {"why": "", "revision": visit.revision}))
    stale = {"why": "请补充地点", "revision": visit.revision}
    check(visits=[visit], seen={visit.pk: visit.revision}, by=cast.liaison, now=timezone.now())
    refused = text(client.post(page, stale))
    assert 'value="请补充地点"' in refused
    visit.refresh_from_db()
    assert visit.state == "checked"
    assert f'name="revision" value="{visit.revision}"' in refused
    assert "已退回" in messages_after(client, client.post(page, {**stale, "revision": visit.revision}))
    visit.refresh_from_db()
    assert (visit.state, visit.returned_why) == ("returned", "请补充地点")
    assert "请补充地点" in text(signed_in(cast.member).get("/my/visits/"))


def test_own_visit_bears_no_box(cast: Cast, signed_in, today):
    own = filed(cast, cast.convener, today, studio=cast.town)
    assert box(own) not in boxes(text(signed_in(cast.convener).get("/my/studio/")), "visit")
    assert box(own) in boxes(text(signed_in(cast.liaison).get("/my/studio/")), "visit")


@pytest.mark.parametrize(("who", "page"), DOORS)
def test_lists_with_boxes_ask_the_same_queries_for_one_and_three(who: str, page: str, cast: Cast, signed_in, today):
    client = signed_in(getattr(cast, who))

    def asked(client: Client) -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    filed(cast, cast.member, today, studio=cast.town, matters=(matter(),))
    one = asked(client)
    for by in (cast.member, cast.convener):
        filed(cast, by, today, studio=cast.town, matters=(matter(), matter("水")))
    assert asked(client) == one
