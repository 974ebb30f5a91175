"""Small pure helpers over Chinese text as offices type it."""

import re
import unicodedata

_SPACES = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x1f\x7f]+")  # and what shows as nothing
_CJK = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U000323af]")
_NUMERALS = "零一二三四五六七八九十"


def half_width(text: str) -> str:
    """Full-width letters, digits and punctuation as half-width: ``１３９`` → ``139``."""
    return unicodedata.normalize("NFKC", text)


def one_line(value: object) -> str:
    """A cell as one trimmed line: inner runs of white space, line breaks included, become one blank."""
    return _SPACES.sub(" ", "" if value is None else str(value)).strip()


def lines(text: str) -> str:
    """What was typed in a text box, trimmed; browsers send its line breaks in two characters, and we keep one."""
    return text.replace("\r\n", "\n").strip()


def squeeze(value: object) -> str:
    """A cell without any white space, half-width: for headers, sectors and other words that hold no blanks."""
    return _SPACES.sub("", half_width("" if value is None else str(value)))


def person_name(value: object) -> str:
    """A person's name: ``张  三`` → ``张三``, the dot of names like ``阿不都·热依木`` in one form.

    Blanks stay in a name that has no Chinese character.
    """
    name = one_line(half_width("" if value is None else str(value)))
    name = re.sub(r"\s*[•・∙‧·⋅.．。]\s*", "·", name) if _CJK.search(name) else name
    return name.replace(" ", "") if _CJK.search(name) else name


def chinese_ordinal(number: int) -> str:
    """1 to 99 in Chinese numerals, as in 第十届: 10 → 十, 12 → 十二, 25 → 二十五."""
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, _NUMERALS[tens] + "十")
    return head + (_NUMERALS[ones] if ones else "")


def arabic(text: str) -> int | None:
    """The number a Chinese or Arabic numeral up to 99 stands for, or None: 十二 → 12."""
    if text.isdecimal():
        return int(text)
    match = re.fullmatch(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?", text)
    if not text or not match:
        return None
    tens, ten, ones = match.groups()
    if not ten:
        return _NUMERALS.index(tens or ones) if not (tens and ones) else None
    return (_NUMERALS.index(tens) if tens else 1) * 10 + (_NUMERALS.index(ones) if ones else 0)
