"""The visit log where the network is poor: kept on the phone, sent when there is one, never twice, never lost."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from studios.models import VisitLog
from tests.browser.checks import check_axe
from tests.browser.test_visit_log import picture, write_visit
from tests.cast import Cast

SignIn = Callable[[Page, User], None]

# The pages are kept on the phone. Waited for in the page: its CSP lets nothing be evaluated again and again.
KEPT = """navigator.serviceWorker.ready.then(() => new Promise((done) => {
  const look = setInterval(() => { if (sessionStorage.getItem('kept')) { clearInterval(look); done(true); } }, 50);
}))"""
CACHED = """caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((one) => one.keys()))))
  .then((lists) => lists.flat().map((one) => new URL(one.url).pathname))"""
WAITING = "还在手机里、没有发送的 1 笔"


@pytest.fixture
def writer(phone: Page, sign_in: SignIn, cast: Cast) -> Page:
    """The member's phone with the form open and kept for where there is no connection."""
    sign_in(phone, cast.member)
    phone.goto("/my/visits/new/")
    phone.evaluate(KEPT)
    return phone


def submit(page: Page) -> None:
    page.get_by_role("button", name="提交").click()


def test_visit_written_without_a_connection_arrives_once(phone: Page, sign_in: SignIn, cast: Cast, faults: list[str]):
    sign_in(phone, cast.member)
    phone.goto("/my/visits/new/")
    phone.evaluate(KEPT)
    phone.context.set_offline(True)
    write_visit(phone)
    submit(phone)
    expect(phone.get_by_text("没有网络,这一笔先存在手机里,有网络时自动发送。")).to_be_visible()
    expect(phone.get_by_text("还在手机里、没有发送的 1 笔")).to_be_visible()
    check_axe(phone)
    phone.goto("/my/visits/new/")  # the form is there without a connection
    expect(phone.get_by_role("heading", name="记一笔")).to_be_visible()
    write_visit(phone, place="西关社区")
    submit(phone)
    expect(phone.get_by_text("还在手机里、没有发送的 2 笔")).to_be_visible()
    assert not VisitLog.objects.exists()
    phone.context.set_offline(False)
    expect(phone.locator("[data-outbox]")).to_be_hidden()
    phone.goto("/my/visits/")
    expect(phone.get_by_role("article")).to_have_count(2)
    phone.get_by_role("link", name="手机里的记录").click()
    expect(phone.get_by_text("手机里没有等着发送的记录")).to_be_visible()
    expect(phone.get_by_text("已经发送的 2 笔")).to_be_visible()
    check_axe(phone)
    phone.get_by_role("link", name="西关社区").click()
    expect(phone).to_have_url(re.compile(r"/my/visits/\d+/$"))
    assert sorted(VisitLog.objects.values_list("place", flat=True)) == ["东门社区", "西关社区"]
    faults.clear()  # the browser says that it has no connection


def test_answer_lost_on_its_way_makes_no_second_entry(phone: Page, sign_in: SignIn, cast: Cast, faults: list[str]):
    sign_in(phone, cast.member)
    phone.goto("/my/visits/new/")
    write_visit(phone)
    seen = []

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()  # it arrives
            seen.append(1)
            route.abort()  # the answer does not
        else:
            route.continue_()

    phone.route("**/my/visits/new/", lose)
    submit(phone)
    expect(phone.get_by_text("还在手机里、没有发送的 1 笔")).to_be_visible()
    phone.unroute("**/my/visits/new/")
    phone.get_by_role("button", name="现在发送").click()
    expect(phone.locator("[data-outbox]")).to_be_hidden()
    assert seen
    assert VisitLog.objects.count() == 1
    faults.clear()


def test_what_is_typed_is_there_again_after_the_page_was_closed(phone: Page, sign_in: SignIn, cast: Cast):
    sign_in(phone, cast.member)
    phone.goto("/my/visits/new/")
    write_visit(phone)
    phone.wait_for_timeout(700)  # as long as a pause in typing
    phone.goto("/my/")
    phone.goto("/my/visits/new/")
    expect(phone.get_by_text("已恢复上次没写完的内容")).to_be_visible()
    expect(phone.get_by_label("反映问题").first).to_have_value("路灯坏了")
    phone.get_by_role("button", name="清空重写").click()
    expect(phone.get_by_label("反映问题").first).to_have_value("")


def test_refused_entry_stays_on_the_phone_with_the_reason(phone: Page, sign_in: SignIn, cast: Cast, faults: list[str]):
    sign_in(phone, cast.member)
    phone.goto("/my/visits/new/")
    phone.context.set_offline(True)
    write_visit(phone)
    phone.get_by_label("日期").fill("2099-01-01")
    phone.evaluate("document.querySelector('form[data-visit-form]').noValidate = true")
    submit(phone)
    expect(phone.get_by_text("还在手机里、没有发送的 1 笔")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.locator("[data-outbox]")).to_contain_text("日期还没有到")
    phone.get_by_role("button", name="打开修改").click()
    expect(phone.get_by_label("地点")).to_have_value("东门社区")
    phone.get_by_label("日期").fill(f"{timezone.localdate():%Y-%m-%d}")
    submit(phone)
    expect(phone.get_by_text("已提交。")).to_be_visible()
    assert VisitLog.objects.count() == 1
    faults.clear()


def test_entry_of_another_account_is_not_sent(phone: Page, sign_in: SignIn, cast: Cast, faults: list[str]):
    sign_in(phone, cast.member)
    phone.goto("/my/visits/new/")
    phone.context.set_offline(True)
    write_visit(phone)
    submit(phone)
    expect(phone.get_by_text("还在手机里、没有发送的 1 笔")).to_be_visible()
    sign_in(phone, cast.convener)
    phone.context.set_offline(False)
    phone.goto("/my/")
    expect(phone.get_by_text("另一个账号写的 1 笔没有发送")).to_be_visible()
    assert not VisitLog.objects.exists()
    sign_in(phone, cast.member)
    phone.goto("/my/me/")
    expect(phone.locator("[data-outbox]")).to_be_hidden()
    assert VisitLog.objects.get().member == cast.person(cast.member)
    faults.clear()


def test_draft_is_kept_where_the_server_cannot_be_reached(writer: Page, faults: list[str]):
    write_visit(writer)
    writer.context.set_offline(True)
    writer.get_by_role("button", name="存为草稿").click()
    expect(writer.get_by_text("写的内容已经存在手机里")).to_be_visible()
    writer.context.set_offline(False)
    writer.reload()
    expect(writer.get_by_text("已恢复上次没写完的内容")).to_be_visible()
    writer.get_by_role("button", name="存为草稿").click()
    expect(writer.get_by_text("已存为草稿,只有您自己看得到。")).to_be_visible()
    assert VisitLog.objects.get().state == "draft"
    faults.clear()


def test_photo_taken_without_a_connection_arrives_with_its_visit(writer: Page, faults: list[str]):
    writer.context.set_offline(True)
    write_visit(writer)
    writer.get_by_text("目的、情况记录、同行人、照片").click()
    writer.get_by_label("照片").set_input_files(picture())
    submit(writer)
    expect(writer.get_by_text(WAITING)).to_be_visible()
    writer.context.set_offline(False)
    expect(writer.locator("[data-outbox]")).to_be_hidden()
    assert VisitLog.objects.get().photos.count() == 1
    faults.clear()


def test_form_that_was_kept_is_a_new_one_each_time_with_the_day_of_today(writer: Page, faults: list[str]):
    """No connection, though the phone believes that there is one: the form of the phone bears no name that was used."""
    write_visit(writer)
    submit(writer)
    expect(writer.get_by_text("已提交。")).to_be_visible()
    writer.context.set_offline(True)
    writer.add_init_script("Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true })")
    for place in ("西关社区", "南门社区"):
        writer.goto("/my/visits/new/")
        expect(writer.get_by_label("日期")).to_have_value(f"{timezone.localdate():%Y-%m-%d}")
        write_visit(writer, place=place)
        submit(writer)
        expect(writer.get_by_text("没有网络,这一笔先存在手机里")).to_be_visible()
    writer.goto("/my/outbox/")
    expect(writer.get_by_text("还在手机里、没有发送的 2 笔")).to_be_visible()
    check_axe(writer)
    writer.goto("/my/duty/")
    expect(writer.get_by_role("heading", name="没有网络")).to_be_visible()
    writer.context.set_offline(False)
    writer.goto("/my/outbox/")
    expect(writer.get_by_text("已经发送的 3 笔")).to_be_visible()
    assert sorted(VisitLog.objects.values_list("place", flat=True)) == ["东门社区", "南门社区", "西关社区"]
    faults.clear()


@pytest.mark.parametrize(("act", "said"), [("提交", "已提交。"), ("存为草稿", "已存为草稿")])
def test_token_of_an_older_page_loses_nothing(act: str, said: str, writer: Page, sign_in: SignIn, cast: Cast):
    write_visit(writer)
    writer.context.clear_cookies()  # signed in again in another window: another token
    sign_in(writer, cast.member)
    writer.get_by_role("button", name=act).click()
    expect(writer.get_by_text(said)).to_be_visible()
    assert VisitLog.objects.count() == 1


def test_visit_written_after_the_session_ended_waits_until_sign_in(
    writer: Page, sign_in: SignIn, cast: Cast, faults: list[str]
):
    write_visit(writer)
    writer.context.clear_cookies()
    submit(writer)
    expect(writer.get_by_text("已经退出登录,这一笔先存在手机里。重新登录后自动发送。")).to_be_visible()
    expect(writer.get_by_text(WAITING)).to_be_visible()
    assert not VisitLog.objects.exists()
    sign_in(writer, cast.member)
    writer.goto("/my/")
    expect(writer.get_by_text("已发送:")).to_be_visible()
    assert VisitLog.objects.count() == 1
    faults.clear()


def test_form_gone_back_to_and_changed_is_not_taken_for_sent(writer: Page, faults: list[str]):
    write_visit(writer)
    address = writer.url
    submit(writer)
    expect(writer.get_by_text("已提交。")).to_be_visible()
    writer.goto(address)
    expect(writer.get_by_text("这一笔刚才已经提交")).to_be_visible()
    submit(writer)  # unchanged: the same entry
    expect(writer).to_have_url(re.compile(r"/my/visits/\d+/$"))
    writer.goto(address)
    writer.get_by_label("地点").fill("西关社区")
    submit(writer)
    expect(writer.get_by_text("这一笔已经提交过了,没有重复记录。")).to_be_visible()
    expect(writer.get_by_label("地点")).to_have_value("西关社区")
    assert VisitLog.objects.get().place == "东门社区"


def test_two_windows_that_send_at_once_make_one_entry(writer: Page, faults: list[str]):
    writer.context.set_offline(True)
    write_visit(writer)
    submit(writer)
    expect(writer.get_by_text(WAITING)).to_be_visible()
    other = writer.context.new_page()
    writer.context.set_offline(False)
    other.goto("/my/outbox/")
    expect(other.get_by_text("已经发送的 1 笔")).to_be_visible()
    expect(writer.locator("[data-outbox]")).to_be_hidden()
    assert VisitLog.objects.count() == 1
    faults.clear()


def test_only_the_two_pages_and_the_shell_are_kept(writer: Page):
    """However many pages were looked at."""
    for place in ("/my/", "/my/visits/", "/my/duty/"):
        writer.goto(place)
    kept = writer.evaluate(CACHED)
    assert sorted(place for place in kept if not place.startswith("/static/")) == [
        "/my/offline/", "/my/outbox/", "/my/visits/new/",
    ]  # fmt: skip
