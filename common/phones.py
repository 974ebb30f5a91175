"""Phone numbers as rosters hold them, and as screens show them."""

import re

from common.text import half_width, squeeze

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})[0-9]{7,8}")
_MOBILE_AMONG_OTHERS = re.compile(r"(?<![0-9])(?:86-?)?(1[3-9][0-9](?:[ -]?[0-9]{4}){2})(?![0-9])")
_SPOILT_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{7,}")


class BadPhone(ValueError):
    """The cell holds something that is no phone number; the message is Chinese and says how to mend it."""


def parse_phone(value: object) -> str:
    """Digits of a mobile or a landline with area code; "" for an empty cell.

    Reads numbers kept as numbers, blanks, dashes, ``+86``, a nought before a mobile, full-width digits; of a mobile
    among words or landlines, the mobile. Raises BadPhone for anything else, two mobiles in one cell included.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = squeeze(value)
    if text in ("", "-", "—", "--", "无", "暂无", "/"):
        return ""
    if "**" in text:
        raise BadPhone("号码中间被遮住了,请填完整的11位号码")
    if re.fullmatch(r"1\.[0-9]{10}E\+10", text):  # a number that a text cell kept as Excel shows it
        text = str(int(float(text)))
    bare = re.sub(r"(?<=[0-9]{10})\.0+$", "", re.sub(r"\([^\d()]*\)", "", text))
    digits = re.sub(r"^((\+|00)?86|0)(?=1[3-9][0-9]{9}$)", "", re.sub(r"[-‐-―−()·.'`。;,、]", "", bare))
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return digits
    if mobile := _mobile_in(str(value)):
        return mobile
    if re.fullmatch(r"1[0-9]+", digits) and len(digits) != 11:
        raise BadPhone(f"手机号码应为11位,这里是{len(digits)}位,请核对后补全")
    raise BadPhone("这不是一个手机号码,请填11位数字(固定电话请带区号)")


def _mobile_in(text: str) -> str:
    """The one mobile of a text with other words and numbers, "" when there is none. Raises BadPhone for several."""
    text = half_width(text)
    found = {re.sub("[ -]", "", mobile) for mobile in _MOBILE_AMONG_OTHERS.findall(text)}
    rest = _MOBILE_AMONG_OTHERS.sub("", text)
    if len(found) > 1 or (found and _SPOILT_MOBILE.search(rest)):
        raise BadPhone("一格里有两个号码,请只留一个手机号码")
    return found.pop() if found else ""


def mask(phone: str) -> str:
    """``13812345678`` → ``138****5678``; empty stays empty."""
    if len(phone) < 8:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"


def is_mobile(text: str) -> bool:
    """Whether it is a mobile number, digits only."""
    return bool(_MOBILE.fullmatch(text))


def masked_in(text: str) -> str:
    """The text with every mobile number in it masked."""
    return re.sub(rf"(?<!\d){_MOBILE.pattern}(?!\d)", lambda found: mask(found[0]), text)


def looks_like_phone(text: str) -> bool:
    """Whether a user name could be taken for a phone number (such names are refused)."""
    return bool(re.fullmatch(r"\+?[\d\s-]{7,}", text))
