"""The checks themselves: a check that finds nothing on a broken page proves nothing on the others."""

import pytest
from playwright.sync_api import Page

from tests.browser.checks import check_axe


def test_field_without_label_is_found(phone: Page) -> None:
    phone.goto("/login/")
    phone.evaluate("document.querySelector('label').remove()")
    with pytest.raises(AssertionError, match="label"):
        check_axe(phone)


def test_page_wider_than_the_phone_is_found(phone: Page) -> None:
    phone.goto("/login/")
    phone.evaluate("document.querySelector('h1').style.width = '900px'")
    with pytest.raises(AssertionError, match="px wide"):
        check_axe(phone)


def test_inline_style_is_refused_and_reported(phone: Page, faults: list[str]) -> None:
    phone.goto("/login/")
    phone.evaluate("document.body.setAttribute('style', 'color: red')")
    assert "Content Security Policy" in " ".join(faults)
    faults.clear()
