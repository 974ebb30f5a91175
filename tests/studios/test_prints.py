"""Paper: the blank log, the blank register, and a month of the log as filled in."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studios.models import Matter, Purpose, VisitLog
from studios.services import check, withdraw
from tests.cast import NOW, Cast
from tests.members.people import known
from tests.studios.makers import LAST_MONTH, draft, filed, matter
from tests.studios.test_my_pages import text

MONTH = "?month=2026-03"


def words(page: str) -> str:
    """What is read, without tags and the spaces of the source."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("who", ["member", "liaison", "leader"])
def test_blank_pages_have_the_offices_title_and_every_choice(who: str, cast: Cast, signed_in):
    client = signed_in(getattr(cast, who))
    log = text(client.get("/my/visits/print/log/"))
    assert "民情日志</h1>" in log
    for label in [*VisitLog.Way.labels, *Matter.Outcome.labels, *Purpose.objects.values_list("name", flat=True)]:
        assert f"□{label}" in log
    for place in (
        "日期",
        "地点",
        "对象",
        "人次",
        "同行人",
        "反映内容",
        "当场答复",
        "责任人",
        "期限",
        "办理结果",
        "满意度",
    ):
        assert f">{place}<" in log
    register = text(client.get("/my/visits/print/register/"))
    assert "来访登记表</h1>" in register
    assert "<thead>" in register
    for column in ("来访时间", "姓名", "性别", "年龄", "联系方式", "单位或住址", "事由", "处理意见与结果", "备注"):
        assert f"<th>{column}</th>" in register


def test_blank_pages_are_at_the_office_too_and_nobody_elses(cast: Cast, signed_in):
    for page in ("log", "register"):
        assert signed_in(cast.clerk).get(f"/office/visits/print/{page}/").status_code == 200
        assert signed_in(cast.handler).get(f"/office/visits/print/{page}/").status_code == 404
        assert signed_in(cast.handler).get(f"/my/visits/print/{page}/").status_code == 404


def test_month_of_a_member_has_what_stands_oldest_first(cast: Cast, signed_in):
    later = filed(cast, cast.member, place="西关村", matters=(matter("机井没水", answer="已联系水利站"),))
    filed(cast, cast.member, NOW.date().replace(day=2), place="东关村", headcount=3)
    gone = filed(cast, cast.member, place="撤回的地方")
    withdraw(visit=gone, why="记错了", by=cast.member, now=NOW)
    filed(cast, cast.member, LAST_MONTH, place="上月的地方")
    filed(cast, cast.other, place="别人的地方")
    draft(cast, cast.member, place="草稿里的地方")
    check(visits=[later], seen={later.pk: later.revision}, by=cast.clerk, now=NOW)
    page = words(text(signed_in(cast.member).get(f"/my/visits/print/{MONTH}")))
    assert "韩梅 2026年3月" in page
    assert "共 2 次,4 人次,反映问题 1 件" in page
    assert page.index("东关村") < page.index("西关村")
    for said in ("机井没水", "已联系水利站", "没有反映问题", "已核,周敏", "待核"):
        assert said in page
    for place in ("撤回的地方", "上月的地方", "别人的地方", "草稿里的地方"):
        assert place not in page


def test_constituents_are_named_to_who_knows_them_and_no_number_is_printed(cast: Cast, signed_in):
    villager = known(cast, cast.member, "田大山", phone="13912345678")
    visit = filed(cast, cast.member, studio=cast.town, constituents=(villager,))
    doors = {
        cast.member: "/my/visits/print/",
        cast.convener: "/my/studio/print/",
        cast.clerk: f"/office/studios/{cast.town.pk}/print/",
    }
    for user, page in doors.items():
        shown = text(signed_in(user).get(page + MONTH))
        assert "田大山" in shown
        assert "13912345678" not in shown
    page = f"/office/visits/print/member/{visit.member_id}/"
    assert "田大山" in text(signed_in(cast.clerk).get(page + MONTH))


def test_studio_is_printed_whole_or_by_member_and_by_who_runs_it(cast: Cast, signed_in):
    filed(cast, cast.member, studio=cast.town, place="韩梅去的地方")
    filed(cast, cast.convener, studio=cast.town, place="王召去的地方")
    filed(cast, cast.other, studio=cast.river, place="别室的地方")
    client = signed_in(cast.liaison)
    whole = text(client.get(f"/my/studio/print/{MONTH}"))
    assert "韩梅去的地方" in whole
    assert "王召去的地方" in whole
    assert "别室的地方" not in whole
    one = text(client.get(f"/my/studio/print/{MONTH}&member={cast.person(cast.member).pk}"))
    assert "韩梅去的地方" in one
    assert "王召去的地方" not in one
    foreign = text(client.get(f"/my/studio/print/{MONTH}&member={cast.person(cast.other).pk}"))
    assert "别室的地方" not in foreign
    assert signed_in(cast.member).get(f"/my/studio/print/{MONTH}").status_code == 404
    assert signed_in(cast.convener).get(f"/office/studios/{cast.town.pk}/print/").status_code == 404


def test_month_without_a_visit_says_what_to_do(cast: Cast, signed_in):
    assert "还没有提交的记录" in text(signed_in(cast.member).get(f"/my/visits/print/{MONTH}"))


def test_paper_asks_the_same_queries_for_one_visit_and_three(cast: Cast, signed_in):
    client = signed_in(cast.clerk)
    pages = [f"/office/studios/{cast.town.pk}/print/", f"/office/visits/print/member/{cast.person(cast.member).pk}/"]

    def asked(page: str) -> int:
        client.get(page + MONTH)
        with CaptureQueriesContext(connection) as queries:
            client.get(page + MONTH)
        return len(queries)

    whole = {
        "studio": cast.town,
        "matters": (matter(), matter("水")),
        "purposes": tuple(Purpose.objects.all()),
        "companions": (cast.person(cast.convener),),
        "constituents": (known(cast, cast.member, "田大山"),),
    }
    filed(cast, cast.member, **whole)
    one = [asked(page) for page in pages]
    for day in (1, 2):
        filed(cast, cast.member, NOW.date().replace(day=day), **whole)
    assert [asked(page) for page in pages] == one
