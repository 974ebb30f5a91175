"""The State Council's yearly notice of days off, read from pasted text. Pure; reads all of it or says what it cannot.

Dates carry their weekday and a section its number of days: both are checked, so that a slip of the hand or of this
reader is seen before anything is saved.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from common.dates import WEEKDAYS
from common.text import squeeze

_FESTIVALS = "元旦|春节|清明节|劳动节|端午节|中秋节|国庆节"
_NUMERAL = r"(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d{1,2}[.、])"
_HEADING = re.compile(rf"(?:(?<=[。;])|^|{_NUMERAL})((?:{_FESTIVALS})(?:[、和](?:{_FESTIVALS}))*)(?:放假)?[::]")
_NUMBERED = re.compile(r"(?:(?<=[。;])|^)[一二三四五六七八九十]+、([\u4e00-\u9fff]{2,8}):(?=\D{0,4}\d)")
_TITLE_YEAR = re.compile(r"(\d{4})年[^。:]{0,6}(?:部分)?节假日")
_ENDS = re.compile(r"节假日期间|鼓励单位|请各地|国务院办公厅\d{4}年")
_ONE = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?"
_SPAN = re.compile(rf"{_ONE}(?:(?:至|到|-|~|—|–)+{_ONE})?")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_TOTAL = re.compile(r"(?:共|放假)(\d{1,2})天")
# A clause that only explains where a day comes from; the range of the holiday and 上班 say the same again.
_EXPLAINS = re.compile(r"为法定|为公休|法定节假日|公休日|照常公休|照常休息")


@dataclass
class Announcement:
    """What a notice says: days off and make-up days by festival, and in Chinese what could not be read."""

    year: int | None
    off: dict[dt.date, str] = field(default_factory=dict)
    work: dict[dt.date, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_announcement(text: str, *, year: int | None = None) -> Announcement:
    """Read a notice; ``year`` for a text whose title is missing. With faults nothing of it should be saved."""
    flat = _flatten(text)
    title = _TITLE_YEAR.search(flat)
    found = Announcement(int(title[1]) if title else year)
    if title and year and found.year != year:
        found.faults.append(f"通知写的是{found.year}年,您选的是{year}年,请核对")
    if not found.year:
        found.faults.append("没有看出是哪一年的通知,请连同标题一起粘贴,或填写年份")
        return found
    for name, body in _sections(flat):
        _Section(found, name, found.year).read(body)
    if not found.off:
        found.faults.append("没有找到放假的日子。请粘贴通知正文,如“一、元旦:1月1日至3日放假”")
    for day in sorted(found.off.keys() & found.work.keys()):
        found.faults.append(f"{day.month}月{day.day}日又是放假又是上班,请核对原文")
    return found


def _flatten(text: str) -> str:
    """Half-width, without blanks and line breaks; a bracket holds neither brackets nor commas."""
    lines = re.sub(rf"[\r\n]+(?=\s*(?:{_FESTIVALS})\s*[::])", "。", text)
    flat = re.sub(r"\(([^()]*)\(([^()]*)\)([^()]*)\)", r"(\1、\2\3)", squeeze(lines))
    return re.sub(r"\([^()]*\)", lambda bracket: re.sub("[,;。]", "、", bracket[0]), flat)


def _sections(flat: str) -> Iterator[tuple[str, str]]:
    """Each festival with what is said of it, numbered or not."""
    heads = sorted(
        {match.span(1): match for pattern in (_NUMBERED, _HEADING) for match in pattern.finditer(flat)}.values(),
        key=lambda match: match.start(),
    )
    for place, head in enumerate(heads):
        rest = flat[head.end() : heads[place + 1].start() if place + 1 < len(heads) else len(flat)]
        yield head[1], _ENDS.split(rest)[0]


@dataclass
class _Section:
    """One festival while it is read; month and year of a date carry over to the next that names none."""

    found: Announcement
    name: str
    year: int
    month: int = 0
    of_year: int = 0

    def read(self, body: str) -> None:
        before = len(self.found.off)
        waiting: list[dt.date] = []
        for clause in re.split(r"[。;,]", body):
            days = [day for span in _SPAN.finditer(clause) for day in self._days(span)]
            if _EXPLAINS.search(clause):
                waiting = []
            elif "上班" in clause:
                self._put(self.found.work, waiting + days)
                waiting = []
            elif re.search(r"放假|补休|调休|休息", clause):
                self._put(self.found.off, waiting + days)
                waiting = []
            else:  # dates whose verb comes after the next comma
                waiting += days
        if waiting:
            self._fault("有日子没写明放假还是上班:" + "、".join(f"{day.month}月{day.day}日" for day in waiting))
        taken = len(self.found.off) - before
        if not taken:
            self._fault("没有读出放假的日子")
        total = _TOTAL.search(body)
        if total and int(total[1]) != taken:
            self._fault(f"通知写共{total[1]}天,读出{taken}天")

    def _put(self, days: dict[dt.date, str], found: list[dt.date]) -> None:
        days.update(dict.fromkeys(found, self.name))

    def _days(self, span: re.Match[str]) -> list[dt.date]:
        first = self._day(*span.group(1, 2, 3, 4))
        if first is None or span[7] is None:
            return [first] if first else []
        last = self._day(*span.group(5, 6, 7, 8))
        if last is None:
            return []
        if not 0 <= (last - first).days <= 31:
            self._fault(f"“{span[0]}”前后颠倒或太长")
            return []
        return [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]

    def _day(self, year: str | None, month: str | None, day: str, note: str | None) -> dt.date | None:
        if month:
            self.of_year = self._year_of(int(month), year)
            self.month = int(month)
        try:
            found = dt.date(self.of_year or self.year, self.month, int(day))
        except ValueError:
            self._fault(f"没有“{self.month}月{day}日”这一天" if self.month else f"“{day}日”没写是几月")
            return None
        said = _WEEKDAY.search(note or "")
        if said and WEEKDAYS.index(said[1].replace("天", "日")) != found.weekday():
            self._fault(f"{found.year}年{found.month}月{found.day}日不是{said[0]},请核对年份和日期")
        return found

    def _year_of(self, month: int, year: str | None) -> int:
        """New Year may begin in the December before; a range that passes into January belongs to the year after."""
        if year:
            return int(year)
        if self.name.startswith("元旦"):
            return self.year - 1 if month == 12 else self.year
        return self.year

    def _fault(self, words: str) -> None:
        self.found.faults.append(f"{self.name}:{words}")
