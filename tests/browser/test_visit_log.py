"""The visit log as people keep it: on a phone, from paper, without a connection."""

import io
from collections.abc import Callable

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import User
from members.models import Constituent
from studios.models import VisitLog
from tests.browser.checks import check_axe
from tests.cast import Cast
from tests.studios.makers import filed

SignIn = Callable[[Page, User], None]


# The form is kept on the phone. Waited for in the page: its CSP lets nothing be evaluated again and again.
KEPT = """navigator.serviceWorker.ready.then(() => new Promise((done) => {
  const look = setInterval(() => { if (sessionStorage.getItem('kept')) { clearInterval(look); done(true); } }, 50);
}))"""


def picture() -> dict[str, object]:
    content = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(content, "JPEG")
    return {"name": "日志.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def write_visit(page: Page, place: str = "东门社区") -> None:
    page.get_by_label("入户走访").check()
    page.get_by_label("地点").fill(place)
    page.get_by_label("反映问题").first.fill("路灯坏了")


def file_with_constituent_and_two_matters(page: Page, cast: Cast) -> None:
    page.goto("/my/visits/new/")
    page.get_by_label("接待来访").check()
    page.get_by_label("地点").fill("东门社区")
    page.get_by_text("登记一位新见的群众").click()
    page.get_by_label("姓名").fill("田大山")
    page.get_by_label("已把上面的内容告知本人").check()
    page.get_by_label("反映问题").first.fill("村口路灯坏了")
    page.get_by_label("道路交通").first.check()
    page.get_by_label("转办").first.check()
    page.get_by_text("再记一个问题").click()
    page.get_by_label("反映问题").nth(1).fill("机井没水")
    page.get_by_label("水利灌溉").nth(1).check()
    page.get_by_label("解释说明").nth(1).check()
    page.get_by_role("button", name="提交").click()
    expect(page.get_by_text("已提交。")).to_be_visible()
    expect(page.get_by_text("田大山")).to_be_visible()
    visit = VisitLog.objects.get()
    assert (visit.state, visit.author) == ("filed", cast.person(cast.member))
    assert list(visit.matters.values_list("text", "category__name", "outcome")) == [
        ("村口路灯坏了", "道路交通", "referred"),
        ("机井没水", "水利灌溉", "explained"),
    ]
    assert visit.constituents.get() == Constituent.objects.get(name="田大山")


def test_visit_with_a_constituent_added_and_two_matters(phone: Page, sign_in: SignIn, cast: Cast):
    sign_in(phone, cast.member)
    file_with_constituent_and_two_matters(phone, cast)
    check_axe(phone)


def test_the_same_without_javascript(open_window, sign_in: SignIn, cast: Cast):
    plain = open_window(390, 844, is_mobile=True, has_touch=True, java_script_enabled=False)
    sign_in(plain, cast.member)
    file_with_constituent_and_two_matters(plain, cast)


def test_form_gives_more_room_without_javascript_and_loses_nothing(open_window, sign_in: SignIn, cast: Cast):
    plain = open_window(390, 844, is_mobile=True, has_touch=True, java_script_enabled=False)
    sign_in(plain, cast.member)
    plain.goto("/my/visits/new/")
    write_visit(plain)
    plain.get_by_text("再记一个问题").click()
    plain.get_by_label("反映问题").nth(1).fill("机井没水")
    plain.get_by_role("button", name="还有问题,再加一格").click()
    expect(plain.get_by_label("反映问题")).to_have_count(3)
    expect(plain.get_by_label("地点")).to_have_value("东门社区")
    plain.get_by_label("反映问题").nth(2).fill("桥断了")
    plain.get_by_role("button", name="提交").click()
    expect(plain.get_by_text("已提交。")).to_be_visible()
    assert list(VisitLog.objects.get().matters.values_list("text", flat=True)) == ["路灯坏了", "机井没水", "桥断了"]


@pytest.mark.parametrize("scripted", [True, False])
def test_paper_page_is_entered_by_proxy_and_checked(scripted: bool, open_window, sign_in: SignIn, cast: Cast):
    officer, author = (open_window(390, 844, java_script_enabled=scripted) for _ in range(2))
    sign_in(officer, cast.liaison)
    officer.goto("/my/studio/")
    officer.get_by_role("link", name="照纸质日志代录").click()
    if scripted:
        check_axe(officer)
    officer.get_by_role("link", name="韩梅").click()
    write_visit(officer)
    officer.get_by_label("纸质日志的照片").set_input_files(picture())
    if scripted:
        check_axe(officer)
    officer.get_by_role("button", name="提交").click()
    expect(officer.get_by_text("已替韩梅录入")).to_be_visible()
    expect(officer.get_by_role("img", name="纸质日志 1")).to_be_visible()
    officer.get_by_role("button", name="核实无误").click()
    expect(officer.get_by_text("已核实 1 条")).to_be_visible()
    visit = VisitLog.objects.get()
    assert (visit.state, visit.proxy, visit.recorded_by, visit.checked_by) == (
        "checked", True, cast.liaison, cast.liaison,
    )  # fmt: skip
    sign_in(author, cast.member)
    author.goto("/my/visits/")
    author.get_by_role("link", name="入户走访").click()
    expect(author.get_by_text("赵联代录", exact=True)).to_be_visible()
    if scripted:
        check_axe(author)


def test_convener_checks_a_page_of_visits_at_once(phone: Page, sign_in: SignIn, cast: Cast):
    for _ in range(3):
        filed(cast, cast.member, studio=cast.town)
    sign_in(phone, cast.convener)
    phone.goto("/my/studio/?state=filed")
    phone.get_by_label("选中韩梅").first.check()
    phone.get_by_role("button", name="核实选中的").click()
    expect(phone.get_by_text("已核实 1 条")).to_be_visible()
    phone.get_by_role("button", name="本页 2 条待核的都已看过,全部核实").click()
    expect(phone.get_by_text("已核实 2 条")).to_be_visible()
    check_axe(phone)
    assert VisitLog.objects.checked().count() == 3


def test_visit_written_without_a_connection_arrives_once(phone: Page, sign_in: SignIn, cast: Cast, faults: list[str]):
    sign_in(phone, cast.member)
    phone.goto("/my/visits/new/")
    phone.evaluate(KEPT)
    phone.context.set_offline(True)
    write_visit(phone)
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("没有网络,这一笔先存在手机里,有网络时自动发送。")).to_be_visible()
    expect(phone.get_by_text("还在手机里、没有发送的 1 笔")).to_be_visible()
    check_axe(phone)
    phone.goto("/my/visits/new/")  # the form is there without a connection
    expect(phone.get_by_role("heading", name="记一笔")).to_be_visible()
    write_visit(phone, place="西关社区")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("还在手机里、没有发送的 2 笔")).to_be_visible()
    assert not VisitLog.objects.exists()
    phone.context.set_offline(False)
    expect(phone.locator("[data-outbox]")).to_be_hidden()
    phone.goto("/my/visits/")
    expect(phone.get_by_role("article")).to_have_count(2)
    assert sorted(VisitLog.objects.values_list("place", flat=True)) == ["东门社区", "西关社区"]
    faults.clear()  # the browser says that it has no connection


def test_answer_lost_on_its_way_makes_no_second_entry(phone: Page, sign_in: SignIn, cast: Cast, faults: list[str]):
    sign_in(phone, cast.member)
    phone.goto("/my/visits/new/")
    write_visit(phone)
    seen = []

    def lose(route):
        if route.request.method == "POST":
            route.fetch()  # it arrives
            seen.append(1)
            route.abort()  # the answer does not
        else:
            route.continue_()

    phone.route("**/my/visits/new/", lose)
    phone.get_by_role("button", name="提交").click()
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
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("还在手机里、没有发送的 1 笔")).to_be_visible()
    phone.context.set_offline(False)
    expect(phone.locator("[data-outbox]")).to_contain_text("日期还没有到")
    phone.get_by_role("button", name="打开修改").click()
    expect(phone.get_by_label("地点")).to_have_value("东门社区")
    phone.get_by_label("日期").fill(f"{timezone.localdate():%Y-%m-%d}")
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_text("已提交。")).to_be_visible()
    assert VisitLog.objects.count() == 1
    faults.clear()


def test_entry_of_another_account_is_not_sent(phone: Page, sign_in: SignIn, cast: Cast, faults: list[str]):
    sign_in(phone, cast.member)
    phone.goto("/my/visits/new/")
    phone.context.set_offline(True)
    write_visit(phone)
    phone.get_by_role("button", name="提交").click()
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
