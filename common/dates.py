"""Dates as offices write them."""

import calendar
import datetime as dt
import re

from common.text import arabic, half_width, squeeze

WEEKDAYS = "一二三四五六日"
_DIGITS = "〇一二三四五六七八九"
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SEPARATOR = r"[年./\-、_,。·•‐-―−~]"
_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)
_FULL_DAYS = (
    rf"(\d{{4}}){_SEPARATOR}(\d{{1,2}})[月./\-、,](\d{{1,2}})日?(?!\d).*",
    r"(\d{4})(\d{2})(\d{2})",
    r"(\d{2})[年.](\d{1,2})[月.](\d{1,2})日?(?!\d).*",
)
_DAY_OF_YEAR = r"(\d{1,2})[月./\-](\d{1,2})[日号]?(?!\d).*"


class BadDate(ValueError):
    """The cell holds no date; the message is Chinese and says how to mend it."""


def month_start(day: dt.date) -> dt.date:
    return day.replace(day=1)


def next_month(day: dt.date) -> dt.date:
    """The first day of the month after ``day``'s."""
    return (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def months_before(moment: dt.datetime, months: int) -> dt.datetime:
    """The same day and hour so many months before; the last day of a month that is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, calendar.monthrange(year, month + 1)[1]))


def years_after(day: dt.date, years: int) -> dt.date:
    """The same day of a later year; of 29 February the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def parse_month(text: str) -> dt.date | None:
    """``2026-03`` → the first of that month; None when it is no month."""
    match = re.fullmatch(r"(\d{4})-(\d{1,2})", text)
    return _date(int(match[1]), int(match[2]), 1) if match else None


def weekday(day: dt.date) -> str:
    """周四"""
    return f"周{WEEKDAYS[day.weekday()]}"


def chinese_date(day: dt.date) -> str:
    """2026年3月5日(周四)"""
    return f"{day.year}年{day.month}月{day.day}日({weekday(day)})"


def parse_birth_month(value: object) -> dt.date | None:
    """The first of the month of birth, or None for an empty cell. Raises BadDate.

    A number cell cannot keep the nought of October, so 1975.1 is October there; January is 1975.01.
    In a text cell 1975.1 is January. An age behind the month is not read.
    """
    if isinstance(value, dt.datetime | dt.date):
        return _born(value.year, value.month)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9:
        return _birth_from_number(float(value))
    aged = re.sub(r"(?<=[\s,、;月日])\d{1,3}周?岁\s*$", "", half_width("" if value is None else str(value)))
    text = re.sub(r"\([^()]*\)$", "", squeeze(aged).lstrip("'`‘’"))
    if text in ("", "-", "—", "无", "不详"):
        return None
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})?", text):
        return _born(int(match[1]), int(match[2]))
    if re.fullmatch(r"\d{5}", text):
        return _birth_from_number(float(text))
    return _birth_from_words(text)


def _birth_from_words(text: str) -> dt.date:
    if match := re.fullmatch(rf"(\d{{4}}|\d{{2}}){_SEPARATOR}(\d{{1,2}})(月|月份|{_SEPARATOR}.*|月.*)?", text):
        return _born(_full_year(match[1]), int(match[2]))
    if match := re.fullmatch(
        r"(\d{4}|[〇零○Oo0一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3}|\d{1,2})月.*", text
    ):
        year = "".join(str(_DIGITS.find(c)) if c in _DIGITS else c for c in re.sub("[零○Oo0]", "〇", match[1]))
        return _born(int(year), arabic(match[2]) or 0)
    if match := re.fullmatch(r"([A-Za-z]{3})[a-z]*[.,\-]*(\d{4}|\d{2})", text):  # as Excel shows 1975-10: Oct-75
        month = match[1].lower()
        return _born(_full_year(match[2]), _ENGLISH_MONTHS.index(month) + 1 if month in _ENGLISH_MONTHS else 0)
    raise BadDate(f"看不懂“{text[:20]}”,请写成 1975-10 这样的年月")


def _birth_from_number(number: float) -> dt.date:
    if number.is_integer() and 190_001 <= number <= 210_012:
        return _born(int(number) // 100, int(number) % 100)
    if number.is_integer() and 19_000_101 <= number <= 21_001_231:
        return _born(int(number) // 10_000, int(number) // 100 % 100)
    if (10 <= number < 100 or 1900 <= number < 2100) and not number.is_integer():
        month = _hundredths(number)
        return _born(_full_year(str(int(number))), month // 10 if month > 12 and month % 10 == 0 else month)
    if number.is_integer() and 2100 <= number < 60_000:
        day = _EXCEL_DAY_ZERO + dt.timedelta(days=number)
        return _born(day.year, day.month)
    raise BadDate(f"看不懂“{number:g}”,请写成 1975-10 这样的年月")


def _hundredths(number: float) -> int:
    return round((number - int(number)) * 100)


def may_lack_nought(value: object) -> bool:
    """Whether it is a number like 1975.1, of which only its neighbours tell whether it was 1975.10."""
    return isinstance(value, float) and 0 < value < 2100 and _hundredths(value) == 10


def has_month_of_one_digit(value: object) -> bool:
    """Whether it is a number like 1975.8, where others write 1975.08."""
    return isinstance(value, float) and 0 < value < 2100 and _hundredths(value) in range(20, 100, 10)


def _full_year(text: str) -> int:
    """Two digits are a year of the last century unless that makes a centenarian: 05 is 2005, 75 is 1975."""
    year = int(text)
    return year if year > 99 else year + (2000 if year < 10 else 1900)


def _born(year: int, month: int) -> dt.date:
    day = _date(year, month, 1)
    if day is None or not 1900 <= year <= dt.date.max.year:
        raise BadDate(f"没有“{year}年{month}月”,请写成 1975-10 这样的年月")
    return day


def parse_day(value: object, *, year: int) -> dt.date | None:
    """A day, or None for an empty cell; ``year`` is that of a day written without one (3月5日). Raises BadDate."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9:
        if float(value).is_integer() and 20_000 < value < 60_000:
            return _EXCEL_DAY_ZERO + dt.timedelta(days=value)
        if float(value).is_integer() and 19_000_101 <= value <= 21_001_231:
            value = str(int(value))
    day_only = re.sub(
        r"(?<=\d)[\sT]+\d{1,2}[:：].*$", "", "" if value is None else str(value), flags=re.DOTALL
    )  # before blanks go
    text = re.sub(r"\((周|星期).\)|(周|星期).$", "", squeeze(day_only).lstrip("'`‘’"))
    text = re.sub(r"^([一二三四五六七八九十]+)月([一二三四五六七八九十]+)[日号]", _day_in_figures, text)
    if not text:
        return None
    if re.fullmatch(r"4\d{4}", text):  # a day of our years as Excel counts them, kept as text
        return _EXCEL_DAY_ZERO + dt.timedelta(days=int(text))
    full = next((match for form in _FULL_DAYS if (match := re.fullmatch(form, text))), None)
    if full:
        its_year = int(full[1]) if len(full[1]) == 4 else 2000 + int(full[1])
        day = _date(its_year, int(full[2]), int(full[3]))
    else:
        short = re.fullmatch(_DAY_OF_YEAR, text)
        day = _date(year, int(short[1]), int(short[2])) if short else None
    if day is None:
        raise BadDate(f"看不懂日期“{text[:20]}”,请写成 {year}-03-05 或 3月5日")
    return day


def _day_in_figures(match: re.Match[str]) -> str:
    return f"{arabic(match[1]) or 0}月{arabic(match[2]) or 0}日"


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
