"""The main job as people do it, in a real browser: roster in, visits on a phone, workbook out."""

import io
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from accounts.models import AuditEvent, User
from assessment.tasks import make_sheets
from common.excel import read_workbook
from common.imports import Mode
from members.models import Member, Seat
from members.services.roster import import_roster
from studios.models import VisitLog
from tests.browser.checks import check_axe
from tests.cast import NOW, Cast

DATA = Path(__file__).parent.parent / "data"
SignIn = Callable[[Page, User], None]


def test_clerk_brings_the_roster_in_and_reads_one_number(desktop: Page, sign_in: SignIn, cast: Cast):
    sign_in(desktop, cast.clerk)
    desktop.goto("/office/members/")
    desktop.get_by_role("link", name="导入名册").click()
    desktop.get_by_label("Excel 文件").set_input_files(DATA / "委员名册.xlsx")
    desktop.get_by_role("button", name="上传并预览").click()
    expect(desktop.get_by_role("row", name="92 有错 江长军 手机号码")).to_be_visible()
    check_axe(desktop)
    assert Seat.objects.count() == 3
    desktop.get_by_role("button", name="只导入没有错误的 196 行").click()
    expect(desktop.get_by_role("heading", name="导入委员名册:已导入")).to_be_visible()
    assert Seat.objects.count() == 199
    desktop.get_by_role("link", name="查看委员名册").click()
    desktop.get_by_label("查找", exact=True).fill("haf")
    desktop.get_by_role("button", name="筛选").click()
    desktop.get_by_role("link", name="韩安芳").click()
    expect(desktop.get_by_text("199****0013")).to_be_visible()
    desktop.get_by_role("button", name="查看完整号码").click()
    expect(desktop.get_by_text("19900010013")).to_be_visible()
    assert AuditEvent.objects.filter(action="revealed", actor_id=cast.clerk.pk).count() == 1


def test_file_that_is_no_workbook_is_refused_in_words(desktop: Page, sign_in: SignIn, cast: Cast):
    sign_in(desktop, cast.clerk)
    desktop.goto("/office/members/import/")
    desktop.get_by_label("Excel 文件").set_input_files(
        {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": b"not a workbook"}
    )
    desktop.get_by_role("button", name="上传并预览").click()
    expect(desktop.get_by_text("这不是 Excel 工作簿")).to_be_visible()
    check_axe(desktop)


def fill_in_visit(page: Page) -> None:
    page.goto("/my/")
    page.get_by_role("link", name="记一笔").first.click()
    page.get_by_label("入户走访").check()
    page.get_by_label("人次").fill("3")
    page.get_by_label("走访对象").fill("城关镇村民")
    page.get_by_label("地点").fill("东门社区")
    page.get_by_label("反映问题").first.fill("路灯坏了")
    page.get_by_label("当场解决").first.check()


def test_member_records_a_visit_and_corrects_it_on_a_phone(phone: Page, sign_in: SignIn, cast: Cast):
    sign_in(phone, cast.member)
    fill_in_visit(phone)
    check_axe(phone)
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("已提交。")).to_be_visible()
    check_axe(phone)
    phone.get_by_role("link", name="更正").click()
    phone.get_by_label("人次").fill("5")
    phone.get_by_role("button", name="保存更正").click()
    expect(phone.get_by_text("5 人次").or_(phone.get_by_text("5人次")).first).to_be_visible()
    visit = VisitLog.objects.get()
    assert (visit.member, visit.headcount, visit.state) == (cast.person(cast.member), 5, "filed")
    assert visit.matters.get().text == "路灯坏了"


def test_visit_kept_as_a_draft_waits_on_the_first_page(phone: Page, sign_in: SignIn, cast: Cast):
    sign_in(phone, cast.member)
    fill_in_visit(phone)
    phone.get_by_role("button", name="存为草稿").click()
    expect(phone.get_by_text("还没有提交。")).to_be_visible()
    phone.goto("/my/")
    phone.get_by_role("link", name="接着写").click()
    expect(phone.get_by_label("地点")).to_have_value("东门社区")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("已提交。")).to_be_visible()
    assert VisitLog.objects.get().state == "filed"


def test_submit_pressed_twice_makes_one_visit(phone: Page, sign_in: SignIn, cast: Cast):
    sign_in(phone, cast.member)
    fill_in_visit(phone)
    phone.get_by_role("button", name="提交").dblclick()
    expect(phone.get_by_text("已提交。")).to_be_visible()
    phone.go_back()
    phone.get_by_role("button", name="提交").click()
    phone.wait_for_load_state()
    assert VisitLog.objects.count() == 1


def test_visit_with_a_mistake_keeps_what_was_typed(phone: Page, sign_in: SignIn, cast: Cast):
    sign_in(phone, cast.member)
    fill_in_visit(phone)
    phone.get_by_label("日期").fill("2099-01-01")
    phone.evaluate("document.querySelector('main form').noValidate = true")  # as a browser that checks nothing
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    expect(phone.get_by_label("地点")).to_have_value("东门社区")
    check_axe(phone)
    assert not VisitLog.objects.exists()


def test_convener_reads_what_their_studio_filed(open_window, sign_in: SignIn, cast: Cast):
    author, convener = open_window(390, 844), open_window(390, 844)
    sign_in(author, cast.member)
    fill_in_visit(author)
    author.get_by_role("button", name="提交").click()
    expect(author.get_by_text("已提交。")).to_be_visible()
    sign_in(convener, cast.convener)
    convener.goto("/my/")
    convener.get_by_role("navigation").get_by_role("link", name="工作室").click()
    expect(convener.get_by_role("article")).to_contain_text("韩梅,城关镇村民,3 人次,东门社区")
    check_axe(convener)


def test_office_takes_a_ledger_and_downloads_the_months_workbook(desktop: Page, sign_in: SignIn, cast: Cast):
    import_roster_quietly(cast)
    sign_in(desktop, cast.clerk)
    desktop.goto("/office/visits/import/")
    desktop.get_by_label("Excel 文件").set_input_files(DATA / "走访台账_2026年3月.xlsx")
    desktop.get_by_role("button", name="上传并预览").click()
    check_axe(desktop)
    desktop.get_by_role("button", name="确认导入").click()
    expect(desktop.get_by_role("heading", name="已导入")).to_be_visible()
    visits = VisitLog.objects.count()
    desktop.goto("/office/month/2026-03/")
    check_axe(desktop)
    desktop.get_by_role("button", name="生成汇总表").click()
    expect(desktop.get_by_role("progressbar")).to_be_visible()
    check_axe(desktop)
    make_sheets(now=timezone.now())  # as the engine does beside the site
    with desktop.expect_download() as download:  # the page sees by itself that it is ready
        desktop.get_by_role("button", name="下载汇总表").click()
    sheets = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).sheetnames
    assert sheets == ["汇总", "明细", "说明"]
    assert visits > 100
    assert AuditEvent.objects.filter(action="exported", actor_id=cast.clerk.pk).count() == 1


def import_roster_quietly(cast: Cast) -> None:
    sheets = read_workbook((DATA / "委员名册.xlsx").read_bytes())
    import_roster(sheets, term_number=10, by=cast.clerk, now=NOW, mode=Mode.GOOD)
    assert Member.objects.count() == 199
