"""Duty as people do it on a phone: a swap from asking to the changed roster, the month's roster on paper."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from studios.models import DutyShift, Swap
from studios.services import agree_swap
from tests.access import PAST
from tests.browser.checks import check_axe
from tests.cast import Cast
from tests.studios import duty

SignIn = Callable[[Page, User], None]
SOON = timezone.localdate() + dt.timedelta(days=3)


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def phones(request, open_window) -> Callable[[], Page]:
    """Phones of their own for each, with JavaScript and without."""
    return lambda: open_window(390, 844, is_mobile=True, has_touch=True, java_script_enabled=request.param)


def test_swap_from_asking_to_the_changed_roster(phones, request, sign_in: SignIn, cast: Cast):
    scripted = request.node.callspec.params["phones"]
    check = check_axe if scripted else (lambda page: None)
    made = duty.shift(cast, day=SOON, now=PAST, theme="医保政策咨询")
    asker, colleague, officer = phones(), phones(), phones()
    for page, user in ((asker, cast.member), (colleague, cast.convener), (officer, cast.liaison)):
        sign_in(page, user)
    asker.goto("/my/")
    asker.get_by_role("link", name="值班", exact=True).click()
    check(asker)
    asker.get_by_role("link", name=f"{SOON.month}月{SOON.day}日").first.click()
    expect(asker.get_by_text("这一班有您")).to_be_visible()
    asker.get_by_role("link", name="不能到,申请调剂").click()
    check(asker)
    asker.get_by_label("王召").check()
    asker.get_by_label("原因").fill("到省里学习")
    asker.get_by_role("button", name="去问对方").click()
    expect(asker.get_by_text("已去问王召")).to_be_visible()

    colleague.goto("/my/duty/")
    colleague.get_by_role("link", name="去答复").click()
    expect(colleague.get_by_text("到省里学习")).to_be_visible()
    check(colleague)
    colleague.get_by_role("button", name="同意代班").click()
    expect(colleague.get_by_text("联络员确认以后,这一班就由您值")).to_be_visible()

    officer.goto(f"/my/studio/duty/?month={SOON:%Y-%m}")
    check(officer)
    officer.get_by_role("article").or_(officer.locator("section.card")).get_by_role("link").first.click()
    expect(officer.get_by_text("待联络员确认")).to_be_visible()
    check(officer)
    officer.get_by_role("button", name="确认调剂").click()
    expect(officer.get_by_text("已确认,值班表改为王召")).to_be_visible()
    assert duty.people(made) == ["王召"]
    assert Swap.objects.get().state == "confirmed"
    colleague.goto("/my/duty/")
    expect(colleague.get_by_role("heading", name=f"{SOON.month}月{SOON.day}日")).to_be_visible()


def test_confirm_pressed_twice_changes_the_roster_once(phone: Page, sign_in: SignIn, cast: Cast):
    made = duty.shift(cast, day=SOON, now=PAST)
    swap = duty.asked(cast, made)
    agree_swap(swap=swap, by=cast.convener, now=timezone.now())
    sign_in(phone, cast.liaison)
    phone.goto(f"/my/studio/duty/{made.pk}/")
    phone.get_by_role("button", name="确认调剂").dblclick()
    expect(phone.get_by_text("已确认,值班表改为王召")).to_be_visible()
    assert made.events.filter(action="confirm").count() == 1


def test_convener_sets_a_pattern_publishes_the_month_and_prints_its_roster(phones, request, sign_in, cast: Cast):
    scripted = request.node.callspec.params["phones"]
    check = check_axe if scripted else (lambda page: None)
    page = phones()
    sign_in(page, cast.convener)
    page.goto("/my/studio/duty/")
    page.get_by_role("link", name="定值班安排").click()
    day = page.get_by_label("几号", exact=True)
    page.get_by_label("每月几号", exact=True).check()
    expect(day).to_be_visible()
    day.fill("99")
    page.get_by_label("每周星期几", exact=True).check()
    expect(day).to_be_visible(visible=not scripted)
    if not scripted:
        expect(page.get_by_role("heading", name="“每月几号”的,填几号")).to_be_visible()
        day.fill("")
    page.get_by_label("星期几", exact=True).select_option("周五")
    page.get_by_role("button", name="先看排到哪些天").click()
    expect(page.get_by_role("heading", name="每周五 9:00至11:30")).to_be_visible()
    check(page)
    page.get_by_role("button", name="就这样定").click()
    expect(page.get_by_text("都还没有发布")).to_be_visible()
    first = DutyShift.objects.in_order()[0]
    page.goto(f"/my/studio/duty/?month={first.day:%Y-%m}")
    page.get_by_role("button", name="发布这").click()
    expect(page.get_by_text("值班的人都会收到通知")).to_be_visible()
    page.get_by_role("link", name="打印值班表").click()
    expect(page.get_by_role("heading", name="值班表")).to_have_text(
        f"城关工作室{first.day.year}年{first.day.month}月值班表"
    )
    check(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("table")).to_be_visible()
    for chrome in (page.get_by_role("navigation"), page.get_by_role("link", name="返回值班表")):
        expect(chrome).to_be_hidden()
    if scripted:
        assert page.evaluate("document.documentElement.scrollWidth") <= 1123  # A4 landscape at 96 dots an inch


def test_liaison_officer_records_who_came_and_what_was_done(phones, request, sign_in: SignIn, cast: Cast):
    scripted = request.node.callspec.params["phones"]
    made = duty.shift(cast, day=timezone.localdate() - dt.timedelta(days=1), now=PAST)
    page = phones()
    sign_in(page, cast.liaison)
    page.goto(f"/my/studio/duty/{made.pk}/")
    page.get_by_role("link", name="登记到岗和成果").click()
    if scripted:
        check_axe(page)
    page.get_by_label("到了").check()
    page.get_by_label("这一班没有人来访").check()
    page.get_by_label("没有人来访,做了什么").fill("走访东关村5户")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("这一班已完成")).to_be_visible()
    made.refresh_from_db()
    assert made.state == "held"
