"""Reads of limits."""

import datetime as dt

from deadlines.models import Limit


def limits_with_coming(today: dt.date) -> list[tuple[Limit, Limit | None]]:
    """Each limit as it stands, and the change that is to come. One query."""
    now: dict[str, Limit] = {}
    coming: dict[str, Limit] = {}
    for limit in Limit.objects.select_related("granted_by").by_code():
        if limit.effective_from > today:
            coming[limit.code] = limit  # the last one written is the first to come
        else:
            now.setdefault(limit.code, limit)
    return [(limit, coming.get(code)) for code, limit in now.items()]


def limit_rows(code: str) -> list[Limit]:
    """Every row of a limit, the one made last in front. One query."""
    return list(Limit.objects.filter(code=code).select_related("granted_by", "made_by").order_by("-pk"))
