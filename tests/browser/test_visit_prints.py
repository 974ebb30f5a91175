"""The paper of the visit log: A4, no chrome, pages numbered, heads repeated."""

import re
from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from studios.models import VisitLog
from studios.services import VisitEntry, file
from tests.browser.checks import check_axe
from tests.cast import Cast
from tests.studios.makers import matter

SignIn = Callable[[Page, User], None]


def pages_of(page: Page) -> list[tuple[int, int]]:
    """The width and height in millimetres of each page that the printer gets."""
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == len(re.findall(rb"/MediaBox", pdf))
    boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", pdf)
    return [(round(float(width) * 25.4 / 72), round(float(height) * 25.4 / 72)) for width, height in boxes]


def busy_month(cast: Cast) -> None:
    """A month that fills pages, with a visit that is longer than one."""
    now = timezone.now()
    for n in range(6):
        whole = VisitEntry(
            occurred_on=timezone.localdate(now),
            way=VisitLog.Way.VISIT,
            place=f"东关村{n}组",
            studio=cast.town,
            matters=tuple(matter("路灯不亮,夜里走路不便。" * 20, answer="已联系供电所。" * 20) for _ in range(3)),
        )
        file(member=cast.person(cast.member), entry=whole, by=cast.member, now=now)


def test_blank_pages_fill_one_sheet_each(phone: Page, sign_in: SignIn, cast: Cast):
    sign_in(phone, cast.member)
    phone.goto("/my/visits/")
    phone.get_by_text("打印", exact=True).click()
    phone.get_by_role("link", name="空白民情日志").click()
    check_axe(phone)
    assert pages_of(phone) == [(210, 297)]
    phone.get_by_role("link", name="返回").click()
    phone.get_by_text("打印", exact=True).click()
    phone.get_by_role("link", name="空白来访登记表").click()
    check_axe(phone)
    assert pages_of(phone) == [(297, 210)]


def test_month_of_a_studio_is_printed_without_chrome(phone: Page, sign_in: SignIn, cast: Cast):
    busy_month(cast)
    sign_in(phone, cast.liaison)
    phone.goto("/my/studio/")
    phone.get_by_text("打印", exact=True).click()
    phone.get_by_role("link", name="本室的《民情日志》").click()
    expect(phone.get_by_text("城关工作室", exact=False).first).to_be_visible()
    check_axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    sheets = pages_of(phone)
    assert set(sheets) == {(210, 297)}
    assert len(sheets) > 3
    phone.emulate_media(media="print")
    expect(phone.get_by_role("heading", name="民情日志")).to_be_visible()
    for chrome in (phone.get_by_role("link", name="返回"), phone.get_by_role("button"), phone.get_by_label("月份")):
        expect(chrome.first).to_be_hidden()
    assert phone.locator("thead").first.evaluate("(e) => getComputedStyle(e).display") == "table-header-group"
