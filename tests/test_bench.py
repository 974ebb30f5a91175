"""The bench of pages leaves no list out."""

from bench import pages
from tests.access import addresses


def test_every_page_without_arguments_is_measured_or_said_to_list_nothing() -> None:
    known = {address.name for address in addresses() if not address.arguments}
    measured = {name for names in pages.PAGES.values() for name in names}
    assert not measured & pages.NO_LISTS
    assert measured | pages.NO_LISTS == known
