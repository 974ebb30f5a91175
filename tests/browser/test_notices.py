"""Being told of something, and passing it on."""

from playwright.sync_api import Page, expect

from notices.models import Notice
from notices.services import Phone, notify, send_due
from studios.services import VisitEntry, file
from tests.browser.checks import check_axe
from tests.cast import NOW, Cast


def told_of_a_visit(cast: Cast) -> Notice:
    entry = VisitEntry(occurred_on=NOW.date(), way="visit", place="东关村", studio=cast.town)
    visit = file(member=cast.person(cast.member), entry=entry, by=cast.member, now=NOW)
    link = f"/go/studios.visit/{visit.pk}/"
    return notify(to=cast.member, key="k", subject="您的走访记录已看过", body="谢谢。", link=link, now=NOW)


def test_member_is_told_looks_and_has_read_it(phone: Page, sign_in, cast: Cast):
    told_of_a_visit(cast)
    sign_in(phone, cast.member)
    phone.goto("/my/")
    phone.get_by_role("link", name="收件箱 1 条未读").click()
    check_axe(phone)
    phone.get_by_role("button", name="查看").click()
    expect(phone.get_by_text("东关村")).to_be_visible()
    assert Notice.objects.get().read_at
    expect(phone.get_by_role("link", name="收件箱", exact=True)).to_be_visible()


def test_text_for_the_wechat_group_is_copied(phone: Page, sign_in, cast: Cast):
    told_of_a_visit(cast)
    sign_in(phone, cast.member)
    phone.goto("/my/inbox/")
    phone.get_by_text("复制到微信群").first.click()
    check_axe(phone)
    phone.get_by_role("button", name="复制").click()
    expect(phone.get_by_role("button", name="已复制")).to_be_visible()
    text = phone.get_by_label("选中下面的文字").input_value()
    assert text.splitlines()[0].endswith("】您的走访记录已看过")
    assert "/go/studios.visit/" in text


def test_text_for_the_wechat_group_can_be_selected_without_scripts(open_window, sign_in, cast: Cast):
    told_of_a_visit(cast)
    page = open_window(390, 844, java_script_enabled=False)
    sign_in(page, cast.member)
    page.goto("/my/inbox/")
    page.get_by_text("复制到微信群").first.click()
    expect(page.get_by_label("选中下面的文字")).to_be_visible()
    expect(page.get_by_role("button", name="复制")).not_to_be_visible()


def test_clerk_telephones_who_could_not_be_reached(desktop: Page, sign_in, cast: Cast):
    notify(to=Phone("13900000009"), key="k", subject="请来开会", body="3月23日上午9点", now=NOW)
    send_due(now=NOW)
    sign_in(desktop, cast.clerk)
    desktop.goto("/office/")
    desktop.get_by_role("listitem").filter(has_text="通知没能送到").get_by_role("link").click()
    desktop.get_by_role("button", name="看号码").click()
    expect(desktop.get_by_text("13900000009")).to_be_visible()
    check_axe(desktop)
    desktop.get_by_role("button", name="已电话通知").click()
    expect(desktop.get_by_text("没有送不到的通知")).to_be_visible()
    check_axe(desktop)


def test_member_chooses_how_to_be_told(phone: Page, sign_in, cast: Cast):
    sign_in(phone, cast.member)
    phone.goto("/my/me/")
    phone.get_by_role("link", name="通知方式").click()
    phone.get_by_label("每天汇总一次").check()
    phone.get_by_role("button", name="保存").click()
    expect(phone.get_by_text("每天汇总要寄到邮箱,请填写邮箱。")).to_be_visible()
    check_axe(phone)
    phone.get_by_label("电子邮箱").fill("hanmei@example.cn")
    phone.get_by_role("button", name="保存").click()
    expect(phone.get_by_text("通知方式已保存")).to_be_visible()
