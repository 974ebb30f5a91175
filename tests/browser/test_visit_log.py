"""The visit log as people keep it: on a phone, from paper, without a connection."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from members.models import Constituent
from studios.models import VisitLog
from tests.browser.checks import check_axe
from tests.cast import Cast
from tests.members.people import known
from tests.studios.makers import filed

SignIn = Callable[[Page, User], None]


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


class Taps:
    """A thumb on the phone, that counts."""

    def __init__(self) -> None:
        self.taps = 0
        self.typed = 0

    def tap(self, there: Locator) -> None:
        there.click()
        self.taps += 1

    def write(self, there: Locator, words: str) -> None:
        """A tap into the box, then the keyboard."""
        self.tap(there)
        there.fill(words)
        self.typed += len(words)

    @property
    def seconds(self) -> int:
        """At two seconds a tap, which is to find the place too, and a second a character."""
        return self.taps * 2 + self.typed


def test_typical_entry_takes_ten_taps_and_a_minute_at_most(phone: Page, sign_in: SignIn, cast: Cast):
    """A reception of somebody known, with a matter explained; day, place and studio are filled in."""
    filed(cast, cast.member, studio=cast.town, place="城关工作室")
    known(cast, cast.member, "田大山")
    thumb = Taps()
    sign_in(phone, cast.member)
    phone.goto("/my/")
    thumb.tap(phone.get_by_role("navigation").get_by_role("link", name="记一笔"))
    thumb.tap(phone.get_by_text("接待来访", exact=True))
    thumb.tap(phone.get_by_text("田大山", exact=False))
    thumb.write(phone.get_by_label("反映问题").first, "东关村三组路灯坏了半个月,夜里走路不便。")
    thumb.tap(phone.get_by_text("道路交通", exact=True).first)
    thumb.tap(phone.get_by_text("解释说明", exact=True).first)
    thumb.tap(phone.get_by_role("button", name="提交"))
    expect(phone.get_by_text("已提交。")).to_be_visible()
    visit = VisitLog.objects.latest("pk")
    assert (visit.place, visit.studio, visit.headcount) == ("城关工作室", cast.town, 1)
    assert [one.name for one in visit.constituents.all()] == ["田大山"]
    assert visit.matters.get().category.name == "道路交通"
    assert thumb.taps <= 10, thumb.taps
    assert thumb.seconds <= 60, thumb.seconds


def test_going_back_after_a_check_selects_nobody_else(desktop: Page, sign_in: SignIn, cast: Cast):
    filed(cast, cast.member), filed(cast, cast.other)
    sign_in(desktop, cast.clerk)
    desktop.goto("/office/visits/?state=filed")
    bar, boxes = desktop.locator("[data-bulk]"), desktop.locator("input[name=visit]:not([type=hidden])")
    expect(bar).to_be_hidden()
    boxes.first.check()
    expect(bar).to_contain_text("已选 1 条")
    bar.get_by_role("button").click()
    expect(desktop.get_by_text("已核实 1 条")).to_be_visible()
    desktop.go_back()
    expect(boxes).to_have_count(1)
    expect(boxes).not_to_be_checked()
    expect(bar).to_be_hidden()
