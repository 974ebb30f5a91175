"""Chromium for the journeys: a phone and a desktop that fail on any error the browser reports."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User

# Playwright runs an event loop in the test's own thread; Django would refuse every query there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
TIMEOUT = 15_000  # milliseconds; a loaded machine is slow, not wrong
expect.set_options(timeout=TIMEOUT)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here is a journey over a live server, which needs rows that are really committed.

    The flush after each of them emits post_migrate, so the seeded rows are there again for the next.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        pytest.fail("找不到 chromium,浏览器测试跑不了。请执行 apt-get install -y chromium,或用环境变量 CHROMIUM 指明。")
    return {**browser_type_launch_args, "executable_path": chromium, "args": ARGUMENTS}


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """What the browser complained of: console errors (refusals by CSP are such), uncaught exceptions.

    Anything left fails the test; one that expects a complaint, a 404 page for instance, clears the list.
    """
    found: list[str] = []
    yield found
    assert not found, "the browser reported:\n" + "\n".join(found)


@pytest.fixture
def open_window(
    transactional_db: None, browser: Browser, live_server: LiveServer, faults: list[str]
) -> Iterator[Callable[..., Page]]:
    """Make pages of any size, each in a context of its own, in Chinese and on Beijing time."""
    contexts: list[BrowserContext] = []

    def make(width: int, height: int, **options: object) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport=ViewportSize(width=width, height=height),
            **options,
        )
        context.set_default_timeout(TIMEOUT)
        context.on(
            "console", lambda said: faults.append(f"{said.page.url}: {said.text}") if said.type == "error" else None
        )
        context.on("weberror", lambda error: faults.append(f"{error.page.url}: {error.error}"))
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def phone(open_window: Callable[..., Page]) -> Page:
    return open_window(390, 844, is_mobile=True, has_touch=True)


@pytest.fixture
def desktop(open_window: Callable[..., Page]) -> Page:
    return open_window(1280, 800)


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, User], None]:
    """Sign a user in by the session cookie, without the form."""

    def enter(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])

    return enter
