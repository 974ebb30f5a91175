"""Reads of rulebooks, and their rows in words."""

import datetime as dt
from decimal import Decimal

from assessment.facts import MEASURES, has_source
from assessment.models import Item, Rulebook
from assessment.models.rulebooks import RulebookQuerySet
from assessment.scoring import plain
from common.dates import next_month
from deadlines.models import Period

REVISION_MONTHS = 12


def rulebooks() -> RulebookQuerySet:
    """Every version, the newest first, with items, grades and prerequisites; five queries when read."""
    return Rulebook.objects.select_related("confirmed_by").prefetch_related("items", "grades", "prerequisites__ceiling")


def in_force(month: dt.date) -> Rulebook | None:
    """The rulebook that a month is counted by: the one in force on its last day."""
    return rulebooks().on(last_day(month)).first()


def last_day(month: dt.date) -> dt.date:
    return next_month(month) - dt.timedelta(days=1)


def scored(book: Rulebook) -> list[Item]:
    """The items that records feed."""
    return [item for item in book.items.all() if has_source(item.measure)]


def unsourced(book: Rulebook) -> list[Item]:
    """The items that nothing feeds yet: no points, and nothing to be had."""
    return [item for item in book.items.all() if not has_source(item.measure)]


def full_points(book: Rulebook) -> Decimal:
    """What the whole rulebook adds up to in a year, items without a source included."""
    return sum((item.cap for item in book.items.all()), Decimal(0))


def unit_of(measure: str) -> str:
    return MEASURES[measure].unit if measure in MEASURES else ""


def in_words(item: Item) -> str:
    """How an item counts: 每月应完成1次,完成得2分,不足按比例,全年封顶24分."""
    unit, points, cap = unit_of(item.measure), plain(item.points), plain(item.cap)
    if item.kind == Item.Kind.PER_UNIT:
        return f"每1{unit}得{points}分,全年封顶{cap}分"
    asked = f"{item.get_every_display()}应完成{item.required}{unit},完成得{points}分,不足按比例"
    return asked if item.every == Item.Every.YEAR and item.points == item.cap else f"{asked},全年封顶{cap}分"


def months_it_closed(book: Rulebook) -> list[dt.date]:
    """The closed months counted by ``book``, in order. Two queries; the newest version in force counts a month."""
    versions = list(Rulebook.objects.order_by("-effective_from", "-version"))
    found = []
    for month in sorted(Period.objects.closed_months()):
        day = last_day(month)
        counting = (b for b in versions if b.effective_from <= day and (not b.effective_to or day <= b.effective_to))
        if next(counting, None) == book:
            found.append(month)
    return found


def revision_months(book: Rulebook, today: dt.date) -> list[dt.date]:
    """The months from which a revision may hold: this one and the next twelve, after its own first day, none closed."""
    months, closed = [today.replace(day=1)], Period.objects.closed_months()
    while len(months) <= REVISION_MONTHS:
        months.append(next_month(months[-1]))
    return [month for month in months if month > book.effective_from and month not in closed]
