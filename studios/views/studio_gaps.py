"""What is still empty in the studios one runs, each with its next step."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from studios import queries
from studios.forms.gaps import MonthFilter
from studios.models import Studio
from studios.queries.gap_lists import Found, Section
from studios.requests import studio_page
from studios.states import gaps as codes

SHOWN = 8  # the oldest; the rest stands in the list that the button opens
PAGES = {"visit": "studios:my_studio_visit", "shift": "studios:my_shift", "matter": "studios:studio_matter"}


@dataclass(frozen=True)
class Step:
    """A gap as its card shows it: rows with their pages, and what to do next: go somewhere, or say something."""

    section: Section
    rows: list[tuple[Found, str]]
    more: int = 0
    names: str = ""
    reminder: str = ""
    url: str = ""
    button: str = ""


@studio_page
@require_safe
def gaps(request: HttpRequest, studios: list[Studio]) -> HttpResponse:
    today = timezone.localdate()
    filters = MonthFilter(request.GET, today=today)
    month = filters.month_chosen()
    at = queries.month_now(month, today)
    told = queries.told_of(request.user, month)
    shown = [
        (one, [_step(section, month) for section in one.sections], told.get(one.studio.pk))
        for one in queries.own_gaps(request.user, at)
    ]
    return render(request, "studios/my_studio_gaps.html", {"filters": filters, "at": at, "studios": shown})


def _step(section: Section, month: dt.date) -> Step:
    code, rows = section.gap.code, [(one, _page_of(one)) for one in section.found[:SHOWN]]
    names = "、".join(f"{one.what}({one.detail})" if one.detail else one.what for one in section.found)
    if code == codes.NO_ENTRY:
        return Step(section, [], reminder=_no_entry(month))
    if code == codes.SILENT:
        return Step(section, [], names=names, reminder=_silent(month, section.found))
    if code == codes.NOT_COME:
        return Step(section, [], names=names, reminder=_not_come(month, section.found))
    page, query, button = NEXT.get(code, ("", "", ""))
    if code == codes.NO_SHIFT:
        rows = []
    more = max(len(section.found) - SHOWN, 0)
    return Step(section, rows, more, url=f"{reverse(page)}{query}" if page else "", button=button)


# Gap → where it is mended, and in what words.
NEXT = {
    codes.NO_SHIFT: ("studios:my_roster", "", "去看值班表"),
    codes.NO_OUTCOME: ("studios:my_roster", "", "去登记到岗和结果"),
    codes.UNCHECKED: ("studios:my_studio", "?state=filed", "去核"),
    codes.LATE_RESULT: ("studios:studio_matters", "?needs=late", "去办逾期的诉求"),
    codes.NO_ECHO: ("studios:studio_matters", "?needs=any&state=answered", "去告诉群众"),
    codes.LATE_REFERRAL: ("studios:studio_matters", "?needs=unit", "去看在单位办的"),
}


def _page_of(found: Found) -> str:
    name = PAGES.get(found.noun)
    return reverse(name, args=[found.pk]) if name else ""


def _month(month: dt.date) -> str:
    return f"{month.year}年{month.month}月"


def _no_entry(month: dt.date) -> str:
    """For the studio's WeChat group, as the two below."""
    return f"{_month(month)}本室还没有民情日志。接待、走访、电话联系群众都算,方便时请记一笔,几分钟就写完。"


def _silent(month: dt.date, found: list[Found]) -> str:
    names = "、".join(one.what for one in found)
    return f"{_month(month)}还没有走访记录的委员:{names}。方便时请记一笔,几分钟就写完。"


def _not_come(month: dt.date, found: list[Found]) -> str:
    names = "、".join(one.what for one in found)
    return f"{_month(month)}排了班、还没能到岗的委员:{names}。下次值班来不了的,请提前告诉联络员调剂。"
