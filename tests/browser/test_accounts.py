"""From a roster to everybody's own password, and back in after forgetting it: the office, two phones, one desk."""

import re
import time
from collections.abc import Callable

from django.contrib.sessions.models import Session
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from accounts.models import Office, OneTimeKey, User
from members.models import Member
from studios.models import Residency
from tests.browser.checks import check_axe
from tests.cast import PASSWORD, Cast, seat

SignIn = Callable[[Page, User], None]
FIRST, SECOND = "mountain river 88", "another river 99"


def thirty_members(cast: Cast) -> None:
    for n in range(30):
        held = seat(
            cast.term, f"丁{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{'子丑寅'[n // 10]}", "教育界", phone=f"139000002{n:02}"
        )
        Residency.objects.create(studio=cast.town if n % 2 else cast.river, member=held.member)


def code_on(page: Page, name: str) -> str:
    """Where the QR code of this person leads, as a phone's camera would read it."""
    return page.get_by_role("img", name=f"{name}的登录二维码").get_attribute("data-address")


def choose_password(page: Page, password: str) -> None:
    page.get_by_label("新密码", exact=True).fill(password)
    page.get_by_label("再输一次新密码").fill(password)
    check_axe(page)
    page.get_by_role("button", name="保存新密码").click()
    expect(page.get_by_text("密码已设好")).to_be_visible()


def test_thirty_members_get_in_by_slips_and_one_who_forgets_by_the_liaison_officer(
    desktop: Page, open_window: Callable[..., Page], sign_in: SignIn, cast: Cast, faults: list[str]
):
    thirty_members(cast)
    sign_in(desktop, cast.clerk)
    desktop.goto("/office/")
    desktop.get_by_role("link", name="账号", exact=True).click()
    check_axe(desktop)
    desktop.get_by_role("button", name="全部开通,打印 30 张登录条").click()
    expect(desktop.get_by_role("heading", name="登录条 30 张")).to_be_visible()
    expect(desktop.get_by_role("article")).to_have_count(30)
    check_axe(desktop)
    first_paper = code_on(desktop, "丁乙子")
    desktop.get_by_role("button", name="打印时出了问题,换发新的").click()
    expect(desktop.get_by_role("article")).to_have_count(30)
    paper = code_on(desktop, "丁乙子")
    assert paper != first_paper
    assert Member.objects.filter(user__isnull=True).count() == 0

    phone = open_window(390, 844, is_mobile=True, has_touch=True)
    phone.goto(first_paper)
    expect(phone.get_by_role("heading", name="这张登录条不能用了")).to_be_visible()
    check_axe(phone)
    faults.clear()  # the browser notes the 404
    phone.goto(paper)
    expect(phone.get_by_role("heading", name="这是 丁** 的登录条")).to_be_visible()
    check_axe(phone)
    phone.get_by_label("在这部手机上记住我").check()
    phone.get_by_role("button", name="登录").click()
    choose_password(phone, FIRST)
    expect(phone).to_have_url(re.compile("/my/$"))

    # Weeks later, on a new phone, the password is gone from memory: five wrong ones, and the door is shut.
    new_phone = open_window(390, 844, is_mobile=True, has_touch=True)
    for _ in range(5):
        new_phone.goto("/login/")
        new_phone.get_by_label("用户名或手机号码").fill("13900000201")
        new_phone.get_by_label("密码").fill("what was it")
        new_phone.get_by_role("button", name="登录").click()
    expect(new_phone.get_by_role("heading", name="输错的次数太多,先停一停")).to_be_visible()
    check_axe(new_phone)
    faults.clear()  # and the 429

    helper = open_window(390, 844, is_mobile=True, has_touch=True)
    sign_in(helper, cast.liaison)
    helper.goto("/my/studio/")
    helper.get_by_role("link", name="谁登录不了").click()
    check_axe(helper)
    helper.locator("section", has_text="丁乙子").get_by_role("button", name="给登录码").click()
    expect(helper.get_by_role("heading", name="丁乙子的登录条")).to_be_visible()
    check_axe(helper)
    new_phone.goto(code_on(helper, "丁乙子"))
    new_phone.get_by_role("button", name="登录").click()
    choose_password(new_phone, SECOND)
    phone.goto("/my/")
    expect(phone.get_by_role("heading", name="登录")).to_be_visible()  # the old phone is out, its password is old
    assert OneTimeKey.objects.filter(used_at__isnull=False).count() == 2


def leave_the_desk(minutes: int) -> None:
    for kept in Session.objects.all():
        data = kept.get_decoded()
        data["desk_seen"] = time.time() - minutes * 60
        kept.session_data = Session.get_session_store_class()().encode(data)
        kept.save()


def test_form_sent_after_lunch_is_not_lost(desktop: Page, sign_in: SignIn, cast: Cast):
    sign_in(desktop, cast.clerk)
    desktop.goto("/office/members/new/")
    desktop.get_by_label("姓名").fill("陈新")
    desktop.get_by_label("界别").select_option(label="教育界")
    desktop.get_by_label("备注").fill("第一行 <b>“引号”</b>")
    leave_the_desk(90)
    desktop.get_by_role("button", name="保存").click()
    expect(desktop.get_by_text("刚才写的内容还在")).to_be_visible()
    check_axe(desktop)
    desktop.get_by_label("密码").fill(PASSWORD)
    desktop.get_by_role("button", name="接着办").click()
    expect(desktop.get_by_text("已登记委员陈新")).to_be_visible()
    assert Member.objects.get(name="陈新").note == "第一行 <b>“引号”</b>"


def test_clerk_binds_a_phone_and_keeps_the_recovery_codes(open_window, sign_in: SignIn, cast: Cast):
    Office.objects.update(require_second_factor=True)
    for width in (390, 1280):
        TOTPDevice.objects.all().delete()
        page = open_window(width, 800)
        sign_in(page, cast.clerk)
        page.goto("/office/members/")
        check_axe(page)
        page.get_by_role("button", name="开始绑定").click()
        expect(page.get_by_role("img", name="绑定动态码的二维码")).to_be_visible()
        check_axe(page)
        device = TOTPDevice.objects.get()
        page.get_by_role("textbox", name="动态码").fill(f"{totp(device.bin_key):06}")
        page.get_by_role("button", name="绑定", exact=True).click()
        expect(page.locator(".codes li")).to_have_count(10)
        code = page.locator(".codes li").first.inner_text()
        check_axe(page)
        page.get_by_role("link", name="收好了,继续").click()
        expect(page).to_have_url(re.compile("/office/members/$"))
        page.context.clear_cookies()
        sign_in(page, cast.clerk)
        page.goto("/office/")
        check_axe(page)
        page.get_by_role("textbox", name="动态码").fill(code)
        page.get_by_role("button", name="继续").click()
        expect(page).to_have_url(re.compile("/office/$"))
