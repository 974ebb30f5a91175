"""What single cells say of people, days and phones. Every reader raises ValueError with a Chinese message."""

import datetime as dt
import re
from dataclasses import dataclass

from common.dates import BadDate, parse_day
from common.phones import is_mobile
from common.text import half_width, one_line, person_name, squeeze
from studios.models import Residency

Part = Residency.Part

_NOTHING = {"", "-", "--", "—", "——", "/", "\\", "无", "没有", "暂无", "待定", "空缺", "未定"}
_PARTS = [
    (re.compile(r"召集|负责人|组长|主任|室长|站长|牵头|首席"), Part.CONVENER),
    (re.compile(r"联络|联系人|秘书|干事"), Part.LIAISON),
    (re.compile(r"驻室|驻站|入驻|成员|组员|委员"), Part.RESIDENT),
]
_BRACKETS = re.compile(r"[(\[【〔{<《]([^()\[\]【】〔〕{}<>《》]*)[)\]】〕}>》]")
_BETWEEN = re.compile(r"[、,;:/|&+。\n\r]+")
_WITHIN = re.compile(r"[、,;:/|&+。]+|\s+")  # between the words of a bracket
_TAIL = re.compile(r"(?<=..)(同志|委员|常委|副?主席|副?秘书长|先生|女士)$")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d[\d\- ]{8,10}(?!\d)")
_NUMBERING = re.compile(r"^\(?\d{1,2}[、.)]\s*|^[①-⑳]")
_COUNT = re.compile(r"^(共|等)?\d+[人名位]$|^等$")


@dataclass(frozen=True)
class Named:
    """Somebody as a cell names them: ``张三(教育界)`` → 张三, with 教育界 as a hint of who that is."""

    name: str
    hints: tuple[str, ...] = ()
    part: str | None = None


def text_of(value: object) -> str:
    """A cell on one line; a number without its ``.0``, nothing for what means nothing."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if squeeze(value) in _NOTHING else one_line(value)


def people_in(value: object) -> list[Named]:
    """Everybody in a cell, in any of the ways in which offices put several into one."""
    text = half_width("" if value is None else str(value)).replace("\t", " ")
    text = _BRACKETS.sub(lambda found: "(" + _WITHIN.sub("~", found[1]) + ")", text)
    found = [_named(part) for piece in _BETWEEN.split(text) for part in _by_blanks(piece.strip())]
    return [one for one in found if one]


def _by_blanks(piece: str) -> list[str]:
    """张三 李四 are two, 张 三 is one: single characters belong together."""
    words: list[str] = []
    for word in piece.split():
        short = words and len(words[-1]) == 1 and len(word) <= 2
        if short or word.startswith("(") or (words and (_PHONE.fullmatch(word) or word.isdigit())):
            words[-1] += word if not word.isdigit() else f"({word})"
        else:
            words.append(word)
    return words


def _named(text: str) -> Named | None:
    hints = [word for found in _BRACKETS.findall(text) for word in found.split("~") if word]
    hints += [re.sub(r"\D", "", number) for number in _PHONE.findall(text)]
    bare = _PHONE.sub("", _BRACKETS.sub("", text))
    name = _TAIL.sub("", person_name(_NUMBERING.sub("", bare.strip()))).strip("·.-— ")
    if squeeze(name) in _NOTHING or _COUNT.match(name):
        return Named(hints[0], tuple(hints[1:])) if not name and hints and is_mobile(hints[0]) else None
    parts = [part for hint in hints if (part := part_in(hint))]
    return Named(name, tuple(hint for hint in hints if not part_in(hint)), parts[0] if parts else None)


def part_in(text: str) -> str | None:
    """The part that a short word speaks of, or None: 副召集人 → convener, 驻室委员 → resident."""
    word = squeeze(text)
    if len(word) > 8 or word.endswith(("委员会", "界", "局", "镇", "乡", "街道")):
        return None
    return next((part.value for known, part in _PARTS if known.search(word)), None)


def part_of(value: object) -> str | None:
    """The part in a column for it; None for an empty cell."""
    text = text_of(value)
    if not text:
        return None
    if (part := part_in(text)) is None:
        raise ValueError(f"看不懂“{text[:20]}”,请写召集人、联络员或驻室委员")
    return part


def day_of(value: object, today: dt.date) -> dt.date | None:
    """A day; of a month without day its first: 2021年5月. None for an empty cell."""
    text = squeeze(value)
    if text in _NOTHING or text == "不详":
        return None
    month = re.fullmatch(r"((?:19|20)\d\d)(?:年|[.\-/])(1[0-2]|0?[1-9])(?:月(?:份)?)?", text.removesuffix(".0"))
    if month and not isinstance(value, dt.date | int):
        return dt.date(int(month[1]), int(month[2]), 1)
    try:
        day = parse_day(value, year=today.year)
    except BadDate:
        raise ValueError(f"看不懂日期“{text[:20]}”,请写成 2024-03-05") from None
    if day and day > today:
        raise ValueError(f"{day:%Y-%m-%d} 还没有到,请核对;没有写年份的,请写上年份")
    return day


def phone_of(value: object) -> tuple[str, bool]:
    """A studio's own number, and whether a mobile one was left out: that is somebody's, not the room's."""
    text = text_of(value)
    numbers = [part for part in re.split(r"[、,;/\s]+", half_width(text)) if part]
    kept = [part for part in numbers if not is_mobile(re.sub(r"\D", "", part))]
    return "、".join(kept)[:30], len(kept) < len(numbers)
