"""What is asked of members, set at the desk and read on the phone, without a script."""

import io
from collections.abc import Callable

from django.utils import timezone
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from accounts.models import User
from assessment.models import Quota
from members.models import Seat
from tests.browser.checks import check_axe
from tests.cast import Cast
from tests.members.people import known, village

SignIn = Callable[[Page, User], None]
Open = Callable[..., Page]


def test_office_asks_and_links_and_the_member_reads_it(open_window: Open, sign_in: SignIn, cast: Cast):
    desktop = open_window(1280, 800, java_script_enabled=False)
    phone = open_window(390, 844, is_mobile=True, java_script_enabled=False)
    Seat.objects.filter(member=cast.person(cast.member)).update(post="vice_chair")
    village()
    sign_in(desktop, cast.officer)
    desktop.goto("/office/")
    desktop.get_by_role("link", name="定额").click()
    desktop.get_by_role("link", name="接待群众").click()
    desktop.get_by_text("修改", exact=True).click()
    desktop.get_by_label("数目").fill("2")
    desktop.get_by_label("启用", exact=True).check()
    desktop.get_by_role("button", name="保存").click()
    expect(desktop.get_by_text("起每月2次。")).to_be_visible()
    desktop.get_by_role("link", name="进度").click()
    desktop.get_by_role("link", name="韩梅").click()
    desktop.get_by_text("登记一项联系", exact=True).click()
    desktop.get_by_label("村(社区)").select_option("城关镇 东关村")
    desktop.get_by_role("button", name="登记").click()
    expect(desktop.get_by_text("已登记韩梅联系东关村。")).to_be_visible()
    sign_in(phone, cast.member)
    phone.goto("/my/")
    phone.get_by_role("link", name="我的联系任务还差多少").click()
    expect(phone.get_by_text("本月已有0次,工作室要求每月2次。")).to_be_visible()
    expect(phone.get_by_text("现在已有1个村(社区)")).to_be_visible()
    phone.get_by_role("link", name="我联系的村和委员").click()
    expect(phone.get_by_text("城关镇 东关村")).to_be_visible()
    assert Quota.objects.newest().get(code="reception").made_by == cast.officer


def test_convener_copies_a_reminder_and_the_office_takes_the_table_away(
    phone: Page, desktop: Page, sign_in: SignIn, cast: Cast
):
    sign_in(phone, cast.convener)
    phone.goto("/my/")
    phone.get_by_role("link", name="本室谁还差一点").click()
    phone.get_by_text("复制到微信群").click()
    expect(phone.get_by_role("textbox")).to_contain_text("韩梅:联系界别群众还差5名群众")
    check_axe(phone)
    sign_in(desktop, cast.clerk)
    desktop.goto("/office/quotas/progress/?q=hm")
    with desktop.expect_download() as download:
        desktop.get_by_role("button", name="导出 Excel").click()
    rows = str(list(load_workbook(io.BytesIO(download.value.path().read_bytes()))["委员"].values))
    assert "韩梅" in rows
    assert "李强" not in rows


def test_constituent_comes_into_the_pool_and_the_member_sees_the_mark(
    desktop: Page, phone: Page, sign_in: SignIn, cast: Cast
):
    known(cast, cast.member, place=village(), now=timezone.now())
    sign_in(desktop, cast.clerk)
    desktop.goto("/office/people/")
    desktop.get_by_role("link", name="群众代表库").click()
    desktop.get_by_role("link", name="增加一位").first.click()
    desktop.get_by_label("群众的姓名").fill("田")
    desktop.get_by_role("button", name="查找").last.click()
    desktop.get_by_role("link", name="列入").click()
    desktop.get_by_label("专长领域").fill("果树栽培")
    desktop.get_by_role("button", name="列入").click()
    expect(desktop.get_by_role("cell", name="城关镇东关村党组织")).to_be_visible()
    check_axe(desktop)
    sign_in(phone, cast.member)
    phone.goto("/my/people/")
    expect(phone.get_by_text("群众代表", exact=True)).to_be_visible()
