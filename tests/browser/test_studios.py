"""Studios as people staff and build them, in a real browser, with JavaScript and without."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import User
from members.models import Area
from studios.models import Residency, Studio, StudioEvidence
from tests.browser.checks import check_axe
from tests.cast import Cast, seat

SignIn = Callable[[Page, User], None]


def photograph() -> dict[str, object]:
    content = io.BytesIO()
    Image.new("RGB", (640, 480), "#a8201a").save(content, "JPEG")
    return {"name": "门牌.jpg", "mimeType": "image/jpeg", "buffer": content.getvalue()}


def mark(page: Page, scripted: bool) -> None:
    """axe is a script itself: where the page runs none, its looks are checked in the other run."""
    if scripted:
        check_axe(page)


@pytest.mark.parametrize("scripted", [True, False])
def test_clerk_places_two_members_and_undoes_one(open_window, sign_in: SignIn, cast: Cast, scripted: bool):
    for name in ("丁一", "马云龙", "欧阳明月"):
        seat(cast.term, name, "教育界")
    Studio.objects.filter(pk=cast.river.pk).update(area=Area.objects.get(name="城关镇"))
    page = open_window(1280, 800, java_script_enabled=scripted)
    sign_in(page, cast.clerk)
    page.goto(f"/office/studios/{cast.river.pk}/")
    page.get_by_role("link", name="编入委员", exact=True).click()
    expect(page.get_by_role("row", name="马云龙")).to_contain_text("住所就近")
    expect(page.get_by_label("编入", exact=True)).to_have_value(str(cast.river.pk))
    page.get_by_label("丁一").check()
    page.get_by_label("马云龙").check()
    mark(page, scripted)
    page.get_by_role("button", name="编入", exact=True).click()
    expect(page.get_by_text("2人编入河东工作室")).to_be_visible()
    expect(page.get_by_label("欧阳明月")).to_be_visible()
    page.goto(f"/office/studios/{cast.river.pk}/")
    page.get_by_role("link", name="结束丁一的驻室").click()
    mark(page, scripted)
    page.get_by_label("原因").fill("编错了")
    page.get_by_role("button", name="确定结束").click()
    expect(page.get_by_text("丁一不再是河东工作室的驻室委员")).to_be_visible()
    names = Residency.objects.in_studios([cast.river]).values_list("member__name", flat=True)
    assert sorted(names) == ["李强", "马云龙"]


@pytest.mark.parametrize("scripted", [True, False])
def test_convener_fills_in_the_standard_with_a_photograph_and_the_office_sees_it(
    open_window, sign_in: SignIn, cast: Cast, files_dir, scripted: bool
):
    phone = open_window(390, 844, is_mobile=True, has_touch=True, java_script_enabled=scripted)
    sign_in(phone, cast.convener)
    phone.goto("/my/studio/")
    phone.get_by_role("link", name="建设标准").click()
    mark(phone, scripted)
    phone.get_by_role("link", name="有标识").click()
    phone.get_by_label("部分达到").check()
    phone.get_by_label("说明").fill("门牌已挂,路牌还没有")
    phone.get_by_label("加照片或文件").set_input_files([photograph()])
    mark(phone, scripted)
    phone.get_by_role("button", name="保存").click()
    expect(phone.get_by_text("已保存“有标识”")).to_be_visible()
    expect(phone.get_by_text("部分达到")).to_be_visible()
    assert StudioEvidence.objects.get().files.count() == 1
    phone.get_by_role("link", name="有标识").click()
    expect(phone.get_by_role("img", name="门牌.jpg")).to_have_js_property("naturalWidth", 640)
    mark(phone, scripted)
    desktop = open_window(1280, 800)
    sign_in(desktop, cast.leader)
    desktop.goto("/office/studios/standard/")
    desktop.get_by_role("link", name="1. 城关工作室").click()
    expect(desktop.get_by_role("row", name="有标识")).to_contain_text("门牌已挂,路牌还没有")
    with desktop.expect_download() as kept:
        desktop.get_by_role("link", name="门牌.jpg").click()
    assert kept.value.suggested_filename == "门牌.jpg"


def test_clerk_brings_studios_in_mends_the_file_and_finds_them(desktop: Page, sign_in: SignIn, cast: Cast):
    rows = "序号,工作室名称,所属乡镇,地点,负责人,成员\n1,石桥镇委员工作室,石桥镇,便民中心,{},李强 韩梅\n"
    sign_in(desktop, cast.clerk)

    def upload(convener: str) -> None:
        desktop.goto("/office/studios/")
        desktop.get_by_role("link", name="导入", exact=True).click()
        file = {"name": "一览表.csv", "mimeType": "text/csv", "buffer": rows.format(convener).encode("gb18030")}
        desktop.get_by_label("Excel 文件").set_input_files(file)
        desktop.get_by_role("button", name="上传并预览").click()

    upload("王昭")
    expect(desktop.get_by_text("没有可以导入的行")).to_be_visible()
    expect(desktop.get_by_role("row", name="石桥镇委员工作室")).to_contain_text(
        "没有“王昭”,也没有叫这个名字的账号,相近的有:王召"
    )
    check_axe(desktop)
    upload("王召")
    desktop.get_by_role("button", name="确认导入 1 行").click()
    expect(desktop.get_by_role("heading", name="导入工作室:已导入")).to_be_visible()
    desktop.get_by_role("link", name="查看工作室").click()
    desktop.get_by_role("link", name="石桥镇委员工作室").click()
    expect(desktop.get_by_role("row", name="王召")).to_contain_text("召集人")
    check_axe(desktop)
