"""Takes the pictures of README and manual from a fresh demo office: ``make screenshots``.

Needs Chromium; the picture of the workbook also LibreOffice and pdftoppm, and is left as it is without them.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PORT = 8765
SITE = f"http://127.0.0.1:{PORT}"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/demo.sqlite3", "LIAISON_DEBUG": "1"}
        manage(env, "migrate", "-v0")
        manage(env, "demo")
        manage(env, "work", "--once")
        server = subprocess.Popen(command("runserver", f"127.0.0.1:{PORT}", "--noreload"), cwd=ROOT, env=env)
        try:
            wait_for_server()
            with sync_playwright() as play:
                doors, password = who_signs_in(env)
                clerk, _, auditor = doors["/office/"]
                browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                office_pictures(signed_in(browser, clerk, password, DESKTOP))
                take(signed_in(browser, auditor, password, DESKTOP), "/office/audit/", "office-audit")
                phone_pictures(signed_in(browser, doors["/my/"][0], password, PHONE))
                unit_pictures(signed_in(browser, doors["/unit/"][0], password, DESKTOP))
        finally:
            server.terminate()
        workbook_picture(env, Path(folder))


def command(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def manage(env: dict[str, str], *arguments: str) -> None:
    subprocess.run(command(*arguments), cwd=ROOT, env=env, check=True)


def wait_for_server() -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(SITE)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("演示网站没有启动起来")


def who_signs_in(env: dict[str, str]) -> tuple[dict[str, list[str]], str]:
    """Door → sign-ins, and the password, as the demo command prints them."""
    printed = subprocess.run(command("demo"), cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout
    doors: dict[str, list[str]] = {}
    for door, name in re.findall(r"(/\w+/)\s+(\S+)", printed):
        doors.setdefault(door, []).append(name)
    return doors, re.search(r"密码都是 ([^)]+)", printed)[1]


def signed_in(browser: Browser, username: str, password: str, viewport: dict[str, int]) -> Page:
    page = browser.new_context(viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai").new_page()
    page.goto(f"{SITE}/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.click("main button")
    return page


def take(page: Page, path: str, name: str, *, full: bool = False) -> None:
    page.goto(f"{SITE}{path}")
    page.screenshot(path=IMAGES / f"{name}.png", full_page=full)


def office_pictures(page: Page) -> None:
    take(page, "/office/", "office-home")
    take(page, "/office/members/", "office-members")
    take(page, "/office/studios/", "office-studios")
    take(page, "/office/duty/", "office-duty")
    take(page, "/office/visits/", "office-visits")
    take(page, "/office/matters/", "office-matters")
    take(page, "/office/gaps/", "office-gaps")
    take(page, "/office/month/", "office-month")
    page.goto(f"{SITE}/office/members/import/")
    page.fill("[name=term]", "10")
    page.set_input_files("[name=file]", ROOT / "tests" / "data" / "委员名册.xlsx")
    page.click("main button.primary")
    page.wait_for_selector("table")
    page.screenshot(path=IMAGES / "office-import.png")
    take(page, "/office/referrals/", "office-referrals")
    take(page, "/office/deadlines/", "office-deadlines")
    page.click("tbody a")
    page.screenshot(path=IMAGES / "office-why.png")
    page.goto(f"{SITE}/office/accounts/")
    for box in page.locator("tbody input[type=checkbox]").all()[:6]:
        box.check()
    page.click("text=只给选中的人")
    page.screenshot(path=IMAGES / "office-slips.png")


def unit_pictures(page: Page) -> None:
    take(page, "/unit/", "unit-home")
    if page.locator("tbody a").count():
        page.click("tbody a")
        page.screenshot(path=IMAGES / "unit-referral.png")


def phone_pictures(page: Page) -> None:
    take(page, "/my/", "my-home")
    take(page, "/my/visits/new/", "my-visit")
    take(page, "/my/visits/", "my-visits")
    take(page, "/my/duty/", "my-duty")
    take(page, "/my/matters/", "my-matters")
    take(page, "/my/studio/duty/", "studio-duty")


def workbook_picture(env: dict[str, str], folder: Path) -> None:
    if not (shutil.which("soffice") and shutil.which("pdftoppm")):
        print("没有 LibreOffice 或 pdftoppm,工作簿的图片没有重拍")
        return
    month = time.strftime("%Y-%m")
    manage(env, "monthly_sheet", month, "--out", str(folder / "month.xlsx"))
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(folder / "month.xlsx")]
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL)
    target = str(IMAGES / "month-sheet")
    subprocess.run(["pdftoppm", "-png", "-r", "80", "-singlefile", str(folder / "month.pdf"), target], check=True)


if __name__ == "__main__":
    main()
