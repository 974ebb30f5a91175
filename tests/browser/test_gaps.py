"""What is still empty: the convener hears, sees it on the phone and passes it on; the office opens a number."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from common.dates import month_start
from studios.models import GapSetting
from studios.services import tell_gaps
from tests.browser.checks import check_axe
from tests.cast import Cast
from tests.studios.gap_makers import shift, turn


def told(cast: Cast) -> dt.date:
    """Somebody of the town missed their turn, and the convener was told this month; on whatever day this runs."""
    now = timezone.now()
    today = timezone.localdate(now)
    GapSetting.objects.update(first_month=month_start(today), convener_day=1)
    turn(shift(cast.town, month_start(today) - dt.timedelta(days=3)), cast.person(cast.member), "absent")
    for days in range(10):  # the next working day at the latest after the longest holiday
        if tell_gaps(now=now + dt.timedelta(days=days)).conveners:
            break
    return today


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_convener_sees_what_is_empty_and_takes_the_next_step(open_window, sign_in, cast: Cast, scripts: bool):
    told(cast)
    page: Page = open_window(390, 844, java_script_enabled=scripts)
    sign_in(page, cast.convener)
    page.goto("/my/")
    page.get_by_role("link", name="看是哪些,怎么补").click()
    expect(page.get_by_role("heading", name="还空着的")).to_be_visible()
    silent = page.locator("section", has_text="委员没有记录")
    silent.get_by_text("提醒的话,复制到微信群").click()
    expect(silent.get_by_label("选中下面的文字")).to_have_value(text_about("韩梅"))
    if scripts:
        check_axe(page)
    page.locator("section", has_text="值班没有成果").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/my/studio/duty/" in page.url


def text_about(name: str) -> re.Pattern[str]:
    return re.compile(f"还没有走访记录的委员:.*{name}.*方便时请记一笔")


def test_office_opens_a_number_and_finds_who_it_is(desktop: Page, sign_in, cast: Cast):
    today = told(cast)
    sign_in(desktop, cast.clerk)
    desktop.goto("/office/")
    desktop.locator("section", has_text="还空着的").get_by_role("link", name="看是哪些").click()
    row = desktop.get_by_role("row").filter(has_text="城关工作室")
    check_axe(desktop)
    row.get_by_role("link", name="2", exact=True).click()  # members without an entry
    expect(desktop.get_by_role("heading", level=1)).to_contain_text(f"委员没有记录 {today.year}年{today.month}月")
    expect(desktop.get_by_role("link", name="韩梅")).to_be_visible()
    expect(desktop.get_by_text("李强")).not_to_be_visible()
    check_axe(desktop)
