"""The days of a ledger: merged or written once, with or without a year."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress

from common.dates import BadDate, parse_day
from common.text import squeeze
from studios.visitbook.words import is_ditto

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d{3})")
_MONTH = re.compile(r"(?<![\d\-—–~至到、])(1[0-2]|0?[1-9])月(?![\-—–~至到、])")
_DAY_ONLY = re.compile(r"([12]\d|3[01]|0?[1-9])(?:日|号)?")
_LOST_NOUGHT = re.compile(r"\d{1,2}\.[123]")


class Days:
    """Reads a ledger's date cells from top to bottom: an empty one means the day above it.

    ``year`` and ``month`` are what title, sheet and file say; a day written without them takes these.
    """

    def __init__(self, *, year: int, month: int | None) -> None:
        self.year = year
        self.month = month
        self._above: dt.date | None = None
        self._unreadable = False

    def read(self, cell: object) -> dt.date:
        """The day of a row. Raises BadDate; the rows below an unreadable cell have no day either."""
        if not squeeze(cell) or is_ditto(cell):
            if self._unreadable:
                raise BadDate("日期空着,上面一格的日期又看不懂,请补上日期")
            if self._above is None:
                raise BadDate("日期空着,请补上日期")
            return self._above
        try:
            self._above, self._unreadable = self._parsed(cell), False
        except BadDate:
            self._unreadable = True
            raise
        return self._above

    def try_read(self, cell: object) -> None:
        """Take a day that stands alone above its visits; a heading that is no day changes nothing."""
        with suppress(BadDate):
            self._above, self._unreadable = self._parsed(cell), False

    def _parsed(self, cell: object) -> dt.date:
        text = squeeze(cell)
        if isinstance(cell, float) and _LOST_NOUGHT.fullmatch(text):
            month, day = text.split(".")
            raise BadDate(f"“{text}”分不清是{month}月{day}日还是{month}月{day}0日,请写成 {month}月{day}日 这样")
        match = _DAY_ONLY.fullmatch(re.sub(r"\.0$", "", text))
        month = self.month or (self._above.month if self._above else None)
        if match and month:
            cell = f"{month}月{match[1]}日"
        day = parse_day(cell, year=self.year)
        if day is None:
            raise BadDate("日期空着,请补上日期")
        return day


def year_of(said: Iterable[str], cells: Iterable[object], today: dt.date) -> int:
    """The year of days written without one.

    From what title, sheet and file say, the first that names exactly one year; then from the full dates of the column;
    then today's.
    """
    for text in said:
        years = {int(year) for year in _YEAR.findall(text)}
        if len(years) == 1:
            return years.pop()
    seen = Counter(year for cell in cells if (year := _full_year(cell)))
    return seen.most_common(1)[0][0] if seen else today.year


def month_of(said: Iterable[str]) -> int | None:
    """The month that title, sheet or file name, the first that names exactly one."""
    for text in said:
        months = {int(month) for month in _MONTH.findall(text)}
        if len(months) == 1:
            return months.pop()
    return None


def _full_year(cell: object) -> int | None:
    if isinstance(cell, dt.date):
        return cell.year
    match = _YEAR.match(squeeze(cell))
    return int(match[1]) if match else None
