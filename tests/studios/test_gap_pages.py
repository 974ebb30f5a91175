"""The pages of what is still empty: the convener's own, the office's table and lists, what leaders see of them."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import AuditEvent
from members.models import Area
from studios.models import GapNotice, GapSetting, Residency
from tests.cast import Cast, seat
from tests.studios.gap_makers import entry, shift, turn
from tests.studios.test_my_pages import last_month, text, today

__all__ = ["today"]


def told(cast: Cast, gap: str, month: dt.date, studio=None) -> GapNotice:
    return GapNotice.objects.create(
        studio=studio or cast.town, month=month.replace(day=1), gap=gap, count=1, reached=2, convener_at=timezone.now()
    )


def yesterday(today: dt.date) -> dt.date:
    """Of this month: on the first there is none, and a shift of today is not over."""
    return today - dt.timedelta(days=1)


# The convener's page


def test_convener_and_liaison_see_their_studio_and_no_other(cast: Cast, signed_in, today):
    old = last_month(today)
    entry(cast, cast.other, old, studio=cast.river, place="别室的地方")
    entry(cast, cast.member, old, studio=cast.town, place="本室的地方")
    for user in (cast.convener, cast.liaison):
        page = text(signed_in(user).get("/my/studio/gaps/"))
        assert "城关工作室" in page
        assert "本室的地方" in page
        for hidden in ("河东工作室", "李强", "别室的地方"):
            assert hidden not in page
    for user in (cast.member, cast.other, cast.stranger, cast.clerk):
        assert signed_in(user).get("/my/studio/gaps/").status_code == 404


def test_each_gap_has_its_next_step(cast: Cast, signed_in, today):
    old = last_month(today)
    turn(shift(cast.town, old), cast.person(cast.member), "expected")
    entry(cast, cast.member, old - dt.timedelta(days=8), studio=cast.town)
    page = text(signed_in(cast.liaison).get(f"/my/studio/gaps/?month={old:%Y-%m}"))
    assert "还没有走访记录的委员:王召" in page
    assert "韩梅(到岗没有登记1次)" in page
    assert "请提前告诉联络员调剂" in page
    assert ">去核</a>" in page
    assert "没有民情日志" not in page


def test_nothing_empty_says_so_and_leads_on(cast: Cast, signed_in, today):
    old = last_month(today)
    turn(shift(cast.town, old, "held"), cast.person(cast.member), "left")
    for user in (cast.member, cast.convener):
        entry(cast, user, old, studio=cast.town, state="checked")
    page = text(signed_in(cast.convener).get(f"/my/studio/gaps/?month={old:%Y-%m}"))
    assert "没有空着的" in page
    assert "看本室的记录" in page
    assert "没有排到班的:王召" in page


def test_convener_reads_how_far_word_has_gone(cast: Cast, signed_in, today):
    row = told(cast, "silent", today)
    assert "提醒过召集人、联络员" in text(signed_in(cast.convener).get("/my/studio/gaps/"))
    GapNotice.objects.filter(pk=row.pk).update(office_at=timezone.now() + dt.timedelta(hours=1))
    assert "办公室知道了" in text(signed_in(cast.convener).get("/my/studio/gaps/"))


@pytest.mark.parametrize("junk", ["month=2199-01", "month=x", "month=1999-01"])
def test_month_that_is_none_is_the_present_one(cast: Cast, signed_in, today, junk: str):
    assert f"{today.year}年{today.month}月,到" in text(signed_in(cast.convener).get(f"/my/studio/gaps/?{junk}"))


def test_first_page_of_who_runs_a_studio_counts_what_is_empty(cast: Cast, signed_in, today):
    page = text(signed_in(cast.liaison).get("/my/"))
    assert "工作室还空着的" in page
    assert "委员没有记录 <strong>2</strong> 人" in page
    assert "还空着的" not in text(signed_in(cast.member).get("/my/"))


# The office's pages


def test_office_sees_every_studio_and_what_is_in_none(cast: Cast, signed_in, today):
    seat(cast.term, "丁一", "教育界")
    page = text(signed_in(cast.clerk).get("/office/gaps/"))
    for shown in ("1. 城关工作室", "2. 河东工作室", "不在现有", "怎么数的", "不是排名"):
        assert shown in page
    assert f"/office/gaps/silent/?month={today:%Y-%m}&amp;studio={cast.town.pk}" in page
    assert f"/office/gaps/silent/?month={today:%Y-%m}&amp;studio=none" in page


def test_numbers_open_their_lists(cast: Cast, signed_in, today):
    seat(cast.term, "丁一", "教育界")
    client = signed_in(cast.clerk)
    whole = text(client.get("/office/gaps/silent/"))
    assert "王召" in whole
    assert "李强" in whole
    assert "没有入室的委员里,谁没有记录" in whole
    town = text(client.get(f"/office/gaps/silent/?studio={cast.town.pk}"))
    assert "王召" in town
    assert "李强" not in town
    none = text(client.get("/office/gaps/silent/?studio=none"))
    assert "丁一" in none
    assert "王召" not in none
    assert client.get("/office/gaps/nothing/").status_code == 404


@pytest.mark.parametrize("gap", ["no_entry", "no_shift", "not_come", "silent", "no_outcome", "unchecked"])
def test_every_list_shows_its_rows_or_says_there_are_none(cast: Cast, signed_in, today, gap: str):
    old = last_month(today)
    client = signed_in(cast.clerk)
    turn(shift(cast.town, old), cast.person(cast.member), "absent")
    entry(cast, cast.convener, old - dt.timedelta(days=9), studio=cast.town)
    entry(cast, cast.convener, old - dt.timedelta(days=9))
    assert "共 " in text(client.get(f"/office/gaps/{gap}/?month={old:%Y-%m}"))
    assert client.get(f"/office/gaps/{gap}/?month={old:%Y-%m}&studio=none").status_code == 200
    assert "没有空着的" in text(client.get(f"/office/gaps/{gap}/?studio={cast.town.pk}&area={other_area().pk}"))


def other_area() -> Area:
    return Area.objects.get_or_create(name="别处镇")[0]


def test_table_is_filtered_by_area_kind_and_what_is_empty(cast: Cast, signed_in, today):
    cast.river.area, cast.river.kind = other_area(), "界别"
    cast.river.save()
    client = signed_in(cast.clerk)
    for query in (f"area={cast.river.area.pk}", "kind=界别"):
        page = text(client.get(f"/office/gaps/?{query}"))
        assert "河东工作室" in page
        assert "1. 城关工作室" not in page
        assert "不在现有" not in page
    old = last_month(today)
    turn(shift(cast.town, old, "held"), cast.person(cast.member), "left")
    for user in (cast.member, cast.convener):
        entry(cast, user, old, studio=cast.town, state="checked")
    page = text(client.get(f"/office/gaps/?month={old:%Y-%m}&show=empty"))
    assert "1. 城关工作室" not in page
    assert "2. 河东工作室" in page


def test_table_and_lists_ask_the_same_queries_for_one_and_for_three(cast: Cast, signed_in, today):
    client, old = signed_in(cast.clerk), last_month(today)
    counts = []
    for number in range(3):
        turn(shift(cast.town, old - dt.timedelta(days=number)), cast.person(cast.member), "absent")
        entry(cast, cast.convener, old - dt.timedelta(days=9 + number), studio=cast.town)
        Residency.objects.create(studio=cast.river, member=seat(cast.term, f"丁{number}", "教育界").member)
        told(cast, ("silent", "not_come", "no_entry")[number], old)
        asked = []
        for url in ("", "silent/", "not_come/", "no_outcome/", "unchecked/"):
            client.get(f"/office/gaps/{url}?month={old:%Y-%m}")
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/office/gaps/{url}?month={old:%Y-%m}")
            asked.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            signed_in(cast.convener).get(f"/my/studio/gaps/?month={old:%Y-%m}")
        counts.append([*asked, len(queries)])
    assert counts == [counts[0]] * 3


def test_workbook_defines_its_numbers_and_is_in_the_trail(cast: Cast, signed_in, today):
    answer = signed_in(cast.clerk).post("/office/gaps/export/")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    said = [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
    assert said[2][:4] == ["编号", "工作室", "片区", "没有民情日志(个室)"]
    assert said[3] == [1, "城关工作室", 1, 1, 0, 2, *[0] * 5]
    assert any("委员没有记录:当月一篇民情日志也没有的驻室委员" in str(row) for row in said)
    assert any("不是排名" in str(row) for row in said)
    assert AuditEvent.objects.get(action="exported").subject.startswith("还空着的")
    assert signed_in(cast.leader).post("/office/gaps/export/").status_code == 404


# Leaders look last


def test_leader_sees_what_the_convener_was_told_and_nothing_else(cast: Cast, signed_in, today):
    told(cast, "silent", today)
    client = signed_in(cast.leader)
    page = text(client.get("/office/gaps/"))
    assert f"/office/gaps/silent/?month={today:%Y-%m}&amp;studio={cast.town.pk}" in page
    assert "/office/gaps/no_entry/" not in page
    assert f"studio={cast.river.pk}" not in page
    assert "不在现有" not in page
    shown = text(client.get("/office/gaps/silent/"))
    assert "韩梅" in shown
    assert "李强" not in shown
    assert "没有入室的委员里" not in shown
    assert "李强" not in text(client.get("/office/gaps/silent/?studio=none"))
    for query in (
        f"silent/?studio={cast.river.pk}",
        "no_entry/",
        f"silent/?month={last_month(today):%Y-%m}",
    ):
        hidden = text(client.get(f"/office/gaps/{query}"))
        assert "还没有听到" in hidden
        assert "李强" not in hidden


def test_leaders_first_page_lists_only_what_the_convener_was_told(cast: Cast, signed_in, today):
    page = text(signed_in(cast.leader).get("/office/"))
    assert "李强" not in page
    assert "人</a> 委员没有记录" not in page
    told(cast, "silent", today)
    assert "<strong>2</strong> 人</a> 委员没有记录" in text(signed_in(cast.leader).get("/office/"))
    clerk = text(signed_in(cast.clerk).get("/office/"))
    assert "<strong>3</strong> 人</a> 委员没有记录" in clerk


# Days of telling


def test_clerk_changes_the_days_and_the_trail_keeps_what_they_were(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    page = text(client.get("/office/gaps/setting/"))
    assert "告诉召集人、联络员" in page
    values = {
        "convener_day": "25", "office_after": "2", "leader_after": "4", "unchecked_after": "7",
        "first_month": "2026-05", "source": "主席会议纪要",
    }  # fmt: skip
    assert client.post("/office/gaps/setting/", values).status_code == 302
    kept = GapSetting.objects.get()
    assert (kept.convener_day, kept.office_after, kept.leader_after, kept.unchecked_after) == (25, 2, 4, 7)
    row = AuditEvent.objects.get(subject="还空着的提醒日子")
    assert "每月20日告诉召集人→每月25日告诉召集人" in row.detail["changes"]
    client.post("/office/gaps/setting/", values)
    assert AuditEvent.objects.filter(subject="还空着的提醒日子").count() == 1


@pytest.mark.parametrize("wrong", [{"convener_day": "29"}, {"office_after": "0"}, {"first_month": "下个月"}])
def test_wrong_number_is_refused_and_what_was_typed_is_kept(cast: Cast, signed_in, wrong: dict[str, str]):
    values = {"convener_day": "25", "office_after": "2", "leader_after": "4", "unchecked_after": "7"}
    page = text(signed_in(cast.clerk).post("/office/gaps/setting/", values | {"first_month": "2026-05"} | wrong))
    assert 'class="errorlist"' in page
    assert f'value="{next(iter(wrong.values()))}"' in page
    assert GapSetting.objects.get().convener_day == 20


def test_who_may_not_set_the_days_has_no_such_page_and_the_trail_says_who_tried(cast: Cast, signed_in):
    for user in (cast.officer, cast.leader, cast.convener, cast.auditor):
        assert signed_in(user).get("/office/gaps/setting/").status_code == 404
        assert signed_in(user).post("/office/gaps/setting/").status_code == 404
    assert AuditEvent.objects.filter(action="refused", subject="修改还空着的提醒日子").count() == 4


def test_link_of_a_notice_leads_each_to_their_page(cast: Cast, signed_in, today):
    row = told(cast, "silent", today)
    own, office = (f"{url}?month={today:%Y-%m}" for url in ("/my/studio/gaps/", "/office/gaps/"))
    for user, url in ((cast.convener, own), (cast.liaison, own), (cast.clerk, office), (cast.leader, office)):
        assert signed_in(user).get(f"/go/studios.gapnotice/{row.pk}/")["Location"] == url
    for user in (cast.member, cast.other, cast.auditor):
        assert signed_in(user).get(f"/go/studios.gapnotice/{row.pk}/").status_code == 404
