"""Every page that somebody may open, on a phone and on a desktop: no axe finding, nothing cut off, no complaint."""

import pytest
from playwright.sync_api import Page

from tests.access import (
    WHO,
    Address,
    addresses,
    path_to,
    read_table,
    running_deadline,
    todays_visit,
    waiting_notices,
)
from tests.browser.checks import check_axe
from tests.cast import Cast

# files, and answers for machines
NO_PAGES = ("_template", "_file", "_photo", "_ics", "_feed", "healthz", "readyz", ":sw")
PAGES = [address for address in addresses() if not address.name.endswith(NO_PAGES)]


def first_reader(address: Address) -> str:
    """Who of the cast opens this page; none for what is only posted to or sends elsewhere."""
    answers = read_table()[address.name]
    for who in ("convener", "clerk", "member", "keeper", "auditor", "head", "anonymous"):
        if answers[WHO.index(who)][:3] == "200":
            return who
    return ""


READ = [(address, first_reader(address)) for address in PAGES if first_reader(address)]


@pytest.mark.parametrize(("address", "who"), READ, ids=[address.name for address, _ in READ])
def test_page_is_accessible_on_phone_and_desktop(
    address: Address, who: str, phone: Page, desktop: Page, sign_in, cast: Cast
):
    path = path_to(address, cast)
    todays_visit(cast)
    running_deadline(cast)
    waiting_notices(cast)
    for page in (phone, desktop):
        if who != "anonymous":
            sign_in(page, getattr(cast, who))
        response = page.goto(path)
        assert response.status == 200
        assert page.locator("h1").count() == 1, f"{path} wants one first heading"
        if address.name != "admin:index":  # Django's own page, checked for errors only
            check_axe(page)
