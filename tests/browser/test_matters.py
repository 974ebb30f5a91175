"""What becomes of a matter, as people do it: to a unit and back, to another, answered, told; several as one."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from referrals.models import Referral
from studios.models import Matter
from studios.services import MatterEntry, VisitEntry, file
from tests.browser.checks import check_axe
from tests.cast import Cast
from tests.studios.matters.makers import category, village


def heard(cast: Cast, text: str = "村口机井坏了,浇不上地") -> Matter:
    """Of the member, in the town studio, today."""
    now = timezone.now() - dt.timedelta(hours=1)
    entry = VisitEntry(
        timezone.localdate(now), "visit", studio=cast.town, matters=(MatterEntry(text, outcome="referred"),)
    )
    matter = file(member=cast.person(cast.member), entry=entry, by=cast.member, now=now).matters.get()
    Matter.objects.filter(pk=matter.pk).update(village=village(), category=category())
    return matter


def hand_out(page: Page, unit: str, text: str) -> None:
    page.get_by_role("link", name="转办", exact=True).click()
    page.get_by_label("事由").fill("东关村机井维修")
    page.get_by_label("主办单位").select_option(label=unit)
    page.get_by_label("请单位办什么").fill(text)
    check_axe(page)
    page.get_by_role("button", name="转办", exact=True).click()
    expect(page.get_by_text("已转办。")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_matter_goes_to_a_unit_and_back_to_another_is_answered_and_told(
    open_window, sign_in, cast: Cast, scripts: bool
):
    matter = heard(cast)
    phone = open_window(390, 844, is_mobile=True, has_touch=True, java_script_enabled=scripts)
    water, hall = (open_window(1280, 800, java_script_enabled=scripts) for _ in range(2))
    check = check_axe if scripts else (lambda page: None)  # axe itself is a script
    sign_in(phone, cast.liaison)
    phone.goto("/my/studio/matters/")
    phone.get_by_role("link", name="村口机井坏了").click()
    check(phone)
    if scripts:
        hand_out(phone, "县水利局", "请维修东关村机井")
    else:
        phone.get_by_role("link", name="转办", exact=True).click()
        phone.get_by_label("事由").fill("东关村机井维修")
        phone.get_by_label("主办单位").select_option(label="县水利局")
        phone.get_by_role("button", name="转办", exact=True).click()
        expect(phone.get_by_text("已转办。")).to_be_visible()
    # the unit gives it back
    sign_in(water, cast.handler)
    water.goto(f"/go/referrals.referral/{Referral.objects.get().pk}/")
    water.get_by_role("link", name="申请退回").click()
    water.get_by_label("退回理由").fill("村里的机井归镇里管")
    water.get_by_role("button", name="确定申请退回").click()
    # the studio agrees and hands it to the town
    phone.goto(f"/my/studio/matters/{matter.pk}/")
    expect(phone.get_by_text("单位申请退回,请答复")).to_be_visible()
    phone.get_by_role("link", name="同意退回", exact=True).click()
    check(phone)
    phone.get_by_role("button", name="同意退回").click()
    expect(phone.get_by_text("已同意退回。")).to_be_visible()
    phone.get_by_role("link", name="转办", exact=True).click()
    expect(phone.get_by_label("事由")).to_have_value("东关村机井维修")
    phone.get_by_label("主办单位").select_option(label="城关镇政府")
    phone.get_by_role("button", name="转办", exact=True).click()
    expect(phone.get_by_text("已转办。")).to_be_visible()
    # the town signs and answers
    sign_in(hall, cast.convener)
    hall.goto(f"/unit/referrals/{Referral.objects.get(unit=cast.hall).pk}/")
    hall.get_by_role("button", name="签收").click()
    hall.get_by_role("link", name="答复", exact=True).click()
    hall.get_by_label("已办", exact=True).check()
    hall.get_by_label("答复内容").fill("机井3月已修好,当日通水")
    hall.get_by_label("承办负责人").fill("刘镇长")
    hall.get_by_label("联系人").fill("王召")
    hall.get_by_label("联系电话").fill("0700-5551234")
    hall.get_by_role("button", name="提交答复").click()
    # the studio looks at the answer and tells the person
    phone.goto(f"/my/studio/matters/{matter.pk}/")
    expect(phone.get_by_text("单位已答复,请审核")).to_be_visible()
    phone.get_by_role("link", name="审核通过").click()
    expect(phone.get_by_label("结果说明")).to_have_value("机井3月已修好,当日通水")
    check(phone)
    phone.get_by_role("button", name="审核通过").click()
    expect(phone.get_by_text("接下来请把结果告诉反映人").first).to_be_visible()
    phone.get_by_role("link", name="告知反映人").click()
    phone.get_by_label("电话", exact=True).check()
    phone.get_by_label("满意", exact=True).check()
    phone.get_by_label("哪天告知镇街").fill(f"{timezone.localdate()}")
    check(phone)
    phone.get_by_role("button", name="记下已告知").click()
    expect(phone.get_by_text("已办结").first).to_be_visible()
    check(phone)
    matter.refresh_from_db()
    assert (matter.state, matter.result, matter.told) == ("closed", "done", True)
    assert [one.unit.name for one in Referral.objects.order_by("pk")] == ["县水利局", "城关镇政府"]
    # and the member reads it all
    member = open_window(390, 844, java_script_enabled=scripts)
    sign_in(member, cast.member)
    member.goto("/my/matters/")
    member.get_by_role("link", name="东关村机井维修").click()
    expect(member.get_by_text("机井3月已修好,当日通水").first).to_be_visible()
    check(member)


def test_convener_deals_with_two_as_one_and_tells_both(phone: Page, sign_in, cast: Cast):
    first, second = heard(cast, "一组机井没水"), heard(cast, "二组机井没水")
    sign_in(phone, cast.convener)
    phone.goto("/my/")
    phone.get_by_role("link", name="群众诉求").click()
    phone.get_by_role("link", name="月度梳理").click()
    check_axe(phone)
    phone.get_by_label("一组机井没水").check()
    phone.get_by_label("二组机井没水").check()
    phone.get_by_role("button", name="合并办理").click()
    phone.get_by_label("合并后的事由").fill("两个组机井维修")
    phone.get_by_label("转办", exact=True).check()
    check_axe(phone)
    phone.get_by_role("button", name="合并办理").click()
    expect(phone.get_by_text("已把2件合并")).to_be_visible()
    phone.get_by_role("link", name="记办理结果").click()
    phone.get_by_label("暂不能办").check()
    phone.get_by_label("结果说明").fill("明年列入计划")
    phone.get_by_role("button", name="记下结果").click()
    phone.get_by_role("link", name="告知反映人").click()
    phone.get_by_label("当面", exact=True).check()
    phone.get_by_label("基本满意").check()
    expect(phone.get_by_label(second.number)).to_be_checked()
    check_axe(phone)
    phone.get_by_role("button", name="记下已告知").click()
    expect(phone.get_by_text("已记下。")).to_be_visible()
    for matter in (first, second):
        matter.refresh_from_db()
        assert (matter.state, matter.feedbacks.count()) == ("closed", 1)


def test_what_a_studio_reports_goes_from_the_office_to_a_desk_and_is_supervised(
    phone: Page, desktop: Page, sign_in, cast: Cast
):
    matter = heard(cast)
    sign_in(phone, cast.liaison)
    phone.goto(f"/my/studio/matters/{matter.pk}/")
    phone.get_by_role("link", name="上报(借力)").click()
    check_axe(phone)
    phone.get_by_label("请求协调什么").fill("请协调机井维修的资金")
    phone.get_by_role("button", name="上报").click()
    expect(phone.get_by_text("等政协办公室答复").first).to_be_visible()
    sign_in(desktop, cast.clerk)
    desktop.goto("/office/")
    desktop.get_by_role("listitem").filter(has_text="诉求已上报").get_by_role("link").click()
    check_axe(desktop)
    desktop.get_by_role("link", name=matter.number).click()
    expect(desktop.get_by_text("请协调机井维修的资金").first).to_be_visible()
    desktop.get_by_role("link", name="上报(借力)").click()
    desktop.get_by_label("县政府办").check()
    desktop.get_by_role("button", name="上报").click()
    expect(desktop.get_by_text("等政府办答复")).to_be_visible()
    desktop.get_by_role("link", name="记上报的答复").click()
    desktop.get_by_label("正在办").check()
    desktop.get_by_label("答复内容").fill("已列入本季度计划")
    desktop.get_by_label("哪位领导督办").select_option(label="钱主席")
    check_axe(desktop)
    desktop.get_by_role("button", name="记下答复").click()
    expect(desktop.get_by_text("钱主席督办,等下次进展")).to_be_visible()
    check_axe(desktop)
    matter.refresh_from_db()
    assert (matter.state, matter.supervisor) == ("doing", cast.leader)
