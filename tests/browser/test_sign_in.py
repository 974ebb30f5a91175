"""Signing in, in a real browser."""

from playwright.sync_api import Page, expect

from tests.browser.checks import check_axe
from tests.cast import PASSWORD, Cast


def fill_in(page: Page, name: str, password: str) -> None:
    page.get_by_label("用户名或手机号码").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def test_sign_in_page_is_accessible_on_a_phone(phone: Page) -> None:
    phone.goto("/login/")
    expect(phone.get_by_role("heading", name="登录")).to_be_visible()
    check_axe(phone)


def test_sign_in_page_is_accessible_on_a_desktop(desktop: Page) -> None:
    desktop.goto("/login/")
    expect(desktop.get_by_role("heading", name="登录")).to_be_visible()
    check_axe(desktop)


def test_wrong_password_says_so_and_keeps_the_name(phone: Page, cast: Cast) -> None:
    phone.goto("/login/")
    fill_in(phone, "hanmei", "not her password")
    expect(phone.get_by_text("请核对后重试")).to_be_visible()
    expect(phone.get_by_label("用户名或手机号码")).to_have_value("hanmei")
    check_axe(phone)


def test_right_password_opens_the_page_that_was_asked_for(phone: Page, cast: Cast) -> None:
    phone.goto("/password/")
    fill_in(phone, "13900000001", PASSWORD)
    expect(phone.get_by_role("heading", name="修改密码")).to_be_visible()
    check_axe(phone)
