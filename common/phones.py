"""Phone numbers as rosters hold them, and as screens show them."""

import re

from common.text import squeeze

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}")


class BadPhone(ValueError):
    """The cell holds something that is no phone number; the message is Chinese and says how to mend it."""


def parse_phone(value: object) -> str:
    """Digits of a mobile or a landline with area code; "" for an empty cell.

    Reads numbers kept as numbers, blanks, dashes, ``+86``, full-width digits.
    Raises BadPhone for anything else, two numbers in one cell included.
    """
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = squeeze(value)
    if text in ("", "-", "—", "无", "暂无", "/"):
        return ""
    if len(re.findall(r"1[3-9]\d{9}", text)) > 1:
        raise BadPhone("一格里有两个号码,请只留一个手机号码")
    digits = re.sub(r"^(\+|00)?86(?=1[3-9])", "", re.sub(r"[-—–()·.'`]", "", text))
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits):
        return digits
    if digits.isdigit() and digits.startswith("1"):
        raise BadPhone(f"手机号码应为11位,这里是{len(digits)}位,请核对后补全")
    raise BadPhone("这不是一个手机号码,请填11位数字(固定电话请带区号)")


def mask(phone: str) -> str:
    """``13812345678`` → ``138****5678``; empty stays empty."""
    if len(phone) < 8:
        return "*" * len(phone)
    return f"{phone[:3]}{'*' * (len(phone) - 7)}{phone[-4:]}"


def looks_like_phone(text: str) -> bool:
    """Whether a user name could be taken for a phone number (such names are refused)."""
    return bool(re.fullmatch(r"\+?[\d\s-]{7,}", text))
