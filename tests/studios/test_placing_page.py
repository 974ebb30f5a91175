"""The placing page: who is in no studio, why which one suits, many at once."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.models import Area, Member, Seat, Sector
from studios.models import Residency, Studio
from tests.cast import Cast, seat
from tests.studios.test_my_pages import text, today

__all__ = ["today"]

PAGE = "/office/studios/placing/"


def left_over(cast: Cast) -> list[Seat]:
    """A teacher in 石桥镇 who knows law, a trader of 城关镇."""
    teacher, trader = seat(cast.term, "马云龙", "教育界"), seat(cast.term, "丁一", "工商联界")
    Member.objects.filter(pk=teacher.member_id).update(specialty="法律咨询")
    Seat.objects.filter(pk=teacher.pk).update(area=Area.objects.get_or_create(name="石桥镇")[0])
    return [teacher, trader]


def boxes(page: str) -> list[str]:
    return [part.split("</label>")[0].split(">")[-1].strip() for part in page.split('name="members"')[1:]]


def test_list_has_who_is_in_no_studio_with_what_suits_them(cast: Cast, signed_in):
    left_over(cast)
    Studio.objects.filter(pk=cast.town.pk).update(area=Area.objects.get(name="城关镇"), brand="法律服务")
    cast.river.sectors.add(Sector.objects.get(name="教育界"))
    page = text(signed_in(cast.clerk).get(PAGE))
    assert boxes(page) == ["丁一", "马云龙"]
    assert "结合界别" in page
    assert "住所就近" in page
    assert "个人专长(法律)" in page
    assert "<strong>3 人</strong>" in page


def test_for_a_chosen_studio_the_best_come_first_with_their_reasons(cast: Cast, signed_in):
    left_over(cast)
    cast.river.sectors.add(Sector.objects.get(name="教育界"))
    page = text(signed_in(cast.clerk).get(f"{PAGE}?studio={cast.river.pk}"))
    assert boxes(page) == ["马云龙", "丁一"]
    assert f'<option value="{cast.river.pk}" selected>' in page


def test_filters(cast: Cast, signed_in):
    left_over(cast)
    client = signed_in(cast.clerk)
    town, trade = Area.objects.get(name="城关镇"), Sector.objects.get(name="工商联界")
    for query, found in (
        (f"area={town.pk}", ["丁一"]),
        (f"sector={trade.pk}", ["丁一"]),
        ("q=法律", ["马云龙"]),
        ("q=myl", ["马云龙"]),
        ("who=all", ["丁一", "马云龙", "王召", "李强", "韩梅"]),
        (f"who=all&studio={cast.town.pk}", ["丁一", "马云龙", "李强"]),
        ("q=无", []),
        ("area=x&sector=x&who=x&studio=x&page=x", ["丁一", "马云龙"]),
    ):
        assert sorted(boxes(text(client.get(f"{PAGE}?{query}")))) == sorted(found), query


def test_chosen_ones_are_placed_with_one_press_and_the_filters_stay(cast: Cast, signed_in, today):
    seats = left_over(cast)
    client = signed_in(cast.clerk)
    data = {"members": [one.member_id for one in seats], "studio": cast.river.pk, "part": "resident", "since": today}
    page = text(client.post(f"{PAGE}?q=", data, follow=True))
    assert "2人编入河东工作室" in page
    assert "本届委员都已编入" in page
    assert Residency.objects.in_studios([cast.river]).count() == 3
    assert "已经在河东工作室,没有变动" in text(client.post(f"{PAGE}?q=", data, follow=True))
    assert Residency.objects.in_studios([cast.river]).count() == 3


def test_who_presses_second_is_told_where_they_went(cast: Cast, signed_in, today):
    (teacher, _), data = left_over(cast), {"part": "resident", "since": today}
    first = {**data, "members": [teacher.member_id], "studio": cast.river.pk}
    signed_in(cast.clerk).post(PAGE, first)
    page = text(signed_in(cast.officer).post(PAGE, {**first, "studio": cast.town.pk}, follow=True))
    assert "马云龙刚由别人编入河东工作室" in page
    assert Residency.objects.get(member=teacher.member).studio == cast.river


def test_what_is_missing_is_told_and_what_was_ticked_stays(cast: Cast, signed_in, today):
    teacher, _ = left_over(cast)
    client = signed_in(cast.clerk)
    assert "请先在名单里勾选委员" in text(
        client.post(PAGE, {"studio": cast.town.pk, "part": "resident", "since": today})
    )
    page = text(client.post(PAGE, {"members": [teacher.member_id], "part": "resident", "since": today}))
    assert "请选择要编入的工作室" in page
    assert f'value="{teacher.member_id}" checked' in page
    closed = Studio.objects.create(number=9, name="旧工作室", closed_on=today)
    sent = {"members": [teacher.member_id], "studio": closed.pk, "part": "resident", "since": today}
    assert "还没有编入" in text(client.post(PAGE, sent))
    assert not Residency.objects.filter(member=teacher.member).exists()


def test_office_without_studios_is_told_what_to_do(cast: Cast, signed_in, today):
    Studio.objects.update(closed_on=today)
    page = text(signed_in(cast.clerk).get(PAGE))
    assert "先登记才能编入委员" in page
    assert "/office/studios/new/" in page


def test_page_asks_the_same_queries_for_one_row_and_three(cast: Cast, signed_in):
    client = signed_in(cast.clerk)

    def asked() -> int:
        client.get(f"{PAGE}?who=all")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{PAGE}?who=all")
        return len(queries)

    seat(cast.term, "丁一", "教育界")
    one = asked()
    for n in (3, 4):
        seat(cast.term, f"丁{n}", "教育界")
        studio = Studio.objects.create(number=n, name=f"第{n}工作室")
        studio.sectors.add(Sector.objects.get(name="教育界"))
        studio.residencies.create(member=seat(cast.term, f"丙{n}", "教育界").member)
    assert asked() == one
