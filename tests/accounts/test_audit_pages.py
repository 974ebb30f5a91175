"""The auditor's pages."""

import ast
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts import roles
from accounts.models import AuditEvent, AuditSeal
from accounts.queries import audit as queries
from accounts.queries import detail_in_words
from accounts.queries.audit import DETAIL_WORDS
from accounts.services import audit, purge_audit, seal_events
from tests.accounts.trails import LATER, forced, sealed, verdict, written
from tests.cast import NOW, Cast, user
from tests.repository import app_files, name, tree

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def rows(page: str) -> list[str]:
    """The subjects ``事一`` … ``事九`` in the order of the page."""
    found = [
        (page.index(f">{word}<"), word) for word in (f"事{n}" for n in "一二三四五六七八九") if f">{word}<" in page
    ]
    return [word for _, word in sorted(found)]


def event(subject: str, **fields) -> AuditEvent:
    action = fields.pop("action", AuditEvent.Action.EXPORTED)
    return audit(action, **{"by": None, "now": NOW, "subject": subject, **fields})


@pytest.fixture
def trail(cast: Cast) -> Cast:
    """Four rows: exported by the clerk, revealed by the officer, and two older ones of the command line."""
    event("事一", now=NOW - dt.timedelta(days=40), via="命令行")
    event("事二", now=NOW - dt.timedelta(days=2), via="命令行")
    event("事三", action=AuditEvent.Action.REVEALED, by=cast.officer, via="页面", now=NOW + dt.timedelta(minutes=1))
    event("事四", by=cast.clerk, via="页面", reason="开会用", now=NOW + dt.timedelta(minutes=2))
    return cast


def test_trail_is_read_newest_first_with_its_numbers(trail: Cast, signed_in):
    seal_events(now=LATER)
    event("事五", now=NOW + dt.timedelta(minutes=3))
    page = text(signed_in(trail.auditor).get("/office/audit/"))
    assert rows(page) == ["事五", "事四", "事三", "事二", "事一"]
    number = AuditSeal.objects.get(event__subject="事四").number
    assert f'<td class="number">{number}</td>' in page
    assert "待封存</span>" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("who=周敏", ["事四"]),
        ("who=helian", ["事三"]),
        ("who=没这个人", []),
        ("action=revealed", ["事三"]),
        ("subject=事二", ["事二"]),
        ("via=命令", ["事二", "事一"]),
        ("since=2026-03-18", ["事四", "事三", "事二"]),
        ("until=2026-03-18", ["事二", "事一"]),
        ("since=2026-03-18&until=2026-03-18", ["事二"]),
        ("number={number}", ["事三"]),
        ("who=周敏&action=revealed", []),
        ("action=x&since=x&until=x&number=x&older_than=x&newer_than=-1", ["事四", "事三", "事二", "事一"]),
    ],
)
def test_trail_is_filtered(trail: Cast, signed_in, query: str, found: list[str]):
    seal_events(now=LATER)
    query = query.format(number=AuditSeal.objects.get(event__subject="事三").number)
    assert rows(text(signed_in(trail.auditor).get(f"/office/audit/?{query}"))) == found


def test_empty_trail_says_why(trail: Cast, signed_in):
    page = text(signed_in(trail.auditor).get("/office/audit/?subject=没有"))
    assert "没有符合条件的记录" in page
    assert "导出 Excel" not in page


def test_pages_follow_one_another_both_ways_and_keep_the_filters(trail: Cast, signed_in, monkeypatch):
    monkeypatch.setattr(queries, "PER_PAGE", 2)
    same_moment = [event(f"事{n}", now=NOW + dt.timedelta(hours=1)) for n in "五六七"]
    client = signed_in(trail.auditor)

    def page(**place: int) -> tuple[list[str], str]:
        query = "&".join(f"{name}={pk}" for name, pk in place.items())
        shown = text(client.get(f"/office/audit/?subject=事&{query}"))
        return rows(shown), shown

    first, shown = page()
    assert first == ["事七", "事六"]
    assert f"?subject=%E4%BA%8B&amp;older_than={same_moment[1].pk}" in shown
    assert "较新的" not in shown
    second, shown = page(older_than=same_moment[1].pk)
    assert second == ["事五", "事四"]
    assert f"newer_than={same_moment[0].pk}" in shown
    assert page(newer_than=same_moment[0].pk)[0] == first
    third = AuditEvent.objects.get(subject="事四").pk
    assert page(older_than=third)[0] == ["事三", "事二"]
    last, shown = page(older_than=AuditEvent.objects.get(subject="事二").pk)
    assert last == ["事一"]
    assert "较早的" not in shown


def test_event_shows_all_it_says_with_number_and_hash(trail: Cast, signed_in):
    one = event(
        "事六", by=trail.clerk, reason="开会用", detail={"rows": 3, "before": {"角色": ["办公室"]}}, address="10.1.2.3"
    )
    client = signed_in(trail.auditor)
    page = text(client.get(f"/office/audit/{one.pk}/"))
    for word in (
        "事六",
        "周敏(zhoumin)",
        "开会用",
        "行数",
        "角色:办公室",
        "10.1.2.3",
        "2026年3月20日(周五) 10:00:00",
        "待封存",
    ):
        assert word in page
    seal_events(now=LATER)
    seal = AuditSeal.objects.get(event=one)
    page = text(client.get(f"/office/audit/{one.pk}/"))
    for word in (f"第 {seal.number} 号", seal.hash, seal.previous):
        assert word in page
    assert "待封存" not in page
    assert client.get("/office/audit/999999/").status_code == 404


def test_chain_page_says_how_it_stands(trail: Cast, signed_in):
    client = signed_in(trail.auditor)
    assert "还没有核验过" in text(client.get("/office/audit/"))
    seal_events(now=LATER)
    last = AuditSeal.objects.latest("number")
    verdict()
    page = text(client.get("/office/audit/"))
    assert f"核验到第 {last.number} 号,没有问题" in page
    assert "条待封存" in page
    page = text(client.get("/office/audit/chain/"))
    assert "完整</span>" in page
    assert last.hash in page


def test_findings_are_shown_to_the_auditor(trail: Cast, signed_in):
    seal_events(now=LATER)
    forced(AuditEvent, AuditEvent.objects.get(subject="事三").pk, subject="改过的")
    number = AuditSeal.objects.get(event__subject="改过的").number
    verdict()
    client = signed_in(trail.auditor)
    assert "发现1处问题" in text(client.get("/office/audit/"))
    assert f"第{number}号:内容与封存时不同" in text(client.get("/office/audit/chain/"))


def test_purges_are_listed(trail: Cast, signed_in):
    AuditEvent.objects.all()._raw_delete("default")
    sealed(2, at=NOW - dt.timedelta(days=400))
    client = signed_in(trail.auditor)
    assert "还没有清除过" in text(client.get("/office/audit/chain/"))
    purge_audit(by=trail.clerk, now=NOW, via="页面")
    page = text(client.get("/office/audit/chain/"))
    assert "第 1 至 2 号" in page
    assert "周敏(zhoumin)" in page


def workbook(response) -> list[list[object]]:
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_export_wants_a_reason_and_is_in_the_trail(trail: Cast, signed_in):
    seal_events(now=LATER)
    client = signed_in(trail.auditor)
    assert "将导出 2 条" in text(client.get("/office/audit/export/?via=命令"))
    assert "请写明用途" in text(client.post("/office/audit/export/?via=命令"))
    grid = workbook(client.post("/office/audit/export/?via=命令", {"reason": "上级检查"}))
    header = next(n for n, row in enumerate(grid) if row[0] == "编号")
    assert [row[4] for row in grid[header + 1 : header + 3]] == ["事二", "事一"]
    assert "用途:上级检查" in grid[1][0]
    first = grid[header + 1]
    seal = AuditSeal.objects.get(event__subject="事二")
    assert (first[0], f"{first[1]}", first[-1]) == (seal.number, "2026-03-18 10:00:00", seal.hash)
    row = AuditEvent.objects.get(action="exported", subject="审计记录")
    assert (row.reason, row.detail, row.actor_id) == ("上级检查", {"rows": 2}, trail.auditor.pk)


def test_export_of_a_formula_is_text(trail: Cast, signed_in):
    event("=1+1")
    grid = workbook(signed_in(trail.auditor).post("/office/audit/export/?subject==1", {"reason": "检查"}))
    assert any("=1+1" in row for row in grid)


def test_export_of_too_many_rows_says_to_narrow_down(trail: Cast, signed_in, monkeypatch):
    monkeypatch.setattr("accounts.views.audit.MOST_ROWS", 3)
    client = signed_in(trail.auditor)
    assert "用日期缩小范围" in text(client.get("/office/audit/export/?subject=事"))
    assert "用日期缩小范围" in text(client.post("/office/audit/export/?subject=事", {"reason": "检查"}))
    assert "没有可导出的" in text(client.get("/office/audit/export/?subject=没有"))
    assert not AuditEvent.objects.filter(subject="审计记录").exists()


def test_administrator_without_the_right_finds_no_such_page(trail: Cast, signed_in):
    one = event("事六")
    pages = ["/office/audit/", f"/office/audit/{one.pk}/", "/office/audit/chain/", "/office/audit/export/"]
    admins = [user("a", "甲", role=roles.SYSTEM_ADMIN), user("b", "乙", role=roles.SECURITY_ADMIN), trail.clerk]
    for admin in admins:
        client = signed_in(admin)
        assert [client.get(page).status_code for page in pages] == [404] * 4
        assert client.post("/office/audit/export/", {"reason": "想看"}).status_code == 404
        assert "/office/audit/" not in text(client.get("/office/"))
    assert not AuditEvent.objects.readable_by(trail.clerk).exists()
    assert signed_in(trail.auditor).get("/admin/accounts/auditevent/").status_code == 404


def test_pages_ask_the_same_queries_for_one_row_and_three(cast: Cast, signed_in):
    client = signed_in(cast.auditor)
    one = sealed(1)[0]
    purge_audit(by=None, now=NOW + dt.timedelta(days=800), via="定时任务")
    one = sealed(1)[0]
    pages = ["/office/audit/?subject=名册", f"/office/audit/{one.pk}/", "/office/audit/chain/"]

    def asked(page: str) -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        return len(captured)

    def asked_of_export() -> int:
        with CaptureQueriesContext(connection) as captured:
            workbook(client.post("/office/audit/export/?subject=名册", {"reason": "检查"}))
        return len(captured)

    before = [*map(asked, pages), asked_of_export()]
    sealed(2)
    written(1)
    assert [*map(asked, pages), asked_of_export()] == before


def test_detail_is_read_in_chinese():
    one = event("名册", detail={"count": 0, "fields": ["姓名", "界别"], "error": 2, "汇总": 3, "after": []})
    assert detail_in_words(one) == [
        ("人数", "0"),
        ("改动的栏目", "姓名、界别"),
        ("有错", "2"),
        ("汇总", "3"),
        ("现在", "—"),
    ]


def test_every_word_of_a_detail_is_known():
    """Literal keys that services put into ``detail``."""
    said = [
        (name(path), key.value)
        for path in app_files()
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "audit"
        for word in call.keywords
        if word.arg == "detail" and isinstance(word.value, ast.Dict)
        for key in word.value.keys
        if isinstance(key, ast.Constant)
    ]
    assert said
    assert not [found for found in said if found[1] not in DETAIL_WORDS]
