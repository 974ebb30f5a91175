"""What the views of this app ask and answer alike."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from deadlines.services import AlreadyOpen, CalendarRefused, LadderRefused, LimitRefused, Moved, NoLimit
from deadlines.states import NotAllowed

REFUSALS = (AlreadyOpen, CalendarRefused, LadderRefused, LimitRefused, NoLimit, NotAllowed)


def attempt(request: HttpRequest, act: Callable[[], object], said: str) -> bool:
    """Make the one call into services; says what was done, or why not, on the next page."""
    try:
        act()
    except REFUSALS as why:
        messages.error(request, str(why))
        return False
    messages.success(request, said)
    return True


def moved_in_words(moved: list[Moved]) -> str:
    """What a change of the calendar did to deadlines, for the page after it."""
    return f"有{len(moved)}件的到期日随之改变,已告诉承办人。" if moved else "没有到期日因此改变。"
