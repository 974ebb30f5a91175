"""Keys by which people's names are ordered and found.

按姓氏笔画为序 is how every CPPCC list runs. The order is that of ``data/strokes.txt``: the 6,763 characters of GB 2312
in ICU's stroke order; characters beyond follow by code point.
"""

from functools import cache
from pathlib import Path

_SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "缪": "miao", "朴": "piao",
    "盖": "ge", "覃": "qin", "召": "shao", "员": "yun", "秘": "bi", "乐": "yue", "任": "ren", "华": "hua",
    "宁": "ning", "尉迟": "yu chi", "万俟": "mo qi", "澹台": "tan tai", "长孙": "zhang sun",
}  # fmt: skip


@cache
def _stroke_order() -> dict[str, int]:
    text = (Path(__file__).parent / "data" / "strokes.txt").read_text(encoding="utf-8").strip()
    return {character: place for place, character in enumerate(text)}


def stroke_key(name: str) -> str:
    """A string that sorts as the name does by strokes, on any database: four hexadecimal digits a character.

    >>> sorted(["王芳", "丁一", "马云"], key=stroke_key)
    ['丁一', '马云', '王芳']
    """
    order = _stroke_order()
    return "".join(f"{order.get(c, 0x8000 + ord(c) % 0x7FFF):04x}" for c in name)[:120]


def pinyin(name: str) -> tuple[str, str]:
    """The name in pinyin without blanks, and its initials: 单雄信 → ("shanxiongxin", "sxx")."""
    from pypinyin import Style, lazy_pinyin  # 66 MB of dictionary: only where names are written

    head = next((s for s in (name[:2], name[:1]) if s in _SURNAMES), "")
    syllables = _SURNAMES[head].split() if head else []
    syllables += lazy_pinyin(name[len(head) :], style=Style.NORMAL, errors="ignore")
    return "".join(syllables)[:120], "".join(s[0] for s in syllables)[:20]


def mask(name: str) -> str:
    """The surname, and a star for each further character: 韩梅 → 韩*, 尉迟恭 → 尉迟*."""
    shown = 2 if name[:2] in _SURNAMES and len(name) > 2 else 1
    return name[:shown] + "*" * max(len(name) - shown, 0)
