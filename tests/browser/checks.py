"""What every page must pass in the browser."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
RUN = "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa'], resultTypes: ['violations']})"


@cache
def axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def check_axe(page: Page) -> None:
    """No finding of WCAG 2 A or AA, and nothing wider than the screen."""
    page.evaluate(axe_source())  # evaluated, not added as a script: the page's CSP stays as it is
    found = page.evaluate(RUN)["violations"]
    assert not found, f"{page.url}\n" + "\n".join(describe(violation) for violation in found)
    width = page.evaluate("document.documentElement.scrollWidth")
    screen = page.viewport_size["width"]  # not innerWidth: a phone zooms out until the page fits
    assert width <= screen, f"{page.url} is {width} px wide on a screen of {screen} px"


def describe(violation: dict[str, object]) -> str:
    nodes = "\n".join(f"    {' '.join(node['target'])}  {node['html']}" for node in violation["nodes"])
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}\n{nodes}"
