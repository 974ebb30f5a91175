"""What the office's and the member's own page of points tell alike."""

import datetime as dt

from django.http import Http404
from django.urls import reverse

from assessment import queries
from assessment.facts import Fact
from common.dates import next_month, parse_month


def told(account: queries.ItemAccount, page: str) -> dict[str, object]:
    """An item as a page tells it: in words, each fact with where to read it.

    ``page`` is the address's name under which this reader reads visits; "" for who may not.
    """
    return {
        "account": account,
        "words": queries.in_words(account.item),
        "unit": queries.unit_of(account.item.measure),
        "lines": [
            (line, [(entry, _address(entry.fact, page)) for entry in entries]) for line, entries in account.lines
        ],
    }


def _address(fact: Fact, page: str) -> str:
    """Where ``page`` shows what the fact comes from: its link ends with the key."""
    return reverse(page, args=[fact.link.strip("/").split("/")[-1]]) if page else ""


def month_or_404(text: str, today: dt.date) -> dt.date:
    """``2026-03`` as its first day; a month to come has nothing to show yet."""
    month = parse_month(text)
    if month is None or not dt.date(2000, 1, 1) <= month <= today:
        raise Http404
    return month


def around(month: dt.date, today: dt.date) -> dict[str, object]:
    """The month itself as addresses write it, and its neighbours; none after the present month."""
    after = next_month(month)
    return {
        "month": month,
        "slug": f"{month:%Y-%m}",
        "before_slug": f"{month - dt.timedelta(days=1):%Y-%m}",
        "after_slug": f"{after:%Y-%m}" if after <= today else "",
    }
