"""Something handed to a unit: signed, answered, given back; and a village that answers on paper."""

from datetime import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from referrals import states
from referrals.models import Referral
from tests.browser.checks import check_axe
from tests.cast import Cast
from tests.referrals.makers import referred, village


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def state_of(referral: Referral) -> str:
    referral.refresh_from_db()
    return referral.state


def test_handler_signs_and_answers_and_the_officer_approves(
    desktop: Page, phone: Page, sign_in, cast: Cast, now: datetime
):
    held = referred(cast, now)
    sign_in(desktop, cast.handler)
    desktop.goto("/unit/")
    desktop.get_by_role("link", name=held.label).click()
    desktop.get_by_role("button", name="签收").click()
    desktop.get_by_role("link", name="答复", exact=True).click()
    desktop.get_by_label("正在办").check()
    desktop.get_by_label("答复内容").fill("灯头已采购,本月20日前装好。")
    desktop.get_by_label("联系电话").fill("0700-5551234")
    desktop.get_by_role("button", name="提交答复").click()
    expect(desktop.get_by_text("答复已提交")).to_be_visible()
    check_axe(desktop)
    sign_in(phone, cast.liaison)
    phone.goto("/my/")
    phone.get_by_role("link", name="去看看").click()
    phone.get_by_role("link", name=held.label).click()
    expect(phone.get_by_text("本月20日前装好")).to_be_visible()
    phone.get_by_role("link", name="审核答复").click()
    check_axe(phone)
    phone.get_by_role("button", name="审核通过").click()
    expect(phone.get_by_text("已审核通过,单位会收到通知")).to_be_visible()
    assert state_of(held) == states.APPROVED


def test_handler_gives_back_and_the_office_agrees_without_scripts(open_window, sign_in, cast: Cast, now: datetime):
    held = referred(cast, now)
    unit = open_window(1280, 800, java_script_enabled=False)
    office = open_window(1280, 800, java_script_enabled=False)
    sign_in(unit, cast.handler)
    unit.goto(f"/unit/referrals/{held.pk}/")
    unit.get_by_role("link", name="申请退回").click()
    unit.get_by_label("退回理由").fill("路灯归城关镇管护")
    unit.get_by_label("建议改由哪个单位办理").select_option(label="城关镇政府")
    unit.get_by_role("button", name="确定申请退回").click()
    expect(unit.get_by_text("答复以前期限照算").first).to_be_visible()
    sign_in(office, cast.clerk)
    office.goto("/office/referrals/?state=asked_back")
    office.get_by_role("link", name=held.label).click()
    office.get_by_role("link", name="答复退回申请").click()
    expect(office.get_by_text("建议改由城关镇政府办理")).to_be_visible()
    office.get_by_role("button", name="同意退回").click()
    expect(office.get_by_text("已同意退回。可以改交别的单位。")).to_be_visible()
    assert state_of(held) == states.RETURNED


def test_officer_prints_for_a_village_and_enters_its_slip(phone: Page, sign_in, cast: Cast, now: datetime):
    held = referred(cast, now, unit=village())
    sign_in(phone, cast.liaison)
    phone.goto(f"/my/referrals/{held.pk}/")
    phone.get_by_role("link", name="转办单").click()
    expect(phone.get_by_role("heading", name="转办单")).to_be_visible()
    phone.goto(f"/my/referrals/{held.pk}/slip/")
    phone.get_by_label("回执上的日期").fill(f"{timezone.localdate(now)}")
    phone.get_by_label("已办").check()
    phone.get_by_label("答复内容").fill("已请电工修好")
    check_axe(phone)
    phone.get_by_role("button", name="照回执录入").click()
    expect(phone.get_by_text("由赵联照纸质回执代录")).to_be_visible()
    check_axe(phone)
    assert state_of(held) == states.ANSWERED
