"""Which visits were ticked to be checked, each with the revision that was seen."""

import re

from django.http import QueryDict

MOST = 200  # more than any page shows


class CheckForm:
    """Boxes named ``visit`` with ``<key>:<revision>``; where ``all`` was pressed, what the page lists as ``shown``.

    A value that says anything else was not made by a page.
    """

    def __init__(self, data: QueryDict) -> None:
        sent = data.getlist("shown" if "all" in data else "visit")[:MOST]
        ticked = (re.fullmatch(r"([0-9]{1,18}):([0-9]{1,9})", one) for one in sent)
        self.seen = {int(match[1]): int(match[2]) for match in ticked if match}
